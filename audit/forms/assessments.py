"""Grading a case file along the child's journey, handing it in, and reopening it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from audit.forms.drafts import NOT_APPLICABLE, data_of, initial_of
from audit.forms.facts import field_for
from audit.forms.fields import ChoiceField, GovukForm, RowField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.themes import ThemesField
from audit.forms.widgets import Radios, Textarea
from audit.models import AreaOfPractice, Assessment, CaseFile, Stage, Theme, User
from audit.rules.answers import Fact, field_of, is_answered
from audit.rules.durations import order_problems
from audit.rules.grading import LONGEST_RATIONALE, Polarity
from audit.services.assessments import Judgement
from audit.services.judgement_problems import asked_of, stage_field
from audit.services.judgements import StageJudgement, judgement_of

UNREAD = {"unread", "max_length", "order"}
"""Errors that keep no draft from being saved: what was typed is kept as it is."""
GRADE_FIELDS = ("grade", "second_area", "second_grade", "overall_grade")
TEXTS = (("well", "what went well?"), ("better", "what should have been better?"))


class GradeForm(GuardedForm):
    """One grade unless there are two areas; then a grade for each, and an overall grade. Of a dip
    sample the answers alone."""

    default_button = ("save", "yes")

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
        max_length=LONGEST_RATIONALE,
        widget=Textarea(rows=5),
    )
    strengths = ThemesField(
        label="Which themes went well?",
        help_text="Select all that you saw.",
        what="what went well",
    )
    weaknesses = ThemesField(
        label="Which themes should have been better?",
        help_text="Select all that you saw.",
        what="what should have been better",
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
        data: QueryDict | dict[str, Any] | None = None,
        *,
        case_file: CaseFile,
        assessment: Assessment | None,
        user: User,
        two_areas: bool = False,
        **kwargs: Any,
    ) -> None:
        stored = judgement_of(assessment) if assessment else None
        self.case_file, self.round = case_file, case_file.round
        # An empty form may be sent, too: of a dip sample in which nothing is answered yet.
        kwargs["initial"] = initial_of(case_file, stored, assessment.lock if assessment else None)
        super().__init__(data, **kwargs)
        self.one_area = "one_area" in self.data
        self.two_areas = (
            two_areas or bool(self.initial.get("second_area")) or "second_area" in self.data
        )
        self._offer_areas(user)
        self.asked = asked_of(self.round, self.areas)
        self._ask_of_stages()
        self._offer_grades()
        self._offer_themes(user)
        self.replaced_in = self._replace()  # again, now that the stages' texts are there
        if assessment and assessment.unfinished and not self.is_bound:
            self._show_what_is_unread()

    def _offer_areas(self, user: User) -> None:
        self.areas = [self.case_file.area]
        if not self.two_areas:
            for name in ("second_area", "second_grade", "overall_grade"):
                del self.fields[name]
            return
        areas = AreaOfPractice.objects.visible_to(user)
        others = areas.filter(framework=self.round.framework).exclude(pk=self.case_file.area_id)
        self.fields["second_area"].queryset = others
        self.fields["second_area"].label_from_instance = lambda area: area.title
        wanted = str(self.data.get("second_area") or self.initial.get("second_area") or "")
        self.areas += [area for area in others if str(area.pk) == wanted and not self.one_area]

    def _ask_of_stages(self) -> None:
        """The fields of each stage come first, in the order of the journey."""
        own = list(self.fields)
        questions = [row for row in self.asked.questions if is_answered(row)]
        for stage in self.asked.stages:
            for question in questions:
                if question.stage_id == stage.pk:
                    self.fields[field_of(question.code)] = field_for(question)
            if self.round.grades:
                self._ask_of_stage(stage)
        self.order_fields([name for name in self.fields if name not in own])

    def _ask_of_stage(self, stage: Stage) -> None:
        choices = [(grade.code, grade.title) for grade in self.round.framework.scale.grades]
        self.fields[stage_field(stage.code)] = ChoiceField(
            label=f"What is the grade for “{stage.title}”?",
            what=f"a grade for “{stage.title}”",
            required=False,
            choices=[*choices, (NOT_APPLICABLE, "Not applicable")],
            widget=Radios(small=True, inline=True),
        )
        for part, label in TEXTS:
            self.fields[stage_field(stage.code, part)] = GuardedTextareaField(
                label=f"{stage.title}: {label}",
                what=f"what you say of “{stage.title}”",
                required=False,
                max_length=LONGEST_RATIONALE,
                widget=Textarea(rows=2),
            )

    def _offer_grades(self) -> None:
        if not self.round.grades:
            for name in (*GRADE_FIELDS, "rationale", "strengths", "weaknesses"):
                self.fields.pop(name, None)
            return
        choices = [(grade.code, grade.title) for grade in self.round.framework.scale.grades]
        for name in ("grade", "second_grade", "overall_grade"):
            if name in self.fields:
                self.fields[name].choices = choices
        self.fields["grade"].label = f"What is the grade for “{self.case_file.area.title}”?"

    def _offer_themes(self, user: User) -> None:
        if not self.round.grades:
            return
        themes = Theme.objects.visible_to(user).filter(framework=self.round.framework)
        offered = list(themes.for_areas(self.areas))
        for name in ("strengths", "weaknesses"):
            self.fields[name].offer(offered)

    def _show_what_is_unread(self) -> None:
        """A draft in which something cannot be read opens as it was sent, with what is wrong."""
        self.data = data_of(self)
        self.is_bound = True

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The answers that can be read, by their questions' codes."""
        facts = {}
        for question in self.asked.questions:
            name = field_of(question.code)
            if name in self.fields and (fact := self._fact(name)):
                facts[question.code] = fact
        return facts

    def _fact(self, name: str) -> Fact | None:
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        """A grade for a second area must not vanish because the area was forgotten."""
        cleaned = super().clean()
        named = cleaned.get("second_area") or "second_area" in self.errors
        if cleaned.get("second_grade") and not named and not self.one_area:
            self.add_error(
                "second_area",
                "Select the second area. If there is none, use “Save without the second area”.",
            )
        for problem in order_problems(self.asked.questions, self.facts):
            if problem.field in self.fields:
                self.add_error(problem.field, ValidationError(problem.message, code="order"))
        return cleaned

    @property
    def unread(self) -> dict[str, Any]:
        """What was typed and cannot be read yet, by field."""
        return {
            name: self[name].value()
            for name, errors in self.errors.as_data().items()
            if name in self.fields and all(error.code in UNREAD for error in errors)
        }

    def is_savable(self) -> bool:
        """Whether it can be saved as a draft, whatever of it cannot be read yet."""
        if self.replaced_in or self.asked_about():
            return False
        return self.is_bound and set(self.errors) <= set(self.unread)

    def judgement(self) -> Judgement:
        """What a form that can be saved says, as the services take it."""
        given = self.cleaned_data
        grades = {self.case_file.area: given.get("grade", "")} if self.round.grades else {}
        second = None if self.one_area else given.get("second_area")
        if second:
            grades[second] = given.get("second_grade", "")
        strengths, weaknesses = given.get("strengths", []), given.get("weaknesses", [])
        return Judgement(
            area_grades=grades,
            overall_grade=given.get("overall_grade", "") if second else "",
            rationale=given.get("rationale", ""),
            systems_looked_at=given.get("systems_looked_at", ""),
            observations=[
                *((theme, Polarity.STRENGTH) for theme in strengths),
                *((theme, Polarity.WEAKNESS) for theme in weaknesses),
            ],
            answers={
                question: fact
                for question in self.asked.questions
                if (fact := given.get(field_of(question.code)))
            },
            stages={stage: self._said_of(stage) for stage in self.asked.stages},
            unfinished=self.unread,
        )

    def _said_of(self, stage: Stage) -> StageJudgement:
        parts = [stage_field(stage.code, part) for part in ("grade", "well", "better")]
        grade, well, better = (self.cleaned_data.get(name, "") for name in parts)
        not_applicable = grade == NOT_APPLICABLE
        return StageJudgement("" if not_applicable else grade, not_applicable, well, better)

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


class CheckForm(GovukForm):
    """Only which save was checked."""

    lock = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why must the assessment be changed?",
        what="why the assessment must be changed",
        max_length=1000,
        widget=Textarea(rows=3),
    )
