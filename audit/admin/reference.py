"""Forces and frameworks in the admin."""

from django.contrib import admin

from audit.admin.filters import BlankNamedFilter
from audit.admin.scoped import ReferenceAdmin
from audit.admin.site import site
from audit.models import AreaOfPractice, Force, Framework, Question, Stage, Theme


@admin.register(Force, site=site)
class ForceAdmin(ReferenceAdmin):
    list_display = ["name", "code", "ons_code", "country", "kind"]
    list_filter = ["kind", ("country", BlankNamedFilter)]
    search_fields = ["name", "full_name", "code"]


@admin.register(Framework, site=site)
class FrameworkAdmin(ReferenceAdmin):
    list_display = ["title", "code", "period"]
    search_fields = ["title", "code"]


class PartAdmin(ReferenceAdmin):
    list_display = ["__str__", "code", "framework", "order"]
    list_filter = ["framework"]
    search_fields = ["title", "code"]
    autocomplete_fields = ["framework"]
    list_select_related = ["framework"]


@admin.register(AreaOfPractice, site=site)
class AreaOfPracticeAdmin(PartAdmin):
    pass


@admin.register(Stage, site=site)
class StageAdmin(PartAdmin):
    list_display = [*PartAdmin.list_display, "is_stage", "chapter_number"]
    autocomplete_fields = ["framework", "areas"]


@admin.register(Theme, site=site)
class ThemeAdmin(PartAdmin):
    list_display = [*PartAdmin.list_display, "usual_polarity"]
    list_filter = ["framework", "areas", "usual_polarity"]
    search_fields = ["title", "code", "description"]
    autocomplete_fields = ["framework", "areas"]


@admin.register(Question, site=site)
class QuestionAdmin(PartAdmin):
    list_display = [*PartAdmin.list_display, "stage", "kind"]
    list_filter = ["framework", "stage", "areas", "kind"]
    search_fields = ["text", "code"]
    autocomplete_fields = ["framework", "stage", "areas", "starts_with", "ends_with"]
    list_select_related = ["framework", "stage"]
