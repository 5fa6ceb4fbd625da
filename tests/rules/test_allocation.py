"""Files are spread evenly and in the same way each time, drawn by a seed, and graded blind."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.allocation import (
    Asked,
    Ungiven,
    can_be_blind,
    drawn,
    is_late,
    share_of,
    spread,
)


def files(number: int, *, area: int = 1, **fields) -> list[Ungiven]:
    return [Ungiven(key, area, f"F{key:04}", **fields) for key in range(number)]


def loads_after(given_to: dict[int, int], load: dict[int, int]) -> list[int]:
    return sorted((Counter(load) + Counter(given_to.values()))[person] for person in load)


def test_whoever_has_less_gets_more():
    assert Counter(spread(files(6), {1: 4, 2: 0}).values()) == {1: 1, 2: 5}


def test_a_tie_goes_to_who_stands_first():
    assert spread(files(1), {7: 0, 3: 0}) == {0: 7}


def test_each_area_is_spread_over_everybody():
    mixed = [Ungiven(key, key % 3, f"F{key:04}") for key in range(12)]
    given_to = spread(mixed, {1: 0, 2: 0})
    by_area = Counter((key % 3, person) for key, person in given_to.items())
    assert set(by_area.values()) == {2}


def test_whoever_has_a_file_keeps_it_where_that_is_as_even():
    held = [Ungiven(0, 1, "A", held_by=2), Ungiven(1, 1, "B", held_by=1)]
    assert spread(held, {1: 0, 2: 0}) == {0: 2, 1: 1}


def test_nobody_is_given_a_file_that_is_barred_to_them():
    barred = [Ungiven(0, 1, "A", frozenset({1})), Ungiven(1, 1, "B", frozenset({1, 2}))]
    assert spread(barred, {1: 0, 2: 5}) == {0: 2}


def test_nobody_to_give_to_gives_nothing():
    assert spread(files(3), {}) == {}


def test_a_file_is_handed_on_where_that_makes_room():
    """Person 3 can take only what 1 or 2 hold, and 1 only what 3 cannot."""
    rows = [
        Ungiven(0, 1, "A", frozenset({3})),
        Ungiven(1, 1, "B", frozenset({3})),
        Ungiven(2, 1, "C", frozenset({1})),
        Ungiven(3, 1, "D", frozenset({1})),
    ]
    assert loads_after(spread(rows, {1: 0, 2: 0, 3: 0}), {1: 0, 2: 0, 3: 0}) == [1, 1, 2]


PEOPLE = (1, 2, 3)
BARRED = st.frozensets(st.sampled_from(PEOPLE), max_size=3)


@given(st.lists(BARRED, max_size=6), st.tuples(*(st.integers(0, 4) for _ in PEOPLE)))
def test_no_other_way_is_more_even(barred, start):
    load = dict(zip(PEOPLE, start, strict=True))
    rows = [Ungiven(key, key % 2, f"F{key}", out) for key, out in enumerate(barred)]
    given_to = spread(rows, load)
    free = [row for row in rows if not row.barred.issuperset(PEOPLE)]
    assert set(given_to) == {row.key for row in free}
    assert all(given_to[row.key] not in row.barred for row in free)
    assert given_to == spread(list(reversed(rows)), load)
    ways = product(*([one for one in PEOPLE if one not in row.barred] for row in free))
    best = min(sum(n * n for n in loads_after(dict(enumerate(way)), load)) for way in ways)
    assert sum(n * n for n in loads_after(given_to, load)) == best


@pytest.mark.parametrize(
    ("number", "percent", "share"), [(40, 25, 10), (41, 25, 11), (0, 50, 0), (3, 100, 3), (5, 1, 1)]
)
def test_a_share_is_rounded_up(number, percent, share):
    assert share_of(number, percent) == share


def test_the_seed_draws_the_same_files_again_in_whatever_order_they_come():
    references = [f"R{number}" for number in range(50)]
    assert drawn(references, 10, "123456") == drawn(reversed(references), 10, "123456")
    assert drawn(references, 10, "123456") != drawn(references, 10, "123457")
    # Fixed for ever: whoever keeps the seed can check a draw of years ago.
    assert drawn(references, 3, "123456") == {"R15", "R46", "R49"}


def test_no_more_is_drawn_than_there_is():
    assert drawn(["A", "B"], 5, "1") == {"A", "B"}


def test_the_day_itself_is_in_time():
    day = date(2026, 11, 22)
    assert not is_late(day, day)
    assert is_late(date(2026, 11, 21), day)
    assert not is_late(None, day)


FIRST, SECOND = 1, 2
BLIND = [
    # who sees every file, who handed in, whether the two can grade blind
    (set(), set(), True),
    (set(), {FIRST}, True),
    ({SECOND}, set(), True),
    ({SECOND}, {FIRST}, False),
    ({FIRST}, {FIRST}, True),
    ({FIRST}, {SECOND}, False),
    (set(), {FIRST, SECOND}, False),
]


@pytest.mark.parametrize(("see_all", "submitted", "can"), BLIND)
def test_nobody_grades_blind_who_could_have_seen_the_other(see_all, submitted, can):
    known = {"see_all": frozenset(see_all), "submitted": frozenset(submitted)}
    assert can_be_blind(FIRST, SECOND, **known) is can


def test_the_people_asked_are_those_who_are_named():
    assert Asked().people == frozenset()
    assert Asked(1, 2).people == {1, 2}
