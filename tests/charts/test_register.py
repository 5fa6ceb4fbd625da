from __future__ import annotations

import re
from datetime import date

import pytest

from audit.charts.ramp import contrast
from audit.charts.register import HEIGHT, register_areas, register_finding
from audit.rules.register import Counted

ROWS = [
    Counted(date(2026, 4, 30), in_time=4),
    Counted(date(2026, 5, 31), in_time=1, late=1, delivered=1, verified=1, closed=1),
]


def points(svg):
    return [
        [tuple(map(int, pair.split(","))) for pair in found.split()]
        for found in re.findall(r'points="([^"]+)"', svg)
    ]


def test_each_area_lies_on_the_one_below():
    areas = points(register_areas(ROWS, "A finding"))
    assert len(areas) == 4
    for lower, upper in zip(areas, areas[1:], strict=False):
        assert upper[2:] == list(reversed(lower[:2]))


def test_the_heights_are_the_counts():
    late, in_time, *_ = points(register_areas(ROWS, "A finding"))
    assert late[:2] == [(0, 4), (1, 3)]
    assert in_time[:2] == [(0, 0), (1, 2)]


def test_what_is_overdue_is_darkest():
    fills = re.findall(r'points="[^"]+" fill="(#\w+)"', register_areas(ROWS, "A finding"))
    on_white = [contrast(fill, "#ffffff") for fill in fills]
    assert on_white == sorted(on_white, reverse=True)


def test_the_finding_is_its_text():
    assert "<title>A finding</title>" in register_areas(ROWS, "A finding")


def test_one_day_is_a_block_and_nothing_is_a_line():
    assert all(len(area) == 4 for area in points(register_areas(ROWS[:1], "A finding")))
    empty = register_areas([Counted(date(2026, 5, 31))], "A finding")
    assert points(empty) == []
    assert f'height="{HEIGHT}' not in empty


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (Counted(date(2026, 5, 31)), "No recommendation had been put to the force"),
        (
            Counted(date(2026, 5, 31), late=1),
            "Of the one recommendation, 1 was overdue and none were verified on 31 May 2026",
        ),
        (
            Counted(date(2026, 5, 31), late=2, verified=1, closed=1),
            "Of 4 recommendations, 2 were overdue and 1 was verified on 31 May 2026",
        ),
    ],
)
def test_the_finding_counts_what_is_overdue_and_verified(counted, said):
    assert register_finding([counted]) == said
