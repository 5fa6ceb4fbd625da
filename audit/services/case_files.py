"""Adding case files to a round, and the numbers that forces know them by."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import AreaOfPractice, CaseFile, LocalNumber, Round, User
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.rules.roles import Role
from audit.services.saving import save_checked
from audit.services.trail import record, values_of

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the characters that people take for one another on the phone."""


@transaction.atomic
def case_file_add(
    *,
    round: Round,
    area: AreaOfPractice,
    by: User,
    chosen_by: str = CaseFile.ChosenBy.UNKNOWN,
    chosen_how: str = CaseFile.ChosenHow.UNKNOWN,
    allocated_to: User | None = None,
    reference: str = "",
    local_number: tuple[str, str] | None = None,
) -> CaseFile:
    """A new file of `round`, under a random reference unless one is given.

    `local_number` is the force's own: its kind, and the number.
    """
    case_file = CaseFile(
        round=round,
        area=area,
        reference=reference or random_reference(),
        chosen_by=chosen_by,
        chosen_how=chosen_how,
        allocated_to=allocated_to,
    )
    problems = [
        *round_problems(round),
        *area_problems(round, area),
        *allocation_problems(case_file),
    ]
    save_checked(
        case_file, by=by, right=Right.MODERATE, on=round, event="case_file.added", problems=problems
    )
    if local_number:
        kind, number = local_number
        local_number_add(case_file=case_file, kind=kind, number=number, by=by)
    return case_file


@transaction.atomic
def local_number_add(*, case_file: CaseFile, kind: str, number: str, by: User) -> LocalNumber:
    """Keeps the force's own number, encrypted; the trail says that, never the number."""
    require(by, Right.MODERATE, case_file)
    if not number.strip():
        raise ValidationError({"number": "Enter the number."})
    # The constraint compares the index under the newest key only.
    if LocalNumber.objects.filter(case_file=case_file).numbered(kind, number).exists():
        raise ValidationError({"number": "This file has that number already."})
    local_number = LocalNumber(case_file=case_file, kind=kind)
    local_number.number = number.strip()
    local_number.full_clean()
    local_number.save()
    record("local_number.added", local_number, by=by, after=values_of(local_number))
    return local_number


@transaction.atomic
def local_numbers_reveal(*, case_file: CaseFile, by: User) -> dict[LocalNumber, str]:
    """The numbers in the clear; that they were looked at is recorded."""
    require(by, Right.SEE_CASE_FILES, case_file)
    numbers = {row: row.number for row in LocalNumber.objects.filter(case_file=case_file)}
    record("local_numbers.revealed", case_file, by=by)
    return numbers


def random_reference() -> str:
    """Eight random characters in two groups, such as "7KQM-3F9X"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def random_references(count: int) -> list[str]:
    """So many that are different from each other and from all that are there."""
    found: set[str] = set()
    while len(found) < count:
        more = {random_reference() for _ in range(count - len(found))}
        taken = CaseFile.objects.filter(reference__in=more).values_list("reference", flat=True)
        found |= more - set(taken)
    return list(found)


def round_problems(round: Round) -> list[Problem]:
    if round.is_open:
        return []
    return [
        Problem("", f"This {round.get_kind_display().lower()} is closed and cannot be changed.")
    ]


def area_problems(round: Round, *areas: AreaOfPractice) -> list[Problem]:
    return [
        Problem(
            "area",
            f"“{area.title}” is an area of another framework. "
            f"Choose one of {round.framework.title}.",
        )
        for area in areas
        if area.framework_id != round.framework_id
    ]


def allocation_problems(case_file: CaseFile) -> list[Problem]:
    """Whoever grades must be able to: an assessor of the force, or on the round's team."""
    to = case_file.allocated_to
    if to is None or to in assessors_of(case_file.round):
        return []
    return [Problem("allocated_to", f"{to} cannot grade here. Choose somebody who can.")]


def assessors_of(round: Round) -> list[User]:
    """The people to whom a file of `round` can be given."""
    team = User.objects.filter(
        is_active=True, round_memberships__round=round, memberships__role=Role.INSPECTOR
    )
    if round.led_by == Round.LedBy.INSPECTORATE:
        return list(team)
    force = User.objects.with_role_in(round.force, Role.AUDITOR, Role.MODERATOR)
    return list((team | force).distinct().order_by("name"))
