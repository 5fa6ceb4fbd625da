"""What one force answers to a recommendation, and how its answer stood on each day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.responses import DECISIONS, OPEN, PLANNABLE
from audit.rules.roles import Role
from audit.rules.transitions import ResponseStatus, RoundStatus
from audit.rules.verification import Closure

if TYPE_CHECKING:
    from audit.models.users import User

FORCE_ROLES = (Role.MODERATOR, Role.MANAGER, Role.OBSERVER)
"""Who sees what is asked of their force, and where it stands."""
WORKING_ROLES = (Role.MODERATOR, Role.MANAGER)
"""Who sees the evidence, too."""
NOT_CARRYING_OUT = (ResponseStatus.VERIFIED, ResponseStatus.RETURNED, ResponseStatus.AWAITING)
"""Steps that judge what was done, or ask for it."""


class ResponseQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """One force's answer: that force's people, and the inspectors who follow it up."""
        return self.put_to_own(scope) | self.followed_up(scope)

    def followed_up(self, scope: Scope) -> Q:
        """By inspectors: the teams of the round that asked; of a public document that reports no
        round here, and whose recommendations an inspector verifies, all of them."""
        found = Q(recommendation__round__in=scope.team_rounds)
        if scope.has(Role.INSPECTOR):
            found |= Q(
                recommendation__round=None,
                recommendation__source_document__force=None,
                recommendation__source_document__closure=Closure.INSPECTORATE,
            )
        return found

    def put_to_own(self, scope: Scope, *roles: str) -> Q:
        """Those put to the person's force; what an inspection asks, only once it is published."""
        own = scope.forces_of(*(roles or FORCE_ROLES))
        inspection = Q(recommendation__round__led_by=Round.LedBy.INSPECTORATE)
        published = Q(recommendation__round__status=RoundStatus.PUBLISHED)
        return Q(force__in=own) & (
            Q(recommendation__round=None) | ~inspection | (inspection & published)
        )

    def evidence_within(self, scope: Scope) -> Q:
        """Those whose evidence the person may open: nobody's who only watches."""
        return self.put_to_own(scope, *WORKING_ROLES) | self.followed_up(scope)

    def plannable(self, force: int, standing: Iterable[int] = ()) -> ResponseQuerySet:
        """What an action of `force` can be planned for, and those (`standing`) that it serves."""
        able = Q(status__in=PLANNABLE) | Q(pk__in=standing)
        return self.filter(able, force=force)

    def open(self) -> ResponseQuerySet:
        """Those in which the force has to do something next."""
        return self.filter(status__in=OPEN)

    def untouched_by(self, person: User) -> ResponseQuerySet:
        """Those that `person` had no hand in carrying out. A hand have owners and deputies, and
        the owners of actions, now or once; and who reported, took a step or supplied evidence."""
        steps = ResponseStep.objects.filter(by=person).exclude(status__in=NOT_CARRYING_OUT)
        return (
            self.exclude(owner=person)
            .exclude(deputy=person)
            .exclude(past_owners=person)
            .exclude(actions__owner=person)
            .exclude(actions__past_owners=person)
            .exclude(updates__by=person)
            .exclude(updates__evidence__by=person)
            .exclude(actions__updates__by=person)
            .exclude(actions__updates__evidence__by=person)
            .exclude(pk__in=steps.values("response"))
        )

    def with_clocks(self) -> ResponseQuerySet:
        """With what its clocks are counted from and what it is called, and without its texts."""
        rows = self.select_related("recommendation__round", "recommendation__source_document")
        return rows.defer(
            *("statement", "recommendation__text", "recommendation__source_document__note"),
            *("recommendation__round__summary", "recommendation__round__method"),
        ).prefetch_related("extensions")

    def with_question(self) -> ResponseQuerySet:
        """With all that a due date, or a line of a list, is made of."""
        return self.select_related(
            *("force", "owner", "deputy", "recommendation__chapter"),
            *("recommendation__round__force", "recommendation__source_document"),
        )


class Response(models.Model):
    """One force's answer to a recommendation, because one recommendation may go to many.

    `lock` counts the saves: a form that started from an older one is refused.
    """

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
    past_owners = models.ManyToManyField(
        "audit.User", blank=True, related_name="responses_once_owned"
    )
    """Owners and deputies who handed it on, and those who worked on an action that was taken away
    from it: they had a hand in it and do not verify it."""
    status = models.CharField(
        max_length=20, choices=ResponseStatus, default=ResponseStatus.AWAITING
    )
    statement = models.TextField("what the force answers", blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_received_on = models.DateField(
        "day on which the answer was received",
        null=True,
        blank=True,
        help_text="By the IOPC, which then has its own time to publish it.",
    )
    lock = models.PositiveIntegerField(default=1, editable=False)

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
                condition=Q(deputy=None) | Q(owner__isnull=False) & ~Q(deputy=F("owner")),
                name="response_deputy_of_another",
                violation_error_message="Choose a deputy who is not the owner.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force.name}: {self.get_status_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("response-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def points_left(self) -> int:
        """How many points of the recommendation no decision was taken on."""
        answered = self.point_answers.values("sub_point")
        return self.recommendation.sub_points.exclude(pk__in=answered).count()

    def is_overdue(self, today: date) -> bool:
        """The force has still to act and the last day is over; historic rounds never nag."""
        round, due = self.recommendation.round, self.recommendation.due
        if not self.is_open or due is None or (round and round.historic):
            return False
        return due.is_overdue(today)


class ResponsePartQuerySet(ScopedQuerySet):
    """What hangs on a response is seen with it."""

    def within(self, scope: Scope) -> Q:
        rows = Response.objects.all()
        return Q(response__in=rows.filter(rows.within(scope)))


class ResponseStepQuerySet(ResponsePartQuerySet):
    def until(self, day: date) -> ResponseStepQuerySet:
        return self.filter(on__lte=day)


class ResponseStep(models.Model):
    """One change of where a response stands, from the day on which the force was asked.

    How it stood on a day is its last step up to it. The step to "verified", or to "returned", is
    the verification: by whom, and why.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="steps")
    status = models.CharField(max_length=20, choices=ResponseStatus)
    on = models.DateField("on")
    why = models.TextField("what was said", blank=True)
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="response_steps")
    at = models.DateTimeField("recorded at", default=timezone.now, editable=False)

    objects = ResponseStepQuerySet.as_manager()

    class Meta:
        ordering = ["response", "on", "pk"]
        indexes = [models.Index(fields=["response", "on"], name="response_step_on")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=[ResponseStatus.VERIFIED, ResponseStatus.RETURNED])
                | ~Q(why=""),
                name="response_step_verification_says_why",
                violation_error_message="Say what you looked at and what you found.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.on}"


class SubPointAnswer(models.Model):
    """What a force answers to one point of a recommendation."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="point_answers")
    sub_point = models.ForeignKey("audit.SubPoint", models.PROTECT, related_name="answers")
    decision = models.CharField(
        max_length=20,
        choices=[(status.value, status.label) for status in DECISIONS],
    )
    statement = models.TextField("what the force answers", blank=True)

    objects = ResponsePartQuerySet.as_manager()

    class Meta:
        ordering = ["response", "sub_point__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "sub_point"],
                name="sub_point_answered_once",
                violation_error_message="This point is answered already.",
            ),
            models.CheckConstraint(
                condition=Q(decision=ResponseStatus.ACCEPTED) | ~Q(statement=""),
                name="sub_point_refusal_has_reason",
                violation_error_message="Say why this point is not accepted as it stands.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sub_point}: {self.get_decision_display().lower()}"


class Extension(models.Model):
    """More time for an answer, where the law allows it; `until` is the new last day."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="extensions")
    until = models.DateField("new last day")
    applied_on = models.DateField("applied for on")
    why = models.TextField("who allowed it, and why")
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="extensions_recorded")
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ResponsePartQuerySet.as_manager()

    class Meta:
        ordering = ["response", "until", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""),
                name="extension_says_why",
                violation_error_message="Say who allowed it, and why.",
            ),
            models.UniqueConstraint(
                fields=["response", "until"],
                name="extension_once",
                violation_error_message="It is extended to that day already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Until {self.until}"
