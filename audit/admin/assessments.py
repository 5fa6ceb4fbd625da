"""Assessments in the admin: one's own drafts can be written here, all others only read."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from audit.admin.filters import BlankNamedFilter
from audit.admin.scoped import ScopedAdmin, ScopedInline
from audit.admin.site import site
from audit.models import Answer, AreaGrade, Assessment, Observation, StageNote
from audit.models.assessments import COUNTING
from audit.permissions import Right
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.assessments import (
    Judgement,
    assessment_save,
    judgement_problems,
)


def given_rows(formset: BaseInlineFormSet) -> list[dict]:
    """The filled-in rows of a valid formset that are not to be deleted."""
    rows = [form.cleaned_data for form in formset.forms if hasattr(form, "cleaned_data")]
    return [row for row in rows if row and not row.get("DELETE")]


def area_grades_of(formset: BaseInlineFormSet) -> dict:
    return {row["area"]: row["grade"] for row in given_rows(formset) if row.get("area")}


class AreaGradeFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """The rules of a draft, before the service that saves it is asked."""
        super().clean()
        if any(self.errors) or not self.instance.case_file_id:
            return
        judgement = Judgement(area_grades_of(self), overall_grade=self.instance.overall_grade)
        for problem in judgement_problems(self.instance.case_file, judgement, complete=False):
            raise forms.ValidationError(problem.message)


class OwnDraftInline(ScopedInline):
    right = Right.GRADE

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is None or is_own_draft(obj, request)


class AreaGradeInline(OwnDraftInline):
    model = AreaGrade
    shown = ("area",)
    formset = AreaGradeFormSet
    autocomplete_fields = ["area"]


class ObservationInline(OwnDraftInline):
    model = Observation
    shown = ("theme",)
    fields = ["theme", "polarity"]
    autocomplete_fields = ["theme"]


class FactInline(ScopedInline):
    """Facts are entered in the grading form, which knows the questions."""

    right = Right.GRADE

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class StageNoteInline(FactInline):
    model = StageNote
    shown = ("stage",)


class AnswerInline(FactInline):
    model = Answer
    shown = ("question",)


def is_own_draft(assessment: Assessment, request: HttpRequest) -> bool:
    return (
        assessment.assessor_id == request.user.pk
        and assessment.origin == Origin.ASSESSOR
        and assessment.status == AssessmentStatus.DRAFT
    )


class DraftForm(forms.ModelForm):
    """`started_from` is the save that the page showed; see services/assessments."""

    started_from = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["started_from"].initial = self.instance.lock


@admin.register(Assessment, site=site)
class AssessmentAdmin(ScopedAdmin):
    right = Right.GRADE
    reads = "assessment.read"
    view_right = Right.SEE_CASE_FILES
    form = DraftForm
    list_display = ["case_file", "origin", "assessor", "status", "overall_grade", "saved_at"]
    list_filter = ["status", "origin", ("overall_grade", BlankNamedFilter)]
    search_fields = ["case_file__reference"]
    autocomplete_fields = ["case_file"]
    list_select_related = ["case_file", "assessor"]
    fields = [
        "case_file",
        "origin",
        "assessor",
        "status",
        "overall_grade",
        "rationale",
        "systems_looked_at",
        "started_from",
    ]
    readonly_fields = ["origin", "assessor", "status"]
    inlines = [AreaGradeInline, ObservationInline, StageNoteInline, AnswerInline]

    def get_queryset(self, request):
        """As on the site: what somebody else has not handed in is nobody's to read."""
        own = Q(assessor=request.user)
        return super().get_queryset(request).filter(own | Q(status__in=COUNTING))

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "case_file"] if obj else self.readonly_fields

    def has_change_permission(self, request, obj=None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or is_own_draft(obj, request))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change) -> None:
        """Nothing yet: the service saves the assessment with its grades, in save_related."""

    def save_related(self, request, form, formsets, change) -> None:
        for formset in formsets:
            formset.save(commit=False)
        by_model = {formset.model: formset for formset in formsets}
        seen = [(row["theme"], row["polarity"]) for row in given_rows(by_model[Observation])]
        judgement = Judgement(
            area_grades=area_grades_of(by_model[AreaGrade]),
            overall_grade=form.instance.overall_grade,
            rationale=form.instance.rationale,
            systems_looked_at=form.instance.systems_looked_at,
            observations=seen,
        )
        saved = assessment_save(
            case_file=form.instance.case_file,
            judgement=judgement,
            by=request.user,
            lock=form.cleaned_data["started_from"],
        )
        form.instance.pk = saved.pk
