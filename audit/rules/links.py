"""How two recommendations hang together, and why a chain may not bite its tail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from audit.rules.dates import PartialDate
from audit.rules.problems import Problem
from audit.rules.verification import Closure


class LinkKind(TextChoices):
    """`source` … `target`; the words are read from the source's page."""

    DUPLICATES = "duplicates", "Asks for the same as"
    SUPERSEDES = "supersedes", "Takes the place of"
    CONTRADICTS = "contradicts", "Contradicts"
    SAME_ACTION = "same_action", "Is delivered by the same action as"


FROM_THE_OTHER_END = {
    LinkKind.DUPLICATES: "Is asked for again by",
    LinkKind.SUPERSEDES: "Is replaced by",
    LinkKind.CONTRADICTS: "Contradicts",
    LinkKind.SAME_ACTION: "Is delivered by the same action as",
}

DIRECTED = frozenset({LinkKind.DUPLICATES, LinkKind.SUPERSEDES})
"""The later one points at the earlier one. The others are the same from both ends."""


def in_order(kind: str, source: int, target: int) -> tuple[int, int]:
    """A link that has no direction is kept one way round, so that it is kept once."""
    return (source, target) if kind in DIRECTED else (min(source, target), max(source, target))


def makes_cycle(source: int, target: int, links: Iterable[tuple[int, int]]) -> bool:
    """Whether `source` → `target` closes a ring with `links` of the same kind."""
    following: dict[int, set[int]] = {}
    for one, other in links:
        following.setdefault(one, set()).add(other)
    seen: set[int] = set()
    step = {target}
    while step:
        if source in step:
            return True
        seen |= step
        step = {after for one in step for after in following.get(one, ())} - seen
    return False


def words(kind: str, *, from_source: bool) -> str:
    """What stands before the other recommendation, on the page of one of the two."""
    return LinkKind(kind).label if from_source else FROM_THE_OTHER_END[LinkKind(kind)]


@dataclass(frozen=True)
class End:
    """What is asked of a recommendation that takes the place of another, or gives it up."""

    publisher: str
    closure: str
    may_write: bool = False
    """Whether whoever links them also wrote it."""
    put_to: frozenset[int] = frozenset()
    """Forces."""
    document: int = 0
    number: int = 0
    """Its place in its document."""
    day: PartialDate | None = None
    """When it was made, else published."""

    def is_older(self, than: End) -> bool:
        """Surely so: by the days where both are known, else by the numbers in one document."""
        if self.day and than.day and self.day != than.day:
            return self.day.last < than.day.first
        return self.document == than.document and self.number < than.number


def closes(target_closure: str, force: int | None) -> bool:
    """Whether a link that takes a place ends the answers to it: a force does not end by itself
    what an inspector verifies."""
    return force is None or target_closure != Closure.INSPECTORATE


def supersede_problems(source: End, target: End, force: int | None) -> list[Problem]:
    """A force may say that one thing asked of it takes the place of another, and whoever asked for
    both may say so for all; but nothing that an inspector verifies is closed by anything else,
    and what takes a place is not older, and was put to the same force."""
    if source.is_older(target):
        return [
            Problem(
                "target",
                "The other one is newer, so this one cannot take its place. "
                "Open the newer one, and link it from there.",
            )
        ]
    if target.closure == Closure.INSPECTORATE != source.closure:
        return [
            Problem(
                "kind",
                "An inspector verifies the other one, so only what an inspector verifies can "
                "take its place. Choose another kind of link.",
            )
        ]
    same_body = source.publisher == target.publisher or target.may_write
    if force is None and not same_body:
        return [
            Problem(
                "kind",
                f"Only {target.publisher} can replace for all what it asked for. "
                "Choose another kind of link.",
            )
        ]
    asked = frozenset() if force is None else frozenset({force})
    if not asked <= source.put_to:
        return [
            Problem(
                "kind",
                "The force has not been asked this one, so it cannot take another’s place there. "
                "Choose another kind of link.",
            )
        ]
    if target.put_to and not (asked or source.put_to) & target.put_to:
        return [
            Problem(
                "kind",
                "The two were not put to the same force, so one cannot take the other’s place. "
                "Choose another kind of link.",
            )
        ]
    return []
