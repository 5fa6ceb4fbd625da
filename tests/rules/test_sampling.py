from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.frames import Frame, FrameRow
from audit.rules.sampling import (
    Size,
    draw,
    in_proportion,
    rank,
    size_problems,
    strata_problems,
    stratify,
)

AREAS = {"s47": "Section 47", "missing": "Missing children"}


def frame(count: int = 100, **changes) -> Frame:
    rows = [
        FrameRow(n + 2, f"WX/{n:03}", "s47" if n % 3 else "missing", f"Team {n % 2}", "", **changes)
        for n in range(count)
    ]
    return Frame("0" * 64, tuple(rows))


def numbers(rows) -> list[str]:
    return [row.number for row in rows]


def test_the_draw_is_the_one_that_the_method_describes():
    """Spelt out anew from the text, so that it stays what it was on another day and machine."""
    (outcome,) = draw(stratify(frame(), [], AREAS), {(): Size(5, 3)}, "wexshire")
    described = sorted(
        numbers(frame().rows),
        key=lambda number: hashlib.sha256(f"wexshire:{number.lower()}".encode()).hexdigest(),
    )
    assert numbers(outcome.drawn) == described[:5]
    assert numbers(outcome.reserve) == described[5:8]
    assert numbers(outcome.drawn) == ["WX/074", "WX/097", "WX/034", "WX/005", "WX/078"]


def test_neither_the_order_nor_the_spelling_of_the_rows_matters():
    rows = list(frame().rows)
    random.Random(1).shuffle(rows)
    mixed = Frame("1" * 64, tuple(rows))
    one, other = (draw(stratify(f, [], AREAS), {(): Size(9)}, "7") for f in (frame(), mixed))
    assert numbers(one[0].drawn) == numbers(other[0].drawn)
    assert rank("7", "wx / 001") == rank("7", "WX/001") != rank("8", "WX/001")


def test_each_stratum_has_its_own_draw_in_the_order_of_the_framework():
    strata = stratify(frame(), ["area", "team"], AREAS)
    assert [stratum.label for stratum in strata] == [
        "Section 47, Team 0",
        "Section 47, Team 1",
        "Missing children, Team 0",
        "Missing children, Team 1",
    ]
    outcomes = draw(strata, {stratum.key: Size(4, 100) for stratum in strata}, "7")
    for outcome in outcomes:
        drawn = numbers([*outcome.drawn, *outcome.reserve])
        assert len(outcome.drawn) == 4
        assert sorted(drawn) == sorted(numbers(outcome.stratum.rows))


def test_excluded_cases_are_counted_and_never_drawn():
    rows = frame(10).rows
    excluded = Frame("0" * 64, rows).excluding(frozenset({"wx/003", "wx/004"}), "There already")
    (stratum,) = stratify(excluded, [], AREAS)
    assert (stratum.frame_count, len(stratum.rows), stratum.label) == (10, 8, "All cases")
    (outcome,) = draw([stratum], {(): Size(8, 8)}, "7")
    assert not {"WX/003", "WX/004"} & set(numbers(outcome.drawn))


def test_a_stratum_without_a_name_says_so():
    rows = (FrameRow(2, "1", "s47", "", ""),)
    assert stratify(Frame("", rows), ["team"], AREAS)[0].label == "no team"


def test_an_empty_stratum_and_too_many_are_refused():
    gone = stratify(frame(4, excluded_because="With the court"), ["area"], AREAS)
    assert [problem.message for problem in strata_problems(gone)][0].startswith(
        "Section 47: every case is excluded"
    )
    rows = tuple(FrameRow(n, str(n), "s47", f"T{n}", "") for n in range(61))
    (problem,) = strata_problems(stratify(Frame("", rows), ["team"], AREAS))
    assert "61 strata" in problem.message
    assert strata_problems(stratify(frame(), ["area"], AREAS)) == []


@pytest.mark.parametrize(
    ("size", "says"),
    [
        (Size(101), "101 cases are asked for, and there are 100."),
        (Size(0), "ask for 1 case or more"),
        (Size(1, -1), "the reserve cannot be below 0"),
    ],
)
def test_sizes_that_cannot_be_drawn_are_refused(size, says):
    (problem,) = size_problems(stratify(frame(), [], AREAS), {(): size})
    assert says in problem.message


def test_a_sample_has_an_upper_size():
    strata = stratify(frame(3_000), [], AREAS)
    assert "2,001 cases" in size_problems(strata, {(): Size(2_001)})[0].message
    assert size_problems(strata, {(): Size(2_000, 1_000)}) == []


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20), st.integers(1, 400))
def test_shares_in_proportion_add_up_where_they_can(counts, total):
    shares = in_proportion(counts, total)
    assert all(1 <= share <= count for share, count in zip(shares, counts, strict=True))
    if len(counts) <= total <= sum(counts) / 2 and min(counts) * total >= sum(counts):
        assert sum(shares) == total


def test_every_case_is_drawn_about_equally_often():
    """1,000 seeds, 10 of 100: a case is drawn 100 times, give or take."""
    times = dict.fromkeys(numbers(frame().rows), 0)
    strata = stratify(frame(), [], AREAS)
    for seed in range(1_000):
        for row in draw(strata, {(): Size(10)}, str(seed))[0].drawn:
            times[row.number] += 1
    assert 60 < min(times.values())
    assert max(times.values()) < 140
