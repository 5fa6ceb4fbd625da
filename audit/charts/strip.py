"""A strip chart: one dot for each file along an axis that holds 0, the median marked.

Drawn as bars.py draws: positions across are percentages and nothing has an id or a style, so it
fills any width under a strict content security policy. Shape and place tell everything; grey
print loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from audit.charts.bars import GREY, NARROWEST, picture, short, text
from audit.charts.ramp import INK, OUTLINE
from audit.rules.facts import Spread, amount

RADIUS = 5
STEP = 11
"""Pixels from one dot to the next where several stand over one place."""
TALLEST = 176
"""Pixels that the dots may take in height; above this they overlap, each still drawn."""
LEFT, RIGHT = 2.5, 97.5
"""Per cent of the width between which the axis lies: a dot at its end is not cut off."""
FILL = "#6a9fcb"


def strip_chart(spread: Spread, unit: str, finding: str) -> SafeString:
    """The dots of `spread` over an axis from 0, or from what lies below it, to the largest."""
    ends = min(0.0, spread.values[0]), max(0.0, spread.longest)
    places = [_place(value, ends) for value in spread.values]
    levels = _levels(places)
    step = min(STEP, TALLEST / (max(levels) + 1))
    base = 26 + round(step * (max(levels) + 1))
    parts = _median(spread.median, _place(spread.median, ends), unit, base)
    parts += [
        _dot(place, base - RADIUS - 1 - level * step)
        for place, level in zip(places, levels, strict=True)
    ]
    return picture(finding, base + 24, [*parts, *_axis(ends, unit, base)])


def _place(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return LEFT + (RIGHT - LEFT) * (value - low) / (high - low or 1.0)


def _levels(places: Sequence[float]) -> list[int]:
    """For each dot, from left to right, the lowest level at which it touches no other.

    Reckoned for the narrowest screen; on a wider one there is only more room.
    """
    apart = 100 * STEP / NARROWEST
    last: list[float] = []
    levels = []
    for place in places:
        free = next((n for n, taken in enumerate(last) if place - taken >= apart), len(last))
        last[free : free + 1] = [place]
        levels.append(free)
    return levels


def _dot(place: float, y: float) -> SafeString:
    return format_html(
        '<circle cx="{}%" cy="{}" r="{}" fill="{}" stroke="{}"/>',
        short(place), short(y), RADIUS, FILL, OUTLINE,
    )  # fmt: skip


def _median(median: float, place: float, unit: str, base: int) -> list[SafeString]:
    """A line through the dots, named above it on the side where there is room."""
    line = format_html(
        '<line x1="{0}%" x2="{0}%" y1="20" y2="{1}" stroke="{2}" stroke-width="2"/>',
        short(place), base, INK,
    )  # fmt: skip
    anchor = "" if place <= 50 else "end"
    name = f"median {amount(median, unit)}"
    return [line, text(LEFT if place <= 10 else place, 14, name, anchor=anchor, bold=True)]


def _axis(ends: tuple[float, float], unit: str, base: int) -> list[SafeString]:
    line = format_html('<line x1="0" x2="100%" y1="{0}" y2="{0}" stroke="{1}"/>', base, GREY)
    return [
        line,
        text(0, base + 18, _end(ends[0], unit), fill=GREY),
        text(100, base + 18, _end(ends[1], unit), anchor="end", fill=GREY),
    ]


def _end(value: float, unit: str) -> str:
    return amount(value, unit) if value else "0"
