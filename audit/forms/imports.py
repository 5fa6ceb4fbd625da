"""Importing a spreadsheet: the file, what its columns are, and whether it is to be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from audit.forms.fields import CheckboxField, ChoiceField, FileField, GovukForm
from audit.forms.widgets import FileInput, Radios, Select
from audit.models import ImportRun, LocalNumber

LONGEST_SHOWN = 60
NUMBER = "local_number"
LEAVE_OUT, NOTHING = "leave_out", "nothing"
CHECKED_AGAIN = (
    "The rows were checked again after you opened this page. Look at them, then confirm again."
)


class ImportFileForm(GovukForm):
    kind = ChoiceField(
        label="What is in the spreadsheet?",
        what="what is in the spreadsheet",
        widget=Radios(small=True),
    )
    file = FileField(
        label="Which file do you want to import?",
        help_text="An Excel workbook (.xlsx or .xls), an OpenDocument one (.ods) or a CSV file. "
        "Nothing is imported before you have seen what would happen to each row.",
        what="the file",
        widget=FileInput(accept=".xlsx,.xls,.ods,.csv,.tsv,text/csv"),
    )

    def __init__(self, *args: Any, kinds: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(kind, ImportRun.Kind(kind).label) for kind in kinds]
        self.fields["kind"].choices = choices
        if len(choices) == 1:
            del self.fields["kind"]
            self.only_kind = choices[0][0]

    @property
    def chosen_kind(self) -> str:
        return self.cleaned_data.get("kind") or self.only_kind


class ColumnsForm(GovukForm):
    """A question for each column of a run's file, with what was guessed.

    `columns` are pairs of a code and a title; of `keys`, where there are some, one at least must
    be chosen.
    """

    def __init__(
        self,
        *args: Any,
        run: ImportRun,
        columns: Sequence[tuple[str, str]],
        samples: Sequence[Sequence[str]],
        keys: Sequence[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.run, self.titles, self.keys = run, dict(columns), keys
        choices = [("", "Do not read this column"), *columns]
        for place, heading in enumerate(run.headings):
            texts = samples[place] if place < len(samples) else ()
            if not heading and not any(texts):
                continue  # nothing stands there, or only far below
            self.fields[f"column-{place}"] = ChoiceField(
                label=heading or f"Column {place + 1}, which has no heading",
                help_text=_examples(texts),
                choices=choices,
                initial=run.columns[place],
                what="what the column is",
                required=False,
                widget=Select,
            )
        if NUMBER in (*run.columns, *(self.data.values() if self.is_bound else ())):
            self.fields["number_kind"] = ChoiceField(
                label="What kind of numbers are the local numbers?",
                help_text="Where no column says so.",
                choices=LocalNumber.Kind,
                initial=run.number_kind,
                what="the kind of numbers",
                required=False,
                widget=Radios(small=True),
            )

    def codes(self) -> list[str]:
        """Of each column from the left."""
        places = range(len(self.run.headings))
        return [self.cleaned_data.get(f"column-{place}", "") for place in places]

    def clean(self) -> dict[str, Any]:
        codes = self.codes()
        for place, code in enumerate(codes):
            if code and code in codes[:place]:
                twice = f"“{self.titles[code]}” is chosen for two columns. Choose it for one"
                self.add_error(f"column-{place}", twice)
        if self.keys and not set(self.keys) & set(codes):
            names = " or ".join(f"“{self.titles[code]}”" for code in self.keys)
            raise ValidationError(f"Choose the column that holds {names}")
        numbered = NUMBER in codes and "number_kind" not in codes
        if numbered and not self.cleaned_data.get("number_kind"):
            self.add_error("number_kind", "Select what kind of numbers the local numbers are")
        return self.cleaned_data


def _examples(texts: Sequence[str]) -> str:
    shown = dict.fromkeys(_short(text) for text in texts if text)
    return f"For example: {'; '.join(shown)}" if shown else "Empty in the first rows"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


class ConfirmForm(GovukForm):
    """`plan` ties the answer to what was shown."""

    def __init__(self, *args: Any, run: ImportRun, **options: Any) -> None:
        super().__init__(*args, **options)
        self.run = run
        refused, held = run.counts.get("refused", 0), run.counts.get("held", 0)
        whole = run.kind == ImportRun.Kind.ROUND
        if refused and not whole:
            self.fields["refused"] = ChoiceField(
                label=f"What should happen to the {_rows(refused)} that cannot be imported?",
                choices=[
                    (
                        LEAVE_OUT,
                        f"Leave {'it' if refused == 1 else 'them'} out, and import the others",
                    ),
                    (NOTHING, "Import nothing: I will correct the file first"),
                ],
                what="what should happen to the rows that cannot be imported",
                widget=Radios(small=True),
            )
        if held:
            self.fields["held_too"] = CheckboxField(
                label=_read_them(held),
                required=whole,
                error_messages={"required": "Say that you have read the rows that are held"},
            )

    def clean(self) -> dict[str, Any]:
        if self.data.get("plan") != self.run.plan_sha256:
            raise ValidationError(CHECKED_AGAIN)
        return self.cleaned_data

    @property
    def wants_nothing(self) -> bool:
        return self.cleaned_data.get("refused") == NOTHING

    @property
    def held_too(self) -> bool:
        return bool(self.cleaned_data.get("held_too"))


def _read_them(number: int) -> str:
    if number == 1:
        return "I have read the row that is held, and it holds no personal data. Import it, too."
    return (
        f"I have read the {number:,} rows that are held, and they hold no personal data. Import "
        "them, too."
    )


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"
