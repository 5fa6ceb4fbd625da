"""Stacked bars of grades as SVG, the same for screen and print.

Positions across the page are percentages and text has a fixed size, so a bar fills whatever
width there is and its text stays legible on a telephone. Nothing has an id or a style: many
charts can stand on one page under a strict content security policy.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from audit.charts.ramp import INK, OUTLINE, PAPER, fills, text_on
from audit.rules.counting import Tally
from audit.rules.grading import Scale

FONT = "'Source Sans 3', Arial, sans-serif"
NARROWEST = 272
"""Pixels across the narrowest screen (320) less its margins: what must fit there fits anywhere."""
DIGIT = 9
LINE = 20
GREY = "#505a5f"
"""For what is not there; 7 : 1 against white."""


@dataclass(frozen=True)
class Row:
    """One bar of several: whose results they are, and how many at each grade."""

    label: str
    tally: Tally


def single_bar(scale: Scale, tally: Tally, finding: str, *, thickness: int = 40) -> SafeString:
    """One bar over its full width, and under it a key that gives each grade's count."""
    top = thickness + 12
    parts = bar(tally, tally.total, 0, thickness)
    named = key(scale, top, [count for _, count in tally.counts])
    return picture(finding, top + LINE * len(scale.grades), [*parts, *named])


def several_bars(scale: Scale, rows: Sequence[Row], finding: str) -> SafeString:
    """A key, then a bar a row: its length is the number of results, the longest fills the width.

    A row without results keeps its place, drawn as empty.
    """
    parts = list(key(scale, 0))
    y = LINE * len(scale.grades) + 12
    longest = max((row.tally.total for row in rows), default=0)
    for row in rows:
        drawn, height = _labelled_bar(row, longest, y)
        parts += drawn
        y += height
    return picture(finding, y, parts)


def _labelled_bar(row: Row, longest: int, y: int) -> tuple[list[SafeString], int]:
    """The label above its bar, the total beside the label; counts that do not fit stand below."""
    lines = textwrap.wrap(row.label, 27) or [""]
    total = row.tally.total
    parts = [text(0, y + 15 + LINE * n, line) for n, line in enumerate(lines)]
    if total:
        parts.append(text(100, y + 15, _files(total), anchor="end", fill=GREY))
    top = y + LINE * len(lines) + 1
    parts += bar(row.tally, longest, top, 21)
    height = LINE * len(lines) + 32
    if not fits(row.tally, longest):
        parts.append(text(0, top + 37, added_up(row.tally)))
        height += LINE
    return parts, height


def bar(tally: Tally, longest: int, y: int, thickness: int) -> list[SafeString]:
    """The segments of one bar; its counts in them where all of them fit."""
    if not tally.total:
        return _empty(y, thickness)
    parts, start, written = [], 0, fits(tally, longest)
    for fill, (_, count) in zip(fills(len(tally.counts)), tally.counts, strict=True):
        if not count:
            continue
        x, width = 100 * start / longest, 100 * count / longest
        parts.append(_segment(x, y, width, thickness, fill))
        if written:
            middle, baseline = x + width / 2, y + thickness / 2 + 5.5
            colour = text_on(fill)
            parts.append(
                text(middle, baseline, f"{count:,}", anchor="middle", fill=colour, bold=True)
            )
        start += count
    return parts


def fits(tally: Tally, longest: int) -> bool:
    """Whether every count can be written in its segment on the narrowest screen."""
    return all(
        NARROWEST * count >= longest * (DIGIT * len(f"{count:,}") + 1)
        for _, count in tally.counts
        if count
    )


def added_up(tally: Tally) -> str:
    """ "1 + 300 + 2 = 303": for beneath a bar in which the counts do not fit."""
    return f"{' + '.join(f'{count:,}' for _, count in tally.counts)} = {tally.total:,}"


def _empty(y: int, thickness: int) -> list[SafeString]:
    outline = format_html(
        '<rect x="0" y="{}" width="84" height="{}" fill="{}" stroke="{}" stroke-dasharray="4 3"/>',
        y, thickness, PAPER, GREY,
    )  # fmt: skip
    return [outline, text(0, y + thickness / 2 + 5.5, "no files", dx=14, fill=GREY)]


def _segment(x: float, y: int, width: float, thickness: int, fill: str) -> SafeString:
    return format_html(
        '<rect x="{}%" y="{}" width="{}%" height="{}" fill="{}" stroke="{}"/>',
        short(x), y, short(width), thickness, fill, OUTLINE,
    )  # fmt: skip


def key(scale: Scale, y: int, counts: Sequence[int] | None = None) -> Iterator[SafeString]:
    """A line a grade: its colour, its count where there is one bar, its name."""
    indent = 26 + DIGIT * max(len(f"{count:,}") for count in counts) + 8 if counts else 26
    for place, (grade, fill) in enumerate(zip(scale.grades, fills(len(scale.grades)), strict=True)):
        top = y + place * LINE
        yield format_html(
            '<rect x="0" y="{}" width="16" height="14" fill="{}" stroke="{}"/>',
            top + 3, fill, OUTLINE,
        )  # fmt: skip
        if counts:
            count = f"{counts[place]:,}"
            yield text(0, top + 15, count, dx=indent - 8, anchor="end", bold=True)
        yield text(0, top + 15, grade.title, dx=indent)


def text(
    x: float,
    y: float,
    text: str,
    *,
    dx: int = 0,
    anchor: str = "",
    fill: str = INK,
    bold: bool = False,
) -> SafeString:
    """`x` in per cent of the width, `dx` in pixels from there."""
    attributes = [("x", f"{short(x)}%"), ("y", short(y))]
    attributes += [("dx", str(dx))] if dx else []
    attributes += [("text-anchor", anchor)] if anchor else []
    attributes += [("fill", fill)] if fill != INK else []
    attributes += [("font-weight", "600")] if bold else []
    return format_html("<text{}>{}</text>", format_html_join("", ' {}="{}"', attributes), text)


def picture(finding: str, height: int, parts: Sequence[SafeString]) -> SafeString:
    """`role` and title make it one picture with the finding as its text alternative."""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%" height="{}" '
        'overflow="visible" font-family="{}" font-size="15"><title>{}</title>{}</svg>',
        height, FONT, finding, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def _files(total: int) -> str:
    return "1 file" if total == 1 else f"{total:,} files"


def short(value: float) -> str:
    """Short and the same on every machine: at most three decimals, no trailing zeros."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
