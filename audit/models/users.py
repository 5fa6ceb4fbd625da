"""People, the roles they hold in forces, and their part in rounds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit.models.scope import Scope, ScopedQuerySet
from audit.rules.roles import WITHOUT_FORCE, Role, RoundRole
from audit.rules.transitions import RoundStatus

SERVICE_EMAIL = "service@casemark.invalid"


class UserQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        """Administrators see everybody; others the people they work with, and themselves."""
        if scope.has(Role.ADMINISTRATOR):
            return Q(is_service=False)
        colleagues = ForceMembership.objects.filter(force__in=scope.all_forces)
        team = RoundMember.objects.filter(round__in=list(scope.team))
        return (
            Q(pk=scope.user_id)
            | Q(pk__in=colleagues.values("user"))
            | Q(pk__in=team.values("user"))
        )

    def able_to_administer(self) -> UserQuerySet:
        """Active administrators who have a password: an invitation that nobody has followed yet
        lets nobody in."""
        holders = ForceMembership.objects.filter(role=Role.ADMINISTRATOR)
        return self.filter(is_active=True, pk__in=holders.values("user")).exclude(
            password__startswith=UNUSABLE_PASSWORD_PREFIX
        )

    def called(self, words: str) -> UserQuerySet:
        """By words of the name or of the e-mail address."""
        return self.filter(Q(name__icontains=words) | Q(email__icontains=words))

    def with_role_in(self, force, *roles: str) -> UserQuerySet:
        """Active people who hold one of `roles` in `force`."""
        holders = ForceMembership.objects.filter(force=force, role__in=roles)
        return self.filter(is_active=True, pk__in=holders.values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def service_account(self) -> User:
        """The inactive account that set-up commands act as; made at its first use."""
        user, _ = self.get_or_create(
            email=SERVICE_EMAIL,
            defaults={
                "name": "Casemark set-up",
                "is_active": False,
                "is_service": True,
                "password": "!",
            },
        )
        return user


class User(AbstractBaseUser):
    """A person who signs in by e-mail. What they may do follows from their memberships."""

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField("can sign in", default=True)
    is_service = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    """How often all sessions were ended; each session remembers it and ends when it grows."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody with this e-mail address has an account already.",
            ),
            models.CheckConstraint(
                condition=Q(is_service=False) | Q(is_active=False),
                name="user_service_never_signs_in",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """People type their address in capitals or not, and mean the same."""
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must match on each request: of the password, and of `sessions_ended`."""
        return salted_hmac(
            "audit.User.session", f"{self.password}:{self.sessions_ended}", algorithm="sha256"
        ).hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Under keys that were replaced. We keep none: a new secret key signs everybody out."""
        yield from ()

    @cached_property
    def scope(self) -> Scope:
        forces: dict[str, set[int]] = {}
        team: dict[int, str] = {}
        for is_team, role, where in self._roles():
            if is_team:
                team[where] = role
            else:
                forces.setdefault(role, set()).update({where} if where else ())
        return Scope(
            user_id=self.pk,
            forces={role: frozenset(ids) for role, ids in forces.items()},
            team=team,
            earlier_rounds=_rounds_before(set(team)) if team else frozenset(),
        )

    def _roles(self) -> QuerySet[tuple[bool, str, int | None]]:
        """(whether on a team, role, round or force): in one query, because each page asks."""
        memberships = self.memberships.order_by().annotate(is_team=Value(False))
        parts = self.round_memberships.order_by().annotate(is_team=Value(True))
        return memberships.values_list("is_team", "role", "force_id").union(
            parts.values_list("is_team", "role", "round_id"), all=True
        )


def _rounds_before(rounds: set[int]) -> frozenset[int]:
    """All earlier rounds in the chains that lead to `rounds`, which are of the same forces.

    A force's own audit opens to no inspector by being linked to, unless it is published.
    """
    from audit.models.rounds import Round

    forces = Round.objects.filter(pk__in=rounds).values("force")
    rows = Round.objects.filter(force__in=forces).order_by()
    before, opens = {}, set()
    for pk, previous, led_by, status in rows.values_list("pk", "previous", "led_by", "status"):
        before[pk] = previous
        if led_by == Round.LedBy.INSPECTORATE or status == RoundStatus.PUBLISHED:
            opens.add(pk)
    found: set[int] = set()
    step = rounds
    while step := {before.get(pk) for pk in step} & opens - found - rounds:
        found |= step
    return frozenset(found)


class MembershipQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        if scope.has(Role.ADMINISTRATOR):
            return Q()
        return Q(user=scope.user_id) | Q(force__in=scope.all_forces)


class ForceMembership(models.Model):
    """A role that a person holds, in a force or (inspector, administrator) in none."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    force = models.ForeignKey(
        "audit.Force", models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["force", "role"]
        constraints = [
            models.UniqueConstraint(fields=["user", "force", "role"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(force=None),
                name="membership_without_force_once",
                violation_error_message="This person has that role already.",
            ),
            models.CheckConstraint(
                condition=Q(force__isnull=False) | Q(role__in=sorted(WITHOUT_FORCE)),
                name="membership_force_needed",
                violation_error_message="Choose the force: only inspectors and administrators "
                "have none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.force}" if self.force else self.get_role_display()


class RoundMemberQuerySet(ScopedQuerySet):
    def within(self, scope: Scope) -> Q:
        if scope.has(Role.ADMINISTRATOR):
            return Q()
        return Q(round__in=list(scope.team)) | Q(round__force__in=scope.forces_of(Role.MODERATOR))


class RoundMember(models.Model):
    """A person's part in one inspection or audit."""

    user = models.ForeignKey(User, models.CASCADE, related_name="round_memberships")
    round = models.ForeignKey(
        "audit.Round", models.CASCADE, related_name="members", verbose_name="inspection or audit"
    )
    role = models.CharField(max_length=20, choices=RoundRole)

    objects = RoundMemberQuerySet.as_manager()

    class Meta:
        ordering = ["role", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "round"],
                name="round_member_once",
                violation_error_message="This person is on the team already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"
