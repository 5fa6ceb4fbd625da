"""Settling a case file, agreeing several at once, opening an agreed grade again, the queue."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from audit.documents.comparison import Part, differing, fact_parts, grades_of
from audit.forms.fields import ChoiceField, GovukForm, RowsField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Checkboxes, Radios, Textarea
from audit.models import AreaOfPractice, Assessment, CaseFile, Round, User
from audit.services.moderation import Settlement

NOT_HERE = "none"
"""The choice that the file does not belong under an area after all."""
AREA, TAKEN = "grade-", "taken-"
SHOWN = {
    "differ": "Assessors differ",
    "match": "Assessors match",
    "query": "With an open query",
    "single": "One assessor",
}


class QueueFilter(GovukForm):
    area = ChoiceField(label="Which area of practice?", required=False)
    show = ChoiceField(
        label="Which case files?", required=False, choices=[("", "All"), *SHOWN.items()]
    )

    def __init__(self, *args, round: Round, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        areas = AreaOfPractice.objects.visible_to(user).filter(framework=round.framework_id)
        self.fields["area"].choices = [("", "All"), *((row.code, row.title) for row in areas)]

    def chosen(self, name: str) -> str:
        """What was chosen, if it was offered."""
        return self.cleaned_data.get(name, "") if self.is_valid() else ""


class SettleForm(GuardedForm):
    """A grade for each area that somebody graded, and whose part is taken where they differ."""

    started_from = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args, case_file: CaseFile, assessments: Sequence[Assessment], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case_file, self.assessments = case_file, assessments
        self.fields["started_from"].initial = ",".join(
            f"{row.pk}:{row.lock}" for row in assessments
        )
        if case_file.round.grades:
            self._ask_for_grades()
        self.areas_asked = [name for name in self.fields if name.startswith(AREA)]
        self._ask_whose(differing(fact_parts(assessments)))
        self.fields["why"] = GuardedTextareaField(
            label="Why is this agreed?",
            help_text="Needed where the assessors gave different grades, where you agree another "
            f"grade than they gave, and for {self._scale.worst.title.lower()}. Do not name "
            "anybody.",
            what="the reason",
            required=False,
            max_length=5000,
            widget=Textarea(rows=4),
        )

    @property
    def _scale(self):
        return self.case_file.round.framework.scale

    def _ask_for_grades(self) -> None:
        given = [grades_of(row) for row in self.assessments]
        self.areas = {
            row.area.code: row.area for one in self.assessments for row in one.area_grades.all()
        }
        grades = [(grade.code, grade.title) for grade in self._scale.grades]
        for code, area in sorted(self.areas.items(), key=lambda item: item[1].order):
            said = {one.by_area.get(code, NOT_HERE) for one in given}
            choices = [*grades, (NOT_HERE, "Not assessed under this area")]
            self.fields[AREA + code] = ChoiceField(
                label=f"What is the agreed grade for “{area.title}”?",
                what=f"the agreed grade for “{area.title}”",
                choices=choices if NOT_HERE in said else grades,
                initial=said.pop() if len(said) == 1 else None,
                widget=Radios,
            )
        if len(self.areas) > 1:
            overall = {one.overall for one in given}
            self.fields["overall_grade"] = ChoiceField(
                label="What is the agreed overall grade of the file?",
                help_text="Only where it stays under more than one area.",
                what="the agreed overall grade",
                choices=grades,
                initial=overall.pop() if len(overall) == 1 else None,
                required=False,
                widget=Radios,
            )

    def _ask_whose(self, parts: Sequence[Part]) -> None:
        self.parts = {TAKEN + part.code.replace(":", "-"): part.code for part in parts}
        for part in parts:
            self.fields[TAKEN + part.code.replace(":", "-")] = ChoiceField(
                label=f"“{part.title}”: whose is taken?",
                what=f"whose “{part.title}” is taken",
                choices=[(str(row.pk), self._whose(row, part)) for row in self.assessments],
                initial=str(part.first_said),
                required=False,
                widget=Radios,
            )

    def _whose(self, row: Assessment, part: Part) -> str:
        """The assessor's name and, in short, what they said."""
        said = part.said[row.pk]
        if said is None:
            return f"{row.assessor}: nothing"
        grade = self._scale.grade(said.grade).title if said.grade in self._scale else ""
        words = "; ".join(filter(None, (grade, said.text, *said.notes)))
        return f"{row.assessor}: {words}"

    def settlement(self) -> Settlement:
        """What a valid form says, as the service takes it."""
        given = self.cleaned_data
        grades = {
            self.areas[name.removeprefix(AREA)]: given[name]
            for name in self.areas_asked
            if given[name] != NOT_HERE
        }
        return Settlement(
            area_grades=grades,
            overall_grade=given.get("overall_grade", ""),
            why=given["why"],
            taken={code: int(given[name]) for name, code in self.parts.items() if given[name]},
            seen=_seen(given["started_from"]),
        )

    def add_service_errors(self, error) -> None:
        """Puts what is wrong with the grades beside the first of them."""
        for name, texts in error.message_dict.items():
            first = self.areas_asked[0] if self.areas_asked else None
            at = first if name == "area_grades" else name if name in self.fields else None
            for text in texts:
                self.add_error(at, text)


def _seen(started_from: str) -> dict[int, int]:
    """The saves that the page showed; what cannot be read was shown by no page of ours."""
    pairs = (pair.split(":") for pair in started_from.split(",") if pair.count(":") == 1)
    return {int(pk): int(lock) for pk, lock in pairs if pk.isdecimal() and lock.isdecimal()}


class AgreeTogetherForm(GuardedForm):
    """The files that can be agreed as they are; each can be left out."""

    files = RowsField(
        queryset=None,
        to_field_name="reference",
        label="Which case files do you agree?",
        help_text="At the grades that their assessors gave. Clear those that you want to leave.",
        what="the case files to agree",
        widget=Checkboxes(small=True),
    )
    why = GuardedTextareaField(
        label="Why can these be agreed together?",
        help_text="It stands as the reason of each of them. Do not name anybody.",
        what="why these can be agreed together",
        max_length=1000,
        widget=Textarea(rows=3),
    )

    def __init__(self, *args, choices: Sequence[tuple[str, str]], round: Round, user: User, **kw):
        """`choices` are the files that are offered: reference and description. One that was agreed
        meanwhile by the same person may be sent again, and stays as it is."""
        super().__init__(*args, **kw)
        files = self.fields["files"]
        files.queryset = CaseFile.objects.visible_to(user).filter(round=round)
        files.widget.choices = choices
        files.initial = [reference for reference, _ in choices]


class AgreedReopenForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why must the agreed grade be changed?",
        help_text="It is kept in the history. Do not name anybody.",
        what="why the agreed grade must be changed",
        max_length=1000,
        widget=Textarea(rows=3),
    )
