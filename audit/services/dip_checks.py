"""Dip checks at second level: drawing agreed files, and what a second person says of them."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from audit.models import Assessment, CaseFile, DipCheck, Round, User
from audit.permissions import Right, require
from audit.rules.dip_checks import drawn
from audit.rules.grading import Origin
from audit.rules.problems import Problem
from audit.rules.transitions import CaseFileStatus, StaleError, TransitionError
from audit.services.case_files import round_problems
from audit.services.moderation_problems import moderator_problems
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of


@transaction.atomic
def dip_checks_draw(
    *, round: Round, how_many: int, by: User, already: int | None = None
) -> list[DipCheck]:
    """Draws `how_many` of the files that `by` may check (`drawable`), by a seed that is kept.

    `already` is how many had been drawn when the page was opened: sent twice, it draws once.
    """
    require(by, Right.MODERATE, round)
    round = Round.objects.select_for_update().get(pk=round.pk)
    raise_problems(round_problems(round))
    if already is not None and already != DipCheck.objects.filter(case_file__round=round).count():
        raise StaleError("Files have been drawn since you opened this page. Look at them first.")
    pool = {file.reference: file for file in drawable(round, by)}
    if not 1 <= how_many <= len(pool):
        raise ValidationError({"how_many": _too_many(len(pool))})
    seed, now = secrets.token_hex(8), timezone.now()
    files = [pool[reference] for reference in drawn(pool, how_many, seed)]
    checks = [
        DipCheck(case_file=file, drawn_by=by, drawn_at=now, seed=seed, pool=len(pool))
        for file in files
    ]
    for check in checks:
        check.save()
    after = {"seed": seed, "pool": len(pool), "drawn": [file.reference for file in files]}
    record("round.dip_checked", round, by=by, after=after)
    return checks


@transaction.atomic
def dip_check_record(*, dip_check: DipCheck, outcome: str, note: str, by: User) -> DipCheck:
    """Says whether the agreed grade stands; by somebody who neither graded nor agreed it. Sent
    twice, it is said once. It reopens nothing by itself."""
    require(by, Right.MODERATE, dip_check.case_file)
    case_file = CaseFile.objects.select_for_update().get(pk=dip_check.case_file_id)
    dip_check = DipCheck.objects.get(pk=dip_check.pk)
    said = (outcome, note.strip(), by.pk)
    if said == (dip_check.outcome, dip_check.note, dip_check.checked_by_id):
        return dip_check
    if dip_check.outcome:
        raise TransitionError("This file has been checked already.")
    raise_problems(
        [
            *round_problems(case_file.round),
            *checking_problems(case_file, by),
            *_outcome_problems(outcome, note),
        ]
    )
    before = values_of(dip_check)
    dip_check.outcome, dip_check.note = outcome, note.strip()
    dip_check.checked_by, dip_check.checked_at = by, timezone.now()
    dip_check.full_clean()
    dip_check.save()
    record("dip_check.done", dip_check, by=by, before=before, after=values_of(dip_check))
    return dip_check


def drawable(round: Round, person: User) -> QuerySet[CaseFile]:
    """Agreed files that `person` neither graded nor agreed, and that nobody has checked yet."""
    own = Assessment.objects.filter(case_file__round=round, assessor=person)
    asked = Q(allocated_to=person) | Q(second_assessor=person)
    files = CaseFile.objects.filter(round=round, status=CaseFileStatus.AGREED, dip_checks=None)
    return files.exclude(asked).exclude(pk__in=own.values("case_file"))


def checking_problems(case_file: CaseFile, person: User) -> list[Problem]:
    """What keeps `person` from checking what was agreed."""
    agreed = Assessment.objects.filter(case_file=case_file, origin=Origin.AGREED).first()
    if agreed is None or not agreed.counts:
        return [Problem("", "This file is not agreed any more. Wait until it is agreed anew.")]
    if agreed.assessor_id == person.pk:
        return [Problem("", "You agreed this file yourself. Somebody else must check it.")]
    return moderator_problems(case_file, person)


def _outcome_problems(outcome: str, note: str) -> list[Problem]:
    if outcome not in DipCheck.Outcome.values:
        return [Problem("outcome", "Select what you found.")]
    if outcome == DipCheck.Outcome.REOPEN and not note.strip():
        return [Problem("note", "Say what should be looked at again.")]
    return []


def _too_many(available: int) -> str:
    if not available:
        return "There is no agreed file that you neither graded nor agreed. Ask somebody else."
    return f"Enter a number from 1 to {available}: so many agreed files can be drawn."
