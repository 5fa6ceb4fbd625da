"""Reports and the audit trail in the admin: to be looked at."""

from django.contrib import admin

from audit.admin.scoped import ReadOnlyAdmin
from audit.admin.site import site
from audit.models import LogEntry, Report, ReportVersion
from audit.permissions import Right


@admin.register(Report, site=site)
class ReportAdmin(ReadOnlyAdmin):
    right = Right.WRITE_FINDINGS
    list_display = ["round", "kind", "force"]
    list_filter = ["kind"]
    search_fields = ["round__title", "force__name"]
    list_select_related = ["round", "force"]


@admin.register(ReportVersion, site=site)
class ReportVersionAdmin(ReadOnlyAdmin):
    right = Right.WRITE_FINDINGS
    list_display = ["report", "number", "published_at", "published_by", "sha256"]
    search_fields = ["report__round__title", "sha256"]
    list_select_related = ["report__round", "published_by"]
    exclude = ["snapshot", "html", "pdf"]

    def get_queryset(self, request):
        return super().get_queryset(request).without_content()


@admin.register(LogEntry, site=site)
class LogEntryAdmin(ReadOnlyAdmin):
    """Without the texts: administrators see no case content."""

    right = view_right = Right.ADMINISTER
    list_display = ["at", "by", "event", "subject_type", "subject_id", "force"]
    list_filter = ["event", "force"]
    search_fields = ["by__email", "subject_type", "subject_id"]
    date_hierarchy = "at"
    list_select_related = ["by", "force"]
