"""Who holds which role, and who is on which team; how a change reaches those who are signed in
stands in audit/services/people.py."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from audit.models import Force, ForceMembership, Round, RoundMember, User
from audit.permissions import Right, can, require
from audit.rules.problems import Problem
from audit.rules.roles import Role
from audit.services.people import end_sessions, keep_an_administrator, person_held
from audit.services.saving import delete_checked, raise_problems, save_checked


@transaction.atomic
def membership_add(
    *, person: User, role: Role, force: Force | None, by: User, reason: str = ""
) -> ForceMembership:
    """Gives `person` a role; only inspectors and administrators hold one without a force."""
    held = person_held(person, by=by)
    membership = ForceMembership(user=held, role=role, force=force)
    save_checked(membership, by=by, right=Right.ADMINISTER, reason=reason)
    end_sessions(held)
    return membership


@transaction.atomic
def membership_end(*, membership: ForceMembership, by: User, reason: str = "") -> None:
    held = person_held(membership.user, by=by)
    if held.is_active:
        keep_an_administrator(without=[membership])
    delete_checked(membership, by=by, right=Right.ADMINISTER, reason=reason)
    end_sessions(held)


@transaction.atomic
def round_member_add(
    *, round: Round, person: User, role: str, by: User, reason: str = ""
) -> RoundMember:
    """Puts a person on a round's team: an administrator does, or whoever moderates the round.

    Raises ValidationError for somebody whose role does not go with such a team.
    """
    asked = _asked(round, by)
    held = person_held(person, by=by, **asked)
    raise_problems(_team_problems(round, held))
    member = RoundMember(round=round, user=held, role=role)
    save_checked(member, by=by, right=asked["right"], reason=reason)
    end_sessions(held)
    return member


@transaction.atomic
def round_member_end(*, member: RoundMember, by: User, reason: str = "") -> None:
    """Takes a person off a round's team."""
    asked = _asked(member.round, by)
    held = person_held(member.user, by=by, **asked)
    delete_checked(member, by=by, right=asked["right"], reason=reason)
    end_sessions(held)


def rounds_with_teams(*, user: User) -> QuerySet[Round]:
    """Every round by title, for administrators, who see none of them otherwise."""
    require(user, Right.ADMINISTER)
    rounds: QuerySet[Round] = Round.objects.select_related("force")
    return rounds


def _team_problems(round: Round, person: User) -> list[Problem]:
    """The inspectorate's teams are inspectors; a force's, its own auditors and moderators."""
    if round.led_by == Round.LedBy.INSPECTORATE:
        fits = person.memberships.filter(role=Role.INSPECTOR)
        team = "The inspectorate leads this, so its team are inspectors"
    else:
        fits = person.memberships.filter(
            role__in=(Role.AUDITOR, Role.MODERATOR), force=round.force_id
        )
        team = f"{round.force} leads this, so its team are auditors and moderators of that force"
    message = f"{team}. {person} needs such a role first"
    return [] if fits.exists() else [Problem("round", message)]


def _asked(round: Round, by: User) -> dict[str, Any]:
    """The right that a change of the round's team takes, and on what it is asked."""
    if can(by, Right.ADMINISTER):
        return {"right": Right.ADMINISTER, "on": None}
    return {"right": Right.MODERATE, "on": round}
