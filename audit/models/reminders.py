"""What reminds people of dates: calendar feeds of a force, and the digests that were sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import Role


class CalendarTokenQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(force__in=scope.forces_of(Role.MANAGER))


class CalendarToken(models.Model):
    """A secret address at which calendars fetch a force's due dates. Only its digest is kept."""

    force = models.ForeignKey("audit.Force", models.PROTECT, related_name="calendar_tokens")
    label = models.CharField("who uses it", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("audit.User", models.PROTECT, related_name="calendar_tokens")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarTokenQuerySet.as_manager()

    class Meta:
        ordering = ["force", "-made_at"]

    def __str__(self) -> str:
        return self.label


class ReminderSentQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        return Q(user=scope.user_id)


class ReminderSent(models.Model):
    """That a person had their digest of a day, so that they get no second one."""

    user = models.ForeignKey("audit.User", models.CASCADE, related_name="reminders")
    on = models.DateField()

    objects = ReminderSentQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user}, {self.on}"
