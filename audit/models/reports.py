"""Reports, and their numbered versions, which never change."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from audit.models.rounds import Round, RoundPartQuerySet
from audit.models.scope import Scope, ScopedQuerySet


class Report(models.Model):
    """A document of one kind about a round (or, without one, about a force)."""

    force = models.ForeignKey("audit.Force", models.PROTECT, related_name="reports")
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name="inspection or audit",
    )
    kind = models.SlugField(max_length=60)
    """The stable name of a document kind; see audit/documents/kinds.py."""

    objects = RoundPartQuerySet.as_manager()

    class Meta:
        ordering = ["round", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="report_kind_once"),
            models.UniqueConstraint(
                fields=["force", "kind"], condition=Q(round=None), name="report_of_force_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round or self.force}: {self.kind}"


class FrozenError(RuntimeError):
    """Somebody tried to change or delete what is published."""


class ReportVersionQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        reports = Report.objects.all()
        return Q(report__in=reports.filter(reports.within(scope)))

    def without_content(self) -> ReportVersionQuerySet:
        """For lists: no bytes of the documents are fetched."""
        return self.defer("snapshot", "html", "pdf")

    def update(self, **_: Any) -> int:
        raise FrozenError("A published version cannot be changed: publish a new one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError("A published version cannot be deleted.")


class ReportVersion(models.Model):
    """What was published: the snapshot and what it was rendered to, all as bytes.

    `sha256` is the snapshot's; its first characters stand on each page.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    correction = models.TextField("what this version changes", blank=True)
    snapshot = models.BinaryField()
    template_sha256 = models.CharField(max_length=64)
    html = models.BinaryField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey("audit.User", models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.CheckConstraint(
                condition=Q(number=1, replaces=None) | Q(number__gt=1, replaces__isnull=False),
                name="report_version_replaces_the_last",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError("A published version cannot be changed: publish a new one.")
        # Without this a new object that bears the key of a version would overwrite it.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError("A published version cannot be deleted.")

    @property
    def snapshot_data(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(bytes(self.snapshot))
        return data
