"""How two recommendations hang together, and why a chain may not bite its tail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

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


def supersede_problems(source: End, target: End, force: int | None) -> list[Problem]:
    """A force may say that one thing asked of it takes the place of another, and whoever asked for
    both may say so for all; but nothing that an inspector verifies is closed by anything else."""
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
    if force is not None and force not in source.put_to:
        return [
            Problem(
                "kind",
                "The force has not been asked this one, so it cannot take another’s place there. "
                "Choose another kind of link.",
            )
        ]
    return []
