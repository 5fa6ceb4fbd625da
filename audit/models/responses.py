"""What one force answers to a recommendation."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import Role
from audit.rules.transitions import ResponseStatus, RoundStatus

WORK_LEFT = (
    ResponseStatus.AWAITING,
    ResponseStatus.ACCEPTED,
    ResponseStatus.ACCEPTED_IN_PART,
    ResponseStatus.IN_PROGRESS,
    ResponseStatus.RETURNED,
)


class ResponseQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """One force's answer: that force's people, and the teams of the round that asked."""
        return self.put_to_own(scope) | Q(recommendation__round__in=scope.team_rounds)

    def put_to_own(self, scope: Scope) -> Q:
        """Those put to the person's force; what an inspection asks, only once it is published."""
        own = scope.forces_of(Role.MODERATOR, Role.MANAGER, Role.OBSERVER)
        inspection = Q(recommendation__round__led_by=Round.LedBy.INSPECTORATE)
        published = Q(recommendation__round__status=RoundStatus.PUBLISHED)
        return Q(force__in=own) & (~inspection | published)

    def with_work_left(self) -> ResponseQuerySet:
        """Those in which the force has to do something next."""
        return self.filter(status__in=WORK_LEFT)


class Response(models.Model):
    """One force's answer to a recommendation, because one recommendation may go to many."""

    recommendation = models.ForeignKey(
        "audit.Recommendation", models.PROTECT, related_name="responses"
    )
    force = models.ForeignKey("audit.Force", models.PROTECT, related_name="responses")
    owner = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="responses_owned"
    )
    deputy = models.ForeignKey(
        "audit.User", models.PROTECT, null=True, blank=True, related_name="responses_deputised"
    )
    status = models.CharField(
        max_length=20, choices=ResponseStatus, default=ResponseStatus.AWAITING
    )
    statement = models.TextField("what the force answers", blank=True)
    answered_on = models.DateField(null=True, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "force"]
        indexes = [models.Index(fields=["force", "status"], name="response_force_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "force"],
                name="response_once",
                violation_error_message="This force has been asked already.",
            ),
            models.CheckConstraint(
                condition=~Q(status=ResponseStatus.NOT_ACCEPTED) | ~Q(statement=""),
                name="response_refusal_has_reason",
                violation_error_message="Say why the recommendation is not accepted.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force.name}: {self.get_status_display().lower()}"

    def is_overdue(self, today: date) -> bool:
        """The force has still to act and the last day is over; historic rounds never nag."""
        round, due = self.recommendation.round, self.recommendation.due
        if self.status not in WORK_LEFT or due is None or (round and round.historic):
            return False
        return due.is_overdue(today)
