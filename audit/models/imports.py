"""Imports: what somebody handed in as a spreadsheet, what became of each row, and who did it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from audit.models.case_files import LocalNumber
from audit.models.forces import Force
from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import Role, RoundRole


class ImportRunQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """One's own, and those into rounds that one leads or moderates."""
        leading = (RoundRole.LEAD, RoundRole.MODERATOR)
        led = [pk for pk, role in scope.team.items() if role in leading]
        moderated = Q(
            round__force__in=scope.forces_of(Role.MODERATOR), round__led_by=Round.LedBy.FORCE
        )
        working = Q(round__force__in=scope.forces_of(Role.AUDITOR, Role.MODERATOR)) | Q(
            round__in=list(scope.team)
        )
        return Q(round__in=led) | moderated | (Q(started_by=scope.user_id) & working)


class ImportRun(models.Model):
    """One file on its way into a round. What was in it is encrypted, and is read by nobody but
    whoever handed it in: it may hold grades that others must not see yet."""

    class Kind(models.TextChoices):
        CASE_FILES = "case-files", "Case files, with grades and answers"
        RECOMMENDATIONS = "recommendations", "Recommendations"
        PUBLISHED_COUNTS = "published-counts", "Published counts"
        ROUND = "whole", "Everything, from a workbook that was taken out whole"

    class Status(models.TextChoices):
        CHOSEN = "chosen", "Columns to match"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked, not imported"
        IMPORTING = "importing", "Being imported"
        DONE = "done", "Imported"
        CANCELLED = "cancelled", "Cancelled"
        UNDONE = "undone", "Undone"

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="import_runs", verbose_name="inspection or audit"
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CASE_FILES)
    status = models.CharField(max_length=12, choices=Status, default=Status.CHOSEN)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    started_by = models.ForeignKey("audit.User", models.PROTECT, related_name="import_runs")
    started_at = models.DateTimeField(auto_now_add=True)
    sheet = models.CharField(max_length=200, blank=True)
    heading = models.PositiveIntegerField("row of the headings", default=0)
    headings = models.JSONField(default=list, blank=True)
    columns = models.JSONField(
        default=list, blank=True, help_text="The code of each column from the left; “” if unread."
    )
    number_kind = models.CharField(
        "kind of the local numbers", max_length=10, choices=LocalNumber.Kind, blank=True
    )
    rows = models.PositiveIntegerField(default=0)
    notes = models.JSONField(
        default=list, blank=True, help_text="What was noticed in the file, and does no harm."
    )
    counts = models.JSONField(default=dict, blank=True, help_text="Outcome → rows.")
    plan_sha256 = models.CharField(
        max_length=64, blank=True, help_text="Of what was shown before it was confirmed."
    )
    held_too = models.BooleanField("held rows were read and imported, too", default=False)
    changed_since = models.BooleanField(
        default=False, help_text="Confirmed once, when it was no longer what had been shown."
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True, editable=False)
    samples = models.BinaryField(null=True, editable=False)
    results = models.BinaryField(null=True, editable=False)
    made = models.BinaryField(null=True, editable=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="undone", undone_by__isnull=False, undone_at__isnull=False)
                | (~Q(status="undone") & Q(undone_by=None, undone_at=None)),
                name="import_run_undone_by_somebody",
                violation_error_message="Say who undid the import and when, and only then.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["checked", "importing", "done"]) | ~Q(plan_sha256=""),
                name="import_run_checked_before_done",
                violation_error_message="Check the rows before you import them.",
            ),
        ]

    def __str__(self) -> str:
        return f"Import of {self.get_kind_display().partition(',')[0].lower()}"

    def get_absolute_url(self) -> str:
        return reverse("import-detail", args=[self.round.code, self.pk])


class ColumnMemoryQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Of one's own forces, and of those whose rounds one works on."""
        rounds = Round.objects.filter(pk__in=list(scope.team))
        return Q(force__in=scope.all_forces) | Q(force__in=rounds.values("force"))


class ColumnMemory(models.Model):
    """What a heading of a force's own spreadsheets stood for when somebody said so."""

    force = models.ForeignKey(Force, models.CASCADE, related_name="column_memories")
    kind = models.CharField(max_length=20, choices=ImportRun.Kind)
    heading = models.CharField(
        max_length=200, help_text="In the form in which headings are compared."
    )
    code = models.CharField(max_length=80, blank=True, help_text="“” where it is not read.")

    objects = ColumnMemoryQuerySet.as_manager()

    class Meta:
        ordering = ["force", "kind", "heading"]
        verbose_name_plural = "column memories"
        constraints = [
            models.UniqueConstraint(fields=["force", "kind", "heading"], name="column_memory_once")
        ]

    def __str__(self) -> str:
        return self.heading
