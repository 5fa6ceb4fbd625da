"""Case files and their assessments in the admin."""

from django.contrib import admin

from audit.admin.scoped import ReadOnlyAdmin, ScopedAdmin, ScopedInline
from audit.admin.site import site
from audit.models import (
    Answer,
    AreaGrade,
    Assessment,
    CaseFile,
    Child,
    Observation,
    StageNote,
)
from audit.permissions import Right
from audit.services.case_files import (
    allocation_problems,
    area_problems,
    random_reference,
    round_problems,
)


class ChildInline(ScopedInline):
    model = Child
    right = Right.MODERATE


@admin.register(CaseFile, site=site)
class CaseFileAdmin(ScopedAdmin):
    right = Right.MODERATE
    view_right = Right.SEE_CASE_FILES
    list_display = ["reference", "round", "area", "allocated_to", "status", "reconstructed"]
    list_filter = [
        "status",
        "area",
        ("round", admin.RelatedOnlyFieldListFilter),
        "chosen_by",
        "chosen_how",
        "reconstructed",
    ]
    search_fields = ["reference"]
    autocomplete_fields = ["round", "area", "allocated_to"]
    list_select_related = ["round", "area", "allocated_to"]
    # Kept by the services from the assessments.
    readonly_fields = ["status", "final_assessment", "reconstructed"]
    inlines = [ChildInline]

    def get_changeform_initial_data(self, request):
        return {"reference": random_reference(), **super().get_changeform_initial_data(request)}

    def problems(self, instance):
        return [
            *round_problems(instance.round),
            *area_problems(instance.round, instance.area),
            *allocation_problems(instance),
        ]


class FactInline(ScopedInline):
    """What an assessment says is entered in the grading form, which knows the questions."""

    right = Right.GRADE
    can_delete = False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class AreaGradeInline(FactInline):
    model = AreaGrade


class StageNoteInline(FactInline):
    model = StageNote


class AnswerInline(FactInline):
    model = Answer


class ObservationInline(FactInline):
    model = Observation


@admin.register(Assessment, site=site)
class AssessmentAdmin(ReadOnlyAdmin):
    right = Right.GRADE
    view_right = Right.SEE_CASE_FILES
    list_display = ["case_file", "origin", "assessor", "status", "overall_grade", "saved_at"]
    list_filter = ["status", "origin", "overall_grade"]
    search_fields = ["case_file__reference"]
    list_select_related = ["case_file", "assessor"]
    inlines = [AreaGradeInline, StageNoteInline, ObservationInline, AnswerInline]
