"""How two recommendations hang together, and why a chain may not bite its tail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices


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
