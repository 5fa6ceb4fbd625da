"""The audit trail: who did what to what, when, with keyed digests of before and after.

Entries hold no case text. The texts lie in `LogText`, which can be erased when a case is
disposed of; the digests then still prove what is kept elsewhere. A `Seal` closes a stretch of
entries. Triggers refuse changes of entries and seals (migration 0003), whoever asks.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from audit.models.reports import FrozenError
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import Role


class TrailQuerySet(ScopedQuerySet):
    """Administrators search the trail; what is in it can only be added to."""

    def within(self, scope: Scope) -> Q:
        return Q() if scope.has(Role.ADMINISTRATOR) else Q(pk__in=())

    def update(self, **_: Any) -> int:
        raise FrozenError("The audit trail cannot be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError("The audit trail cannot be deleted.")


class LogEntryQuerySet(TrailQuerySet):
    def about(self, record: models.Model) -> LogEntryQuerySet:
        return self.filter(subject_type=record._meta.model_name, subject_id=str(record.pk))


class SealQuerySet(TrailQuerySet):
    def head_of(self, force_id: int | None) -> Seal | None:
        """The last seal of a force's trail, or (None) of what concerns no force."""
        return self.filter(force=force_id).order_by("-number").first()


class TrailRow(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError("The audit trail cannot be changed.")
        # Without this a new object that bears the key of a row would overwrite it.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError("The audit trail cannot be deleted.")


class LogEntry(TrailRow):
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
    session = models.CharField(max_length=64, blank=True)
    """For what is recorded once a session (reads, searches): its keyed digest, never its key."""
    mac = models.CharField(max_length=64)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "log entries"
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="log_entry_subject"),
            models.Index(fields=["force", "at"], name="log_entry_force_at"),
            models.Index(fields=["at"], name="log_entry_at"),
            models.Index(fields=["by", "at"], name="log_entry_by_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "by", "event", "subject_type", "subject_id"],
                condition=~Q(session=""),
                name="log_entry_once_a_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type} {self.subject_id}"


class LogText(models.Model):
    """The texts of an entry before and after, and its reason; erasable."""

    entry = models.OneToOneField(LogEntry, models.CASCADE, related_name="text")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Texts of {self.entry_id}"


class Seal(TrailRow):
    """Closes a stretch of one force's entries (or of those that concern none).

    `code` binds the stretch, its count and hash, and the code of the seal before it, under a
    key that the database does not hold. The codes stand in a file outside the database too.
    """

    force = models.ForeignKey("audit.Force", models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()
    first_entry = models.BigIntegerField()
    last_entry = models.BigIntegerField()
    count = models.PositiveIntegerField()
    entries_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["force", "number"], name="seal_once"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(force=None), name="seal_without_force_once"
            ),
            models.CheckConstraint(
                condition=Q(last_entry__gte=F("first_entry")), name="seal_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"Seal {self.number} of {self.force or 'what concerns no force'}"
