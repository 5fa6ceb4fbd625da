"""Who grades which file, and by when: one file, or many at once.

A file can be taken back from somebody who has begun it, with a reason: their assessment is set
aside, which counts nowhere and loses nothing, and becomes their draft again when the file is
given to them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit.models import CaseFile, Round, User
from audit.permissions import Right, require
from audit.rules.allocation import Asked
from audit.rules.transitions import TransitionError
from audit.services.allocation_rules import Known, asked_of
from audit.services.case_files import round_problems
from audit.services.finals import BATCH, refresh_final, refresh_finals
from audit.services.saving import raise_problems
from audit.services.set_aside import restore, set_aside
from audit.services.trail import record, record_many

FIELDS = ("allocated_to_id", "second_assessor_id", "due_on")
WRITTEN = ["allocated_to", "second_assessor", "due_on", "blind"]


@dataclass(frozen=True)
class Change:
    """What is to become of one file, and how it stood when that was decided."""

    key: int
    before: Asked
    after: Asked


@transaction.atomic
def case_file_allocate(
    *,
    case_file: CaseFile,
    to: User | None,
    by: User,
    second: User | None = None,
    due_on: date | None = None,
    reason: str = "",
) -> CaseFile:
    """Gives the file to exactly these people, or to nobody, to be graded by that day.

    Raises ValidationError where one of them may not have it, and, without a `reason`, where
    somebody who has begun would lose it.
    """
    require(by, Right.MODERATE, case_file)
    stored = locked(case_file.round, [case_file.pk])[0]
    after = Asked(to.pk if to else None, second.pk if second else None, due_on)
    known = Known([stored], {person.pk: person for person in (to, second) if person})
    raise_problems([*round_problems(stored.round), *known.problems(stored, after, reason=reason)])
    if after == asked_of(stored):
        return stored
    losing = known.losing(stored, after)
    before = given(stored)
    _set(stored, after)
    stored.save(update_fields=WRITTEN)
    set_aside(losing, reason=reason, by=by)
    restore(known.coming_back(stored), by=by)
    refresh_final(stored)
    record("case_file.allocated", stored, by=by, before=before, after=given(stored), reason=reason)
    return stored


@transaction.atomic
def case_files_allocate(
    *, round: Round, changes: Sequence[Change], by: User, seed: str = ""
) -> int:
    """Makes all `changes` or none; how many files were different before.

    A file that is already as it should be is left alone, so that the same order sent twice has
    one effect. Raises TransitionError where a file was changed, or begun, since the order was
    made up. `seed` is what the files for a second grading were drawn with, for the trail.
    """
    require(by, Right.MODERATE, round)
    raise_problems(round_problems(round))
    wanted = {change.key: change for change in changes}
    files = locked(round, list(wanted))
    files = [one for one in files if asked_of(one) != wanted[one.pk].after]
    people = {pk for one in files for pk in wanted[one.pk].after.people}
    known = Known(files, User.objects.in_bulk(people))
    before = []
    for case_file in files:
        change = wanted[case_file.pk]
        if asked_of(case_file) != change.before or known.losing(case_file, change.after):
            raise TransitionError(
                f"Case file {case_file.reference} was changed after you checked. Check again."
            )
        raise_problems(known.problems(case_file, change.after))
        before.append(given(case_file))
        _set(case_file, change.after)
    CaseFile.objects.bulk_update(files, WRITTEN, BATCH)
    restore([row for one in files for row in known.coming_back(one)], by=by)
    refresh_finals(files)
    after = [given(one) | _drawn(wanted[one.pk], seed) for one in files]
    record_many("case_file.allocated", files, by=by, before=before, after=after)
    return len(files)


def _drawn(change: Change, seed: str) -> dict[str, object]:
    return {"seed": seed} if seed and change.after.second != change.before.second else {}


def locked(round: Round, keys: Iterable[int]) -> list[CaseFile]:
    """In one order for everybody, so that two who lock many do not wait for each other."""
    rows = CaseFile.objects.select_for_update().filter(round=round, pk__in=keys).order_by("pk")
    files = list(rows)
    for case_file in files:
        case_file.round = round
    return files


def _set(case_file: CaseFile, asked: Asked) -> None:
    case_file.allocated_to_id = asked.first
    case_file.second_assessor_id = asked.second
    case_file.due_on = asked.due_on
    if asked.second is None:  # as the database demands; refresh_final says the rest
        case_file.blind = False


def given(case_file: CaseFile) -> dict[str, object]:
    return {name: getattr(case_file, name) for name in FIELDS}
