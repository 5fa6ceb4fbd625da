"""Dip checks: a second look at agreed case files, drawn at random."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audit.models.case_files import CaseFile, CaseFilePartQuerySet
from audit.rules.grading import Origin


class DipCheckQuerySet(CaseFilePartQuerySet):
    def to_check(self) -> DipCheckQuerySet:
        return self.filter(outcome="")

    def unheeded(self) -> DipCheckQuerySet:
        """Those that said the file should be reopened, where nobody has settled it anew since."""
        anew = Q(
            case_file__assessments__origin=Origin.AGREED,
            case_file__assessments__saved_at__gt=F("checked_at"),
        )
        return self.filter(outcome=DipCheck.Outcome.REOPEN).exclude(
            pk__in=DipCheck.objects.filter(anew).values("pk")
        )


class DipCheck(models.Model):
    """One agreed file that was drawn for a check; `outcome` is empty until it is done.

    `seed` and `pool` (how many files could be drawn) let anybody repeat the draw.
    """

    class Outcome(models.TextChoices):
        STANDS = "stands", "The agreed grade stands"
        REOPEN = "reopen", "It should be reopened"

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="dip_checks")
    drawn_by = models.ForeignKey("audit.User", models.PROTECT, related_name="dip_checks_drawn")
    drawn_at = models.DateTimeField()
    seed = models.CharField(max_length=40)
    pool = models.PositiveIntegerField("files that could be drawn")
    checked_by = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="dip_checks_made"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    note = models.TextField(blank=True)

    objects = DipCheckQuerySet.as_manager()

    class Meta:
        ordering = ["drawn_at", "case_file__reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["case_file"],
                condition=Q(outcome=""),
                name="dip_check_waits_once",
                violation_error_message="This file waits for a check already.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", checked_by=None, checked_at=None)
                | (~Q(outcome="") & Q(checked_by__isnull=False, checked_at__isnull=False)),
                name="dip_check_outcome_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Dip check of {self.case_file}"

    def get_absolute_url(self) -> str:
        return reverse("dip-check", args=[self.pk])
