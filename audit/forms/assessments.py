"""Grading a case file, and reopening what was submitted."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from audit.forms.fields import (
    ChoiceField,
    RowField,
    RowsField,
)
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Checkboxes, Radios, Textarea
from audit.models import AreaOfPractice, Assessment, CaseFile, Theme, User
from audit.rules.grading import Polarity
from audit.services.assessments import Judgement


class GradeForm(GuardedForm):
    """One grade unless there are two areas; then a grade for each, and an overall grade."""

    default_button = ("submit", "yes")

    lock = forms.IntegerField(required=False, widget=forms.HiddenInput)
    grade = ChoiceField(label="", what="a grade", required=False, widget=Radios)
    second_area = RowField(
        queryset=None,
        label="Which second area does the file belong to?",
        what="the second area",
        required=False,
        empty_label="No second area",
    )
    second_grade = ChoiceField(
        label="What is the grade for the second area?",
        what="a grade for the second area",
        required=False,
        widget=Radios,
    )
    overall_grade = ChoiceField(
        label="What is the overall grade of the file?",
        help_text="It counts in the headline; the grades of the areas count in the breakdown.",
        what="an overall grade",
        required=False,
        widget=Radios,
    )
    rationale = GuardedTextareaField(
        label="Why this grade?",
        help_text=(
            "In a sentence or two, for those who read the file after you. Do not name anybody."
        ),
        what="the reason",
        required=False,
        max_length=5000,
        widget=Textarea(rows=5),
    )
    strengths = RowsField(
        queryset=None,
        label="What went well?",
        help_text="Select all that you saw.",
        what="what went well",
        required=False,
        widget=Checkboxes(small=True),
    )
    weaknesses = RowsField(
        queryset=None,
        label="What should have been better?",
        help_text="Select all that you saw.",
        what="what should have been better",
        required=False,
        widget=Checkboxes(small=True),
    )
    systems_looked_at = GuardedTextareaField(
        label="Which systems did you look at?",
        what="the systems",
        required=False,
        max_length=1000,
        widget=Textarea(rows=2),
    )

    def __init__(
        self,
        *args,
        case_file: CaseFile,
        assessment: Assessment | None,
        user: User,
        two_areas: bool = False,
        **kwargs,
    ) -> None:
        kwargs["initial"] = initial_of(case_file, assessment)
        super().__init__(*args, **kwargs)
        self.case_file = case_file
        self.one_area = "one_area" in self.data
        self.two_areas = (
            two_areas or bool(self.initial.get("second_area")) or "second_area" in self.data
        )
        self._offer_areas(user)
        self._offer_grades()
        self._offer_themes(user)

    def _offer_areas(self, user: User) -> None:
        areas = AreaOfPractice.objects.visible_to(user).filter(
            framework=self.case_file.round.framework
        )
        others = areas.exclude(pk=self.case_file.area_id)
        self.fields["second_area"].queryset = others
        self.fields["second_area"].label_from_instance = lambda area: area.title
        if not self.two_areas:
            for name in ("second_area", "second_grade", "overall_grade"):
                del self.fields[name]

    def _offer_grades(self) -> None:
        scale = self.case_file.round.framework.scale
        choices = [(grade.code, grade.title) for grade in scale.grades]
        for name in ("grade", "second_grade", "overall_grade"):
            if name in self.fields:
                self.fields[name].choices = choices
        title = self.case_file.area.title
        self.fields["grade"].label = f"What is the grade for “{title}”?"

    def _offer_themes(self, user: User) -> None:
        areas = [self.case_file.area]
        if second := self.initial.get("second_area"):
            areas.append(AreaOfPractice.objects.visible_to(user).get(pk=second))
        themes = Theme.objects.visible_to(user).filter(framework=self.case_file.round.framework)
        for name in ("strengths", "weaknesses"):
            self.fields[name].queryset = themes.for_areas(areas)

    def clean(self) -> dict:
        """A grade for a second area must not vanish because the area was forgotten."""
        cleaned = super().clean()
        named = cleaned.get("second_area") or "second_area" in self.errors
        if cleaned.get("second_grade") and not named and not self.one_area:
            self.add_error(
                "second_area",
                "Select the second area. If there is none, use “Save without the second area”.",
            )
        return cleaned

    def judgement(self) -> Judgement:
        """What a valid form says, as the services take it."""
        given = self.cleaned_data
        grades = {self.case_file.area: given["grade"]}
        second = None if self.one_area else given.get("second_area")
        if second:
            grades[second] = given["second_grade"]
        return Judgement(
            area_grades=grades,
            overall_grade=given.get("overall_grade", "") if second else "",
            rationale=given["rationale"],
            systems_looked_at=given["systems_looked_at"],
            observations=[
                *((theme, Polarity.STRENGTH) for theme in given["strengths"]),
                *((theme, Polarity.WEAKNESS) for theme in given["weaknesses"]),
            ],
        )

    def add_service_errors(self, error: ValidationError) -> None:
        """Puts "choose a grade for each area" beside the grades that are missing."""
        for name, texts in error.message_dict.items():
            for text in texts:
                for field in self._fields_at_fault(name):
                    self.add_error(field, text)

    def _fields_at_fault(self, name: str) -> list[str | None]:
        if name != "area_grades":
            return [name if name in self.fields else None]
        grades = [field for field in ("grade", "second_grade") if field in self.fields]
        return [field for field in grades if not self.cleaned_data.get(field)] or ["grade"]


def initial_of(case_file: CaseFile, assessment: Assessment | None) -> dict:
    """What the form shows of a draft; nothing where there is none yet."""
    if assessment is None:
        return {}
    grades = {row.area_id: row.grade for row in assessment.area_grades.all()}
    second = [area for area in grades if area != case_file.area_id]
    seen = list(assessment.observations.all())
    return {
        "lock": assessment.lock,
        "grade": grades.get(case_file.area_id, ""),
        "second_area": second[0] if second else None,
        "second_grade": grades[second[0]] if second else "",
        # With one area the overall grade is that area's: nobody has chosen it.
        "overall_grade": assessment.overall_grade if second else "",
        "rationale": assessment.rationale,
        "systems_looked_at": assessment.systems_looked_at,
        "strengths": [row.theme_id for row in seen if row.polarity == Polarity.STRENGTH],
        "weaknesses": [row.theme_id for row in seen if row.polarity == Polarity.WEAKNESS],
    }


class ReopenForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why must the assessment be changed?",
        what="why the assessment must be changed",
        max_length=1000,
        widget=Textarea(rows=3),
    )
