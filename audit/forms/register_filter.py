"""The filter beside a force's register: codes and days from the address."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from audit.clock import today
from audit.documents.register import Entry, Line
from audit.forms.fields import CheckboxesField, ChoiceField, GovukForm, TextField
from audit.forms.widgets import Attrs, Checkboxes, TextInput
from audit.rules.dates import day_text, month_text
from audit.rules.register import Late, Moved, Waiting
from audit.rules.transitions import ResponseStatus
from audit.rules.typed_dates import Fault, read_date

ANY = ("", "All")
NOBODY = "nobody"
NO_CHAPTER = "none"
ABOUT = ("source", "owner", "chapter", "theme", "due")


def day_in(text: str) -> date | None:
    """ "30/11/2026", "30 November 2026" or "2026-11-30", as addresses have it; else None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        found = read_date((text.replace("/", " ").split() + [""] * 3)[:3], day_optional=False)
    return None if found is None or isinstance(found, Fault) else found.day


class DayInput(TextInput):
    """One box for a day; what is chosen is told in words, such as "Since 30 November 2026"."""

    def __init__(self, attrs: Attrs | None = None, *, said: str, **options: Any) -> None:
        super().__init__(attrs, **options)
        self.said = said

    def subwidgets(self, name: str, value: Any, attrs: Attrs | None = None) -> Iterator[Attrs]:
        day = day_in(str(value or ""))
        told = day_text(day) if day else value
        yield {"value": value, "label": f"{self.said} {told}"}


class DayField(TextField):
    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        day = day_in(text)
        if day is None:
            raise ValidationError("Enter a real day, like 30/11/2026")
        if day > today():
            raise ValidationError("Enter today or an earlier day")
        return day


class RegisterFilter(GovukForm):
    """What can be chosen is what the register's lines hold; `themes` are theirs by line."""

    status = CheckboxesField(
        label="Where does it stand?",
        choices=ResponseStatus.choices,
        required=False,
        widget=Checkboxes(small=True),
    )
    late = ChoiceField(label="Is it late?", choices=[ANY, *Late.choices], required=False)
    waiting = ChoiceField(
        label="For whom does it wait?", choices=[ANY, *Waiting.choices], required=False
    )
    due = ChoiceField(label="In which month is it due?", required=False)
    source = ChoiceField(label="Which document is it from?", required=False)
    chapter = ChoiceField(label="Which chapter?", required=False)
    theme = ChoiceField(label="Which theme?", required=False)
    owner = ChoiceField(label="Who owns it?", required=False)
    as_at = DayField(
        label="As at which day?",
        help_text="For example, 30/11/2026. Today if left empty.",
        required=False,
        widget=DayInput(said="As at", width=10),
    )
    since = DayField(
        label="What has moved since which day?",
        help_text="For example, the day of the last meeting",
        required=False,
        widget=DayInput(said="Since", width=10),
    )
    moved = ChoiceField(
        label="How has it moved since then?", choices=[ANY, *Moved.choices], required=False
    )

    def __init__(
        self, data: Any, *, lines: Collection[Line], themes: Mapping[int, set[str]], titles: Any
    ) -> None:
        super().__init__(data)
        self.themes = themes
        rows = [line.row for line in lines]
        choices = {
            "source": {row.source_code: row.source for row in rows},
            "owner": {str(row.owner or NOBODY): row.owner_name or "Nobody yet" for row in rows},
            "theme": titles,
        }
        for name, found in choices.items():
            by_title = sorted(found.items(), key=lambda one: (one[0] == NOBODY, one[1]))
            self._offer(name, by_title)
        chapters = {(row.chapter_order or 0, row.chapter_code, row.chapter) for row in rows}
        self._offer(
            "chapter",
            [(code or NO_CHAPTER, title or "None") for _, code, title in sorted(chapters, key=str)],
        )
        self._offer("due", _months(lines))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [ANY, *choices]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, as_at = given.get("since"), given.get("as_at")
        if since and since >= (as_at or today()):
            self.add_error("since", "Enter a day before the one that the register is of")
        return given

    def chosen(self, name: str) -> Any:
        """What was chosen; nothing where it cannot be understood."""
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def is_narrowed(self) -> bool:
        """Whether something is chosen about what was asked, as opposed to how it stands."""
        return any(self.chosen(name) for name in ABOUT)

    @property
    def day(self) -> date:
        return self.chosen("as_at") or today()

    def about(self, entries: list[Entry]) -> list[Entry]:
        """Those that the choices about what was asked leave, however it stands."""
        return [entry for entry in entries if self._is_about(entry)]

    def standing(self, entries: list[Entry]) -> list[Entry]:
        """Those of them that stand as was chosen."""
        return [entry for entry in entries if self._stands(entry)]

    def _is_about(self, entry: Entry) -> bool:
        row, due = entry.row, entry.state.due
        held = {
            "source": row.source_code,
            "owner": str(row.owner or NOBODY),
            "chapter": row.chapter_code or NO_CHAPTER,
            "due": due.last.strftime("%Y-%m") if due else "",
        }
        theme = self.chosen("theme")
        if theme and theme not in self.themes.get(row.recommendation, ()):
            return False
        return all(self.chosen(name) in (None, "", value) for name, value in held.items())

    def _stands(self, entry: Entry) -> bool:
        statuses, late = self.chosen("status"), self.chosen("late")
        waiting, moved = self.chosen("waiting"), self.chosen("moved")
        return (
            (not statuses or entry.state.status in statuses)
            and (not late or entry.state.late == late)
            and (not waiting or waiting in entry.state.waiting)
            and (not moved or moved in entry.moved)
        )


def theme_titles(themes: Mapping[int, set[str]], rows: Any) -> dict[str, str]:
    """Code → title of the themes that stand in `themes`; `rows` are those one may see."""
    codes = set().union(*themes.values()) if themes else set()
    return {row.code: row.title for row in rows.filter(code__in=codes)}


def _months(lines: Collection[Line]) -> list[tuple[str, str]]:
    days = {
        due.last.replace(day=1)
        for line in lines
        for due in (line.asked.answer, line.asked.delivery)
        if due
    }
    return [(day.strftime("%Y-%m"), month_text(day)) for day in sorted(days)]
