"""Inspections and audits, and what their reports say, in the admin."""

from django.contrib import admin

from audit.admin.scoped import ScopedAdmin, ScopedInline
from audit.admin.site import site
from audit.models import (
    CommonTheme,
    LocalAuthority,
    NextStep,
    PublishedCount,
    Round,
    RoundMember,
    SupportingFigure,
)
from audit.permissions import Right
from audit.rules.counting import figure_problems
from audit.rules.grading import grade_problems
from audit.services.case_files import area_problems
from audit.services.memberships import round_member_add, round_member_end
from audit.services.recommendation_problems import chapter_problems
from audit.services.rounds import round_open, round_problems, round_save


class FindingInline(ScopedInline):
    right = Right.WRITE_FINDINGS


class LocalAuthorityInline(FindingInline):
    model = LocalAuthority


class NextStepInline(FindingInline):
    model = NextStep


class MemberInline(ScopedInline):
    """The team: put on and taken off by the services, which sign the person out."""

    model = RoundMember
    right = Right.MODERATE
    autocomplete_fields = ["user"]

    def has_change_permission(self, request, obj=None) -> bool:
        """Another part is another place in the team."""
        return False

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj)


@admin.register(Round, site=site)
class RoundAdmin(ScopedAdmin):
    right = Right.WRITE_FINDINGS
    add_right = Right.OPEN_ROUND
    list_display = ["title", "code", "kind", "force", "led_by", "status", "fieldwork"]
    list_filter = ["kind", "status", "led_by", "framework"]
    search_fields = ["title", "code", "force__name"]
    autocomplete_fields = ["force", "framework", "previous"]
    list_select_related = ["force"]
    date_hierarchy = "fieldwork_started_on"
    # A dip sample is set up on a page of its own (services/dip_samples.py).
    exclude = ["questions", "asked_for_by", "asked_for_point"]
    # The status moves by its own steps (services/rounds.round_move), not by editing.
    readonly_fields = ["status"]
    inlines = [MemberInline, LocalAuthorityInline, NextStepInline]

    def problems(self, instance):
        return round_problems(instance)

    def get_inlines(self, request, obj):
        """Nothing beside a round that is not there yet: only then does its opener lead it."""
        return super().get_inlines(request, obj) if obj else []

    def save_model(self, request, obj, form, change) -> None:
        (round_save if change else round_open)(round=obj, by=request.user)

    def save_formset(self, request, form, formset, change) -> None:
        if formset.model is not RoundMember:
            super().save_formset(request, form, formset, change)
            return
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            round_member_end(member=gone, by=request.user)
        for new in formset.new_objects:
            round_member_add(round=form.instance, person=new.user, role=new.role, by=request.user)


class FindingAdmin(ScopedAdmin):
    right = Right.WRITE_FINDINGS
    list_select_related = ["round"]
    list_filter = [("round", admin.RelatedOnlyFieldListFilter)]


@admin.register(CommonTheme, site=site)
class CommonThemeAdmin(FindingAdmin):
    list_display = ["text", "round", "area", "polarity", "order"]
    list_filter = [*FindingAdmin.list_filter, "area", "polarity"]
    search_fields = ["text"]
    autocomplete_fields = ["round", "area", "themes"]
    list_select_related = ["round", "area"]

    def problems(self, instance):
        return area_problems(instance.round, instance.area)


@admin.register(SupportingFigure, site=site)
class SupportingFigureAdmin(FindingAdmin):
    list_display = ["label", "round", "chapter", "count", "base", "percentage", "as_printed"]
    list_filter = [*FindingAdmin.list_filter, "chapter", "counted_by"]
    search_fields = ["label", "note"]
    autocomplete_fields = ["round", "chapter"]
    list_select_related = ["round", "chapter"]

    def problems(self, instance):
        return [
            *figure_problems(instance.count, instance.base),
            *chapter_problems(instance.round, instance.chapter),
        ]


@admin.register(PublishedCount, site=site)
class PublishedCountAdmin(FindingAdmin):
    list_display = ["round", "area", "grade", "count", "source_note"]
    list_filter = [*FindingAdmin.list_filter, "area", "grade"]
    search_fields = ["round__title", "source_note"]
    autocomplete_fields = ["round", "area"]
    list_select_related = ["round", "area"]

    def problems(self, instance):
        scale, areas = instance.round.framework.scale, filter(None, [instance.area])
        return [
            *grade_problems(scale, [instance.grade], "", complete=False),
            *area_problems(instance.round, *areas),
        ]
