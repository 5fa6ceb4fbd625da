"""Immediate concerns: what cannot wait until a case file is graded, and each step taken since."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from audit.models.case_files import CaseFile, CaseFilePartQuerySet
from audit.models.rounds import Round
from audit.models.scope import Scope, ScopedQuerySet
from audit.models.users import ForceMembership, RoundMember, User
from audit.rules.concerns import (
    WITH_FORCE,
    ConcernDeed,
    ConcernKind,
    ConcernStatus,
    Level,
)
from audit.rules.roles import Role, RoundRole

CONTACT_ROLES = (Role.MANAGER, Role.MODERATOR)
"""Who can be a force's contact for immediate concerns."""


def able_contacts(round: Round) -> QuerySet[User]:
    """Who can be the contact for `round`: the force's managers and moderators who can sign in."""
    return User.objects.with_role_in(round.force_id, *CONTACT_ROLES)


def contacts_of(round: Round) -> list[User]:
    """The contact, then the deputy; where none is named who can answer, the force's managers."""
    places = [pk for pk in (round.concern_contact_id, round.concern_deputy_id) if pk]
    named = able_contacts(round).in_bulk(places) if places else {}
    if named:
        return [named[pk] for pk in dict.fromkeys(places) if pk in named]
    return list(User.objects.with_role_in(round.force_id, Role.MANAGER))


def rounds_answered_by(scope: Scope) -> QuerySet[Round]:
    """The rounds of which `scope`'s person is a contact: `contacts_of`, asked the other way."""
    named = ForceMembership.objects.filter(
        Q(user=OuterRef("concern_contact")) | Q(user=OuterRef("concern_deputy")),
        force=OuterRef("force"),
        role__in=CONTACT_ROLES,
        user__is_active=True,
    )
    is_named = Q(concern_contact=scope.user_id) | Q(concern_deputy=scope.user_id)
    return Round.objects.filter(
        (Q(force__in=scope.forces_of(*CONTACT_ROLES)) & is_named)
        | (Q(force__in=scope.forces_of(Role.MANAGER)) & ~Exists(named))
    )


class ImmediateConcernQuerySet(CaseFilePartQuerySet):
    def within(self, scope: Scope) -> Q:
        """Those who see the case file, and those of the force who are to answer."""
        return super().within(scope) | self._answerable(scope)

    def _answerable(self, scope: Scope) -> Q:
        opened = Q(
            opened_to_force=True, case_file__round__force__in=scope.forces_of(*CONTACT_ROLES)
        )
        return opened | Q(case_file__round__in=rounds_answered_by(scope).values("pk"))

    def open(self) -> ImmediateConcernQuerySet:
        return self.exclude(status=ConcernStatus.CLOSED)

    def overdue(self, now: datetime) -> ImmediateConcernQuerySet:
        return self.filter(due_at__lte=now)

    def waiting_for(self, scope: Scope) -> ImmediateConcernQuerySet:
        """To be answered by this person, or, once answered, to be closed or sent back by them."""
        leads = [pk for pk, part in scope.team.items() if part == RoundRole.LEAD]
        closes = (
            Q(raised_by=scope.user_id)
            | Q(
                case_file__round__force__in=scope.forces_of(Role.MODERATOR),
                case_file__round__led_by=Round.LedBy.FORCE,
            )
            | Q(case_file__round__in=leads if scope.has(Role.INSPECTOR) else ())
        )
        return self.filter(
            (Q(status__in=WITH_FORCE) & self._answerable(scope))
            | (Q(status=ConcernStatus.ANSWERED) & closes)
        )

    def counts(self) -> list[dict]:
        """By kind, in one query: raised, answered in time, open."""
        in_time = Count("pk", filter=Q(answered_at__lte=F("answer_by")))
        is_open = Count("pk", filter=~Q(status=ConcernStatus.CLOSED))
        rows = self.order_by().values("kind")
        return list(rows.annotate(raised=Count("pk"), in_time=in_time, open=is_open))


class ImmediateConcern(models.Model):
    """Rung first, then written down. `due_at` is the end of the clock that runs now, none while
    the force has nothing to do; overdue is computed from it."""

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="concerns")
    kind = models.CharField("what it is about", max_length=30, choices=ConcernKind)
    what = models.TextField("what was seen")
    told_whom = models.CharField("who was rung", max_length=120)
    rang_at = models.DateTimeField("rung at")
    raised_by = models.ForeignKey("audit.User", models.PROTECT, related_name="concerns_raised")
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    status = models.CharField(
        max_length=12, choices=ConcernStatus, default=ConcernStatus.RAISED, editable=False
    )
    due_at = models.DateTimeField("due", null=True, blank=True, editable=False)
    answer_by = models.DateTimeField("to be answered by", editable=False)
    answered_at = models.DateTimeField("first answered at", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    escalated_to = models.CharField(
        "told, as it was late",
        max_length=10,
        choices=Level,
        blank=True,
        editable=False,
        help_text="By the clock that runs now.",
    )
    opened_to_force = models.BooleanField(
        default=False,
        editable=False,
        help_text="All managers and moderators of the force see and answer it.",
    )

    objects = ImmediateConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        indexes = [
            models.Index(fields=["case_file", "status"], name="concern_case_file_status"),
            models.Index(fields=["due_at"], name="concern_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=""),
                name="concern_says_what",
                violation_error_message="Say what you saw.",
            ),
            models.CheckConstraint(
                condition=~Q(told_whom=""),
                name="concern_told_somebody",
                violation_error_message="Enter who you rang.",
            ),
            models.CheckConstraint(
                condition=Q(rang_at__lte=F("raised_at")),
                name="concern_rung_first",
                violation_error_message="Ring first, then enter when you did.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=WITH_FORCE, due_at__isnull=False)
                | (~Q(status__in=WITH_FORCE) & Q(due_at=None)),
                name="concern_clock_runs",
            ),
            models.CheckConstraint(
                condition=Q(status=ConcernStatus.CLOSED, closed_at__isnull=False)
                | (~Q(status=ConcernStatus.CLOSED) & Q(closed_at=None)),
                name="concern_closed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Immediate concern {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("concern-detail", args=[self.pk])

    @property
    def round(self) -> Round:
        return self.case_file.round

    @property
    def is_open(self) -> bool:
        return self.status != ConcernStatus.CLOSED

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at <= timezone.now()

    @property
    def contacts(self) -> list[User]:
        """Who is to answer it now: never whoever raised it."""
        able = able_contacts(self.round) if self.opened_to_force else contacts_of(self.round)
        return [person for person in able if person.pk != self.raised_by_id]

    @property
    def closers(self) -> list[User]:
        """Whoever raised it, and who leads: the lead inspector, or the force's moderators."""
        if self.round.led_by == Round.LedBy.FORCE:
            leading = User.objects.with_role_in(self.round.force_id, Role.MODERATOR)
        else:
            leads = RoundMember.objects.filter(round=self.round, role=RoundRole.LEAD)
            leading = User.objects.filter(is_active=True, pk__in=leads.values("user"))
        raiser = [self.raised_by] if self.raised_by.is_active else []
        return [*raiser, *(person for person in leading if person.pk != self.raised_by_id)]


class ConcernStepQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        concerns = ImmediateConcern.objects.all()
        return Q(concern__in=concerns.filter(concerns.within(scope)))


class ConcernStep(models.Model):
    """One step of a concern's timeline. `mailed_at` says when those were told whom it waits for;
    a step that nobody could be told of is tried again."""

    concern = models.ForeignKey(ImmediateConcern, models.CASCADE, related_name="steps")
    deed = models.CharField(max_length=12, choices=ConcernDeed)
    by = models.ForeignKey("audit.User", models.PROTECT, related_name="concern_steps")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)
    child_safe = models.TextField("how it is known that the child is safe", blank=True)
    told = models.CharField(max_length=10, choices=Level, blank=True)
    mail_tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConcernStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at"], condition=Q(mailed_at=None), name="concern_step_not_mailed")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(deed=ConcernDeed.ANSWERED) | (~Q(text="") & ~Q(child_safe="")),
                name="concern_answer_says_both",
                violation_error_message="Say what was done, and how you know the child is safe.",
            ),
            models.CheckConstraint(
                condition=~Q(deed=ConcernDeed.SENT_BACK) | ~Q(text=""),
                name="concern_sent_back_with_reason",
                violation_error_message="Say what is missing.",
            ),
            models.CheckConstraint(
                condition=(Q(deed=ConcernDeed.ESCALATED) & ~Q(told=""))
                | (~Q(deed=ConcernDeed.ESCALATED) & Q(told="")),
                name="concern_escalated_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.get_deed_display()
