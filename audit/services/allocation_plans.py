"""Making up who could grade which of many files, to be looked at before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from audit.models import CaseFile, User
from audit.models.gradings import UNFINISHED
from audit.rules.allocation import Asked, Ungiven, drawn, share_of, spread
from audit.rules.transitions import CaseFileStatus
from audit.services.allocation import Change
from audit.services.allocation_rules import Known, asked_of


@dataclass(frozen=True)
class Wish:
    """What a moderator asks for. Nobody in `first`, a share of 0 and no date leave as it is."""

    first: Sequence[User] = ()
    second: Sequence[User] = ()
    share: int = 0
    """Of a hundred files, how many are to be graded by two."""
    due_on: date | None = None
    seed: str = ""

    @property
    def people(self) -> dict[int, User]:
        return {person.pk: person for person in (*self.first, *self.second)}


@dataclass
class Plan:
    changes: list[Change] = field(default_factory=list)
    firsts: Counter[int] = field(default_factory=Counter)
    """Person → files that they are given, and did not have."""
    seconds: Counter[int] = field(default_factory=Counter)
    dated: int = 0
    begun: int = 0
    """Files that stay with whoever has begun them."""
    barred: int = 0
    """Files that none of the chosen people may have."""
    closed: int = 0
    """Files that are agreed, or were made from published counts."""
    short: int = 0
    """Second gradings that are asked for and that nobody of those chosen may do."""


def plan_allocation(files: Sequence[CaseFile], wish: Wish, load: Mapping[int, int]) -> Plan:
    """`files` of one round, with their areas; `load` is each person's open work now."""
    plan, known = Plan(), Known(files, wish.people)
    open_files = [one for one in files if not _is_closed(one)]
    plan.closed = len(files) - len(open_files)
    after = {one.pk: asked_of(one) for one in open_files}
    loads = {pk: load.get(pk, 0) for pk in wish.people}
    if wish.first:
        _give_first(plan, known, open_files, wish, loads, after)
    if wish.second and wish.share:
        _give_second(plan, known, open_files, wish, loads, after)
    for one in open_files:
        before, then = asked_of(one), after[one.pk]
        if wish.due_on and one.status in UNFINISHED and then.due_on != wish.due_on:
            then = Asked(then.first, then.second, wish.due_on)
            plan.dated += 1
        if then != before:
            plan.changes.append(Change(one.pk, before, then))
    return plan


def _is_closed(case_file: CaseFile) -> bool:
    return case_file.reconstructed or case_file.status == CaseFileStatus.AGREED


def _give_first(
    plan: Plan,
    known: Known,
    files: Sequence[CaseFile],
    wish: Wish,
    loads: dict[int, int],
    after: dict[int, Asked],
) -> None:
    people = [person.pk for person in wish.first]
    free = [one for one in files if not known.begun(one)]
    plan.begun = len(files) - len(free)
    for one in free:
        if one.allocated_to_id in loads:
            loads[one.allocated_to_id] -= 1
    given = spread(
        [_ungiven(known, one, people, one.second_assessor_id) for one in free],
        {pk: loads[pk] for pk in people},
    )
    for one in free:
        to = given.get(one.pk, one.allocated_to_id)
        if one.pk not in given:
            plan.barred += 1
        if to in loads:
            loads[to] += 1
        if to is not None and to != one.allocated_to_id:
            plan.firsts[to] += 1
            after[one.pk] = Asked(to, one.second_assessor_id, one.due_on)


def _give_second(
    plan: Plan,
    known: Known,
    files: Sequence[CaseFile],
    wish: Wish,
    loads: dict[int, int],
    after: dict[int, Asked],
) -> None:
    """Files that two people grade already count towards the share."""
    people = [person.pk for person in wish.second]
    base = [one for one in files if after[one.pk].first is not None]
    wanted = share_of(len(base), wish.share) - sum(after[one.pk].second is not None for one in base)
    singles = {
        one.reference: _ungiven(known, one, people, after[one.pk].first)
        for one in base
        if after[one.pk].second is None
    }
    possible = [ref for ref, one in singles.items() if not one.barred.issuperset(people)]
    chosen = drawn(possible, max(wanted, 0), wish.seed)
    plan.short = max(wanted - len(chosen), 0)
    given = spread([singles[ref] for ref in sorted(chosen)], {pk: loads[pk] for pk in people})
    for key, to in given.items():
        before = after[key]
        after[key] = Asked(before.first, to, before.due_on)
        plan.seconds[to] += 1


def _ungiven(
    known: Known, case_file: CaseFile, people: Sequence[int], other: int | None
) -> Ungiven:
    """`other` is who grades the file besides."""
    barred = frozenset(
        pk
        for pk in people
        if known.bars(case_file, pk)
        or pk == other
        or (other is not None and not known.can_pair(case_file, pk, other))
    )
    return Ungiven(
        case_file.pk, case_file.area.order, case_file.reference, barred, case_file.allocated_to_id
    )
