from __future__ import annotations

import pytest

from audit.rules.dates import parse_partial_date
from audit.rules.links import DIRECTED, FROM_THE_OTHER_END, End, LinkKind, in_order, makes_cycle


@pytest.mark.parametrize(
    ("source", "target", "links", "closes"),
    [
        (1, 2, [], False),
        (1, 2, [(2, 1)], True),
        (1, 2, [(2, 3), (3, 4), (4, 1)], True),
        (1, 2, [(2, 3), (3, 2)], False),
        (1, 2, [(1, 3), (4, 1)], False),
        (5, 5, [], True),
    ],
)
def test_a_chain_does_not_bite_its_tail(source, target, links, closes):
    assert makes_cycle(source, target, links) is closes


def test_only_what_has_a_direction_keeps_it():
    assert in_order("supersedes", 7, 3) == (7, 3)
    assert in_order("contradicts", 7, 3) == (3, 7)


def test_each_kind_can_be_read_from_both_ends():
    assert set(FROM_THE_OTHER_END) == set(LinkKind)
    same = {kind for kind in LinkKind if FROM_THE_OTHER_END[kind] == kind.label}
    assert same == set(LinkKind) - DIRECTED


@pytest.mark.parametrize(
    ("one", "other", "older"),
    [
        ((1, 18, "2026-03-01"), (1, 20, "2026-03-01"), True),
        ((1, 20, "2026-03-01"), (1, 18, "2026-03-01"), False),
        ((1, 18, None), (1, 20, None), True),
        ((1, 20, "2025-03-01"), (1, 18, "2026-03-01"), True),
        ((1, 1, "2025-03-01"), (2, 9, "2026-03-01"), True),
        ((1, 9, "2026-03-01"), (2, 1, "2025-03-01"), False),
        ((1, 1, "2026-03"), (2, 1, "2026-03-31"), False),
        ((1, 1, None), (2, 9, "2026-03-01"), False),
    ],
)
def test_of_two_the_older_is_told_by_the_days_else_by_the_numbers_of_one_document(
    one, other, older
):
    assert _end(*one).is_older(_end(*other)) is older


def _end(document: int, number: int, day: str | None) -> End:
    known = day and parse_partial_date(day)
    return End("HMICFRS", "force", document=document, number=number, day=known or None)
