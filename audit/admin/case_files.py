"""Case files in the admin."""

from django import forms
from django.contrib import admin

from audit.admin.scoped import ScopedAdmin, ScopedInline
from audit.admin.site import site
from audit.models import CaseFile, Child, LocalNumber
from audit.permissions import Right
from audit.services.case_files import (
    allocation_problems,
    area_problems,
    local_number_add,
    random_reference,
    round_problems,
)
from audit.services.saving import delete_checked


class ChildInline(ScopedInline):
    model = Child
    right = Right.MODERATE


class LocalNumberForm(forms.ModelForm):
    """Numbers are added and removed here; the file's own page shows them and records that."""

    # Not `number`: a row that is only read would show the model's, and nobody would know.
    new_number = forms.CharField(label="Number", max_length=60)

    class Meta:
        model = LocalNumber
        fields = ["kind"]


class LocalNumberInline(ScopedInline):
    model = LocalNumber
    form = LocalNumberForm
    right = Right.MODERATE

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj)


@admin.register(CaseFile, site=site)
class CaseFileAdmin(ScopedAdmin):
    right = Right.MODERATE
    reads = "case_file.read"
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
    # Changed on the file's own page, where what somebody has begun is not lost.
    given = ["allocated_to", "second_assessor", "due_on"]
    inlines = [LocalNumberInline, ChildInline]

    def get_changeform_initial_data(self, request):
        return {"reference": random_reference(), **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request, obj=None):
        """How a file was chosen is said once, when it is added."""
        said = [*self.given, "chosen_how"] if obj else self.given[1:]
        return [*self.readonly_fields, *said]

    def problems(self, instance):
        return [
            *round_problems(instance.round),
            *area_problems(instance.round, instance.area),
            *allocation_problems(instance),
        ]

    def save_formset(self, request, form, formset, change) -> None:
        if formset.model is not LocalNumber:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            delete_checked(gone, by=request.user, right=self.right)
        for filled in formset.extra_forms:
            if filled.has_changed():
                given = filled.cleaned_data
                local_number_add(
                    case_file=form.instance,
                    kind=given["kind"],
                    number=given["new_number"],
                    by=request.user,
                )
