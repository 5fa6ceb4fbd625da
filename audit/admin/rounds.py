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
from audit.permissions import Right, can_somewhere
from audit.rules.counting import figure_problems
from audit.services.rounds import round_open, round_problems, round_save


class FindingInline(ScopedInline):
    right = Right.WRITE_FINDINGS


class LocalAuthorityInline(FindingInline):
    model = LocalAuthority


class NextStepInline(FindingInline):
    model = NextStep


class MemberInline(ScopedInline):
    model = RoundMember
    right = Right.MODERATE
    autocomplete_fields = ["user"]


@admin.register(Round, site=site)
class RoundAdmin(ScopedAdmin):
    right = Right.WRITE_FINDINGS
    list_display = ["title", "code", "kind", "force", "led_by", "status", "fieldwork"]
    list_filter = ["kind", "status", "led_by", "framework"]
    search_fields = ["title", "code", "force__name"]
    autocomplete_fields = ["force", "framework", "previous"]
    list_select_related = ["force"]
    date_hierarchy = "fieldwork_started_on"
    # The status moves by its own steps (services/rounds.round_move), not by editing.
    readonly_fields = ["status"]
    inlines = [MemberInline, LocalAuthorityInline, NextStepInline]

    def problems(self, instance):
        return round_problems(instance)

    def has_add_permission(self, request) -> bool:
        return can_somewhere(request.user, Right.OPEN_ROUND)

    def save_model(self, request, obj, form, change) -> None:
        (round_save if change else round_open)(round=obj, by=request.user)


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


@admin.register(SupportingFigure, site=site)
class SupportingFigureAdmin(FindingAdmin):
    list_display = ["label", "round", "chapter", "count", "base", "percentage", "as_printed"]
    list_filter = [*FindingAdmin.list_filter, "chapter", "counted_by"]
    search_fields = ["label", "note"]
    autocomplete_fields = ["round", "chapter"]
    list_select_related = ["round", "chapter"]

    def problems(self, instance):
        return figure_problems(instance.count, instance.base)


@admin.register(PublishedCount, site=site)
class PublishedCountAdmin(FindingAdmin):
    list_display = ["round", "area", "grade", "count", "source_note"]
    list_filter = [*FindingAdmin.list_filter, "area", "grade"]
    search_fields = ["round__title", "source_note"]
    autocomplete_fields = ["round", "area"]
    list_select_related = ["round", "area"]
