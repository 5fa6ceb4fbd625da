"""The quarterly review of access: who can see what, whether they use it, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Model, Q, QuerySet
from django.utils import timezone

from audit.models import Force, ForceMembership, LogEntry, RoundMember, User
from audit.permissions import Right, require
from audit.rules.access_review import Review
from audit.services.memberships import membership_end, round_member_end
from audit.services.trail import record

REVIEWED = "access.reviewed"
Holding = ForceMembership | RoundMember
"""What a review keeps or ends: a role, or a part in a team."""

CHANGED_SINCE = (
    "Roles or teams changed while you were looking at them. Decide about those that are new, "
    "and save again."
)


@transaction.atomic
def access_review_record(
    *,
    force: Force | None,
    kept: Collection[Holding],
    ended: Collection[Holding],
    by: User,
    reason: str = "",
) -> LogEntry:
    """Ends what was chosen, and records that everything held in `force` was looked at.

    `force` is None for those who hold nothing in any force. Nobody decides about themselves: what
    they hold is neither kept nor ended, and another administrator reviews it.
    """
    require(by, Right.ADMINISTER)
    decided = {*kept, *ended}
    if decided != {row for row in holdings_in(force, user=by) if row.user_id != by.pk}:
        raise ValidationError(CHANGED_SINCE)
    for row in ended:
        if isinstance(row, ForceMembership):
            membership_end(membership=row, by=by, reason=reason)
        else:
            round_member_end(member=row, by=by, reason=reason)
    people = {row.user_id for row in decided}
    after = {"people": len(people), "kept": len(kept), "ended": len(ended)}
    return record(REVIEWED, _subject(force), by=by, after=after, reason=reason)


def people_in(force: Force | None, *, user: User) -> QuerySet[User]:
    """Whose access is reviewed with `force`; None: whoever holds no role in any force."""
    require(user, Right.ADMINISTER)
    people: QuerySet[User] = User.objects.visible_to(user)
    in_forces = ForceMembership.objects.exclude(force=None)
    if force is None:
        return people.exclude(pk__in=in_forces.values("user"))
    return people.filter(pk__in=in_forces.filter(force=force).values("user"))


def holdings_in(force: Force | None, *, user: User) -> list[Holding]:
    """Roles and parts in teams of those people, by person; of another force's roles none."""
    people = people_in(force, user=user).values("pk")
    roles = ForceMembership.objects.filter(user__in=people).filter(Q(force=force) | Q(force=None))
    teams = RoundMember.objects.filter(user__in=people).select_related("user", "round__force")
    by_person = ("user__name", "user", "pk")
    return [
        *roles.select_related("user", "force").order_by(*by_person),
        *teams.order_by(*by_person),
    ]


def last_reviews(forces: Iterable[Force], *, user: User) -> dict[int | None, Review]:
    """The last review of each force, by its key, and under None of those without one."""
    require(user, Right.ADMINISTER)
    rest = _subject(None)
    about = Q(subject_type="force", subject_id__in=[str(force.pk) for force in forces]) | Q(
        subject_type="user", subject_id=str(rest.pk)
    )
    entries = LogEntry.objects.filter(about, event=REVIEWED).order_by()
    last = entries.values("force").annotate(last=Max("pk")).values_list("last", flat=True)
    rows = LogEntry.objects.filter(pk__in=list(last)).select_related("by")
    return {
        entry.force_id: Review(timezone.localtime(entry.at).date(), str(entry.by)) for entry in rows
    }


def _subject(force: Force | None) -> Model:
    """What belongs to no force is recorded about the account of set-up: it is always there."""
    return force or User.objects.service_account()


def people_counts(*, user: User) -> dict[int | None, int]:
    """How many people each force's review is about, by its key, and under None the rest."""
    require(user, Right.ADMINISTER)
    rows: Any = ForceMembership.objects.exclude(force=None).order_by().values("force")
    counted = {
        row["force"]: row["people"] for row in rows.annotate(people=Count("user_id", distinct=True))
    }
    return counted | {None: people_in(None, user=user).count()}
