"""Actions: what a force does about one recommendation or several."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from audit.models.responses import WORKING_ROLES, Response
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.actions import OPEN, ActionStatus


class ActionQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Their owners', whatever else they see; and of whoever sees a response that it serves."""
        responses = Response.objects.all()
        seen = responses.filter(responses.within(scope))
        served = Action.responses.through.objects.filter(response__in=seen)
        return self.owned_within(scope) | Q(pk__in=served.values("action"))

    def owned_within(self, scope: Scope) -> Q:
        return Q(owner=scope.user_id, force__in=scope.all_forces)

    def evidence_within(self, scope: Scope) -> Q:
        responses = Response.objects.all()
        seen = responses.filter(responses.evidence_within(scope))
        served = Action.responses.through.objects.filter(response__in=seen)
        own_force = Q(force__in=scope.forces_of(*WORKING_ROLES))
        return self.owned_within(scope) | own_force | Q(pk__in=served.values("action"))

    def open(self) -> ActionQuerySet:
        return self.filter(status__in=OPEN)

    def most_urgent_first(self) -> ActionQuerySet:
        """What is to be done by its date, so that the late ones come first; then what is over."""
        place = Case(When(status__in=OPEN, then=Value(0)), default=1)
        return self.order_by(place, "due_on", "pk")

    def overdue(self, today: date) -> ActionQuerySet:
        return self.open().filter(due_on__lt=today)


class Action(models.Model):
    """What somebody of a force does, by when. It may serve several responses of that force; its
    owner may be somebody who sees nothing else."""

    force = models.ForeignKey("audit.Force", models.PROTECT, related_name="actions")
    responses = models.ManyToManyField(Response, related_name="actions")
    sub_points = models.ManyToManyField("audit.SubPoint", blank=True, related_name="actions")
    title = models.CharField(max_length=120)
    what = models.TextField("what is to be done", blank=True)
    owner = models.ForeignKey("audit.User", models.PROTECT, related_name="actions_owned")
    past_owners = models.ManyToManyField(
        "audit.User", blank=True, related_name="actions_once_owned"
    )
    due_on = models.DateField("due")
    first_due_on = models.DateField("first due", editable=False)
    status = models.CharField(max_length=12, choices=ActionStatus, default=ActionStatus.PLANNED)
    done_on = models.DateField(null=True, blank=True)
    dropped_because = models.TextField("why it was dropped", blank=True)
    lock = models.PositiveIntegerField(default=1, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["force", "due_on", "pk"]
        indexes = [models.Index(fields=["force", "status", "due_on"], name="action_force_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ActionStatus.DONE, done_on__isnull=False)
                | (~Q(status=ActionStatus.DONE) & Q(done_on=None)),
                name="action_done_has_date",
                violation_error_message="Enter the day on which it was done, and only then.",
            ),
            models.CheckConstraint(
                condition=(Q(status=ActionStatus.DROPPED) & ~Q(dropped_because=""))
                | (~Q(status=ActionStatus.DROPPED) & Q(dropped_because="")),
                name="action_dropped_has_reason",
                violation_error_message="Say why it is dropped.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class DueChangeQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        rows = Action.objects.all()
        return Q(action__in=rows.filter(rows.within(scope)))


class DueChange(models.Model):
    """That an action's last day was moved, and why; the first one stays on the action."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="due_changes")
    before = models.DateField()
    after = models.DateField()
    why = models.TextField()
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="due_changes")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DueChangeQuerySet.as_manager()

    class Meta:
        ordering = ["action", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""),
                name="due_change_says_why",
                violation_error_message="Say why the date changes.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
