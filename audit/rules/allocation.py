"""Who is to grade which file: evenly, with nobody's conflict of interest, and blind where two are.

People and files are keys here; the services know who they are.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True)
class Asked:
    """Who is asked to grade a file, and by which day."""

    first: int | None = None
    second: int | None = None
    due_on: date | None = None

    @property
    def people(self) -> frozenset[int]:
        return frozenset(pk for pk in (self.first, self.second) if pk is not None)


@dataclass(frozen=True)
class Ungiven:
    """A file that wants somebody; `barred` are those to whom it must not be given."""

    key: int
    area: int
    """The place of its area, so that files of one area go to different people."""
    reference: str
    barred: frozenset[int] = frozenset()
    held_by: int | None = None
    """Whoever has it now keeps it where that is as even."""


def is_late(due_on: date | None, today: date) -> bool:
    """The day itself is still in time."""
    return due_on is not None and today > due_on


def spread(files: Iterable[Ungiven], load: Mapping[int, int]) -> dict[int, int]:
    """File → person, so that the open work of all is as even as it can be.

    `load` is each person's open work so far, in the order that settles ties. A file that nobody
    may have is left out. The same files and loads always give the same answer. It is a
    semi-matching: first each file goes to whoever has least, then files are handed on along
    chains of people for as long as that helps, and without such a chain none is more even
    (Harvey, Ladner, Lovász, Tamir: Semi-matchings for bipartite graphs and load balancing, 2006).
    """
    loads, places = dict(load), {person: place for place, person in enumerate(load)}
    seen: Counter[tuple[int, int]] = Counter()
    given: dict[int, int] = {}
    files = sorted(files, key=lambda file: (-len(file.barred), file.area, file.reference))
    for file in files:
        free = [person for person in loads if person not in file.barred]
        if not free:
            continue
        to = min(
            free,
            key=lambda one: (loads[one], seen[one, file.area], one != file.held_by, places[one]),
        )
        given[file.key] = to
        loads[to] += 1
        seen[to, file.area] += 1
    while chain := _chain(files, given, loads):
        for key, to in chain:
            loads[given[key]] -= 1
            loads[to] += 1
            given[key] = to
    return given


def _chain(
    files: Sequence[Ungiven], given: Mapping[int, int], loads: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Files to hand on, each with to whom, from somebody to somebody with two fewer at least."""
    held: dict[int, list[Ungiven]] = {}
    for file in files:
        if file.key in given:
            held.setdefault(given[file.key], []).append(file)
    for giver in sorted(held, key=lambda person: -loads[person]):
        came: dict[int, tuple[int, int]] = {}
        queue = deque([giver])
        while queue:
            person = queue.popleft()
            for file in held.get(person, ()):
                for to in loads:
                    if to == giver or to in came or to in file.barred:
                        continue
                    came[to] = (person, file.key)
                    if loads[to] <= loads[giver] - 2:
                        return _back(came, giver, to)
                    queue.append(to)
    return []


def _back(came: Mapping[int, tuple[int, int]], giver: int, to: int) -> list[tuple[int, int]]:
    steps = []
    while to != giver:
        person, key = came[to]
        steps.append((key, to))
        to = person
    return steps


def share_of(files: int, percent: int) -> int:
    """How many of `files` are `percent` of a hundred, rounded up: a share is never fallen short
    of."""
    return -(-files * percent // 100)


def drawn(references: Iterable[str], number: int, seed: str) -> set[str]:
    """`number` of the references at random. Anybody with the seed can draw them again: they are
    put in the order of sha256("seed:reference"), and the first are taken."""
    order = sorted(references, key=lambda one: sha256(f"{seed}:{one}".encode()).hexdigest())
    return set(order[:number])


def can_be_blind(
    one: int, other: int, *, see_all: frozenset[int], submitted: frozenset[int]
) -> bool:
    """Whether neither of two people has been able to see the other's grade of a file.

    `see_all` see every file of the round, asked or not; `submitted` are those whose assessment
    of this file was ever handed in. Two of whom both handed theirs in may have seen each other's.
    """
    if other in submitted and (one in see_all or one in submitted):
        return False
    return not (one in submitted and other in see_all)
