"""The audit trail: who did what to what, when, with keyed digests of before and after.

Entries hold no case text. The texts lie in `LogText`, which can be erased when a case is
disposed of; the digests then still prove what is kept elsewhere.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from audit.models.reports import FrozenError
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import Role


class LogEntryQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q() if scope.has(Role.ADMINISTRATOR) else Q(pk__in=())

    def about(self, record: models.Model) -> LogEntryQuerySet:
        return self.filter(subject_type=record._meta.model_name, subject_id=str(record.pk))

    def update(self, **_: Any) -> int:
        raise FrozenError("The audit trail cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError("The audit trail cannot be deleted.")


class LogEntry(models.Model):
    """One event, written in the transaction of the change and never changed after."""

    entry = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="+")
    force = models.ForeignKey("audit.Force", models.PROTECT, null=True, related_name="+")
    event = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    changed = models.JSONField(default=list)
    before_digest = models.CharField(max_length=64, blank=True)
    after_digest = models.CharField(max_length=64, blank=True)
    reason_digest = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "log entries"
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="log_entry_subject"),
            models.Index(fields=["force", "at"], name="log_entry_force_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError("The audit trail cannot be changed.")
        # Without this a new object that bears the key of an entry would overwrite it.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError("The audit trail cannot be deleted.")


class LogText(models.Model):
    """The texts of an entry before and after, and its reason; erasable."""

    entry = models.OneToOneField(LogEntry, models.CASCADE, related_name="text")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Texts of {self.entry_id}"
