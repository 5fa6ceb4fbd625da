"""Themes as pairs of bars: in how many files each was seen as a strength and as a weakness.

Drawn as bars.py draws, with the lightest fill for strengths and the darkest for weaknesses.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from audit.charts.bars import LINE, picture, short, text
from audit.charts.ramp import OUTLINE, fills

STRENGTH, WEAKNESS = fills(2)
THICKNESS = 14
WIDEST = 84.0
"""Per cent of the width for the longest bar: its count stands behind it on any screen."""


@dataclass(frozen=True)
class ThemeRow:
    """A theme and the files in which it was seen."""

    label: str
    strength: int
    weakness: int


def theme_bars(rows: Sequence[ThemeRow], finding: str) -> SafeString:
    """A key, then each theme's name over its two bars; a bar of no files is left away."""
    parts = [*_key("Seen as a strength", STRENGTH, 0), *_key("Seen as a weakness", WEAKNESS, LINE)]
    longest = max((max(row.strength, row.weakness) for row in rows), default=0)
    y = 2 * LINE + 14
    for row in rows:
        lines = textwrap.wrap(row.label, 34) or [""]
        parts += [text(0, y + 15 + LINE * n, line) for n, line in enumerate(lines)]
        y += LINE * len(lines) + 2
        for count, fill in ((row.strength, STRENGTH), (row.weakness, WEAKNESS)):
            if count:
                parts += _bar(count, longest, y, fill)
                y += THICKNESS + 3
        y += 8
    return picture(finding, y, parts)


def themes_finding(rows: Sequence[ThemeRow], files: int) -> str:
    """Names what was seen most often as a weakness, or else as a strength; counts more than two."""
    for kind, counts in (
        ("weakness", [row.weakness for row in rows]),
        ("strength", [row.strength for row in rows]),
    ):
        most = max(counts, default=0)
        if most:
            names = [f"“{r.label}”" for r, count in zip(rows, counts, strict=True) if count == most]
            which = " and ".join(names) if len(names) < 3 else f"{len(names)} themes"
            return f"Seen most often as a {kind}: {which}, in {_of(most, files, names)}"
    return "No themes have been seen"


def _of(count: int, files: int, names: Sequence[str]) -> str:
    of = f"{count} of {files} {'file' if files == 1 else 'files'}"
    return of if len(names) == 1 else f"{of} each"


def _bar(count: int, longest: int, y: float, fill: str) -> list[SafeString]:
    width = WIDEST * count / longest
    bar = format_html(
        '<rect x="0" y="{}" width="{}%" height="{}" fill="{}" stroke="{}"/>',
        short(y), short(width), THICKNESS, fill, OUTLINE,
    )  # fmt: skip
    return [bar, text(width, y + 12, f"{count:,}", dx=6)]


def _key(name: str, fill: str, y: int) -> list[SafeString]:
    box = format_html(
        '<rect x="0" y="{}" width="16" height="14" fill="{}" stroke="{}"/>', y + 3, fill, OUTLINE
    )
    return [box, text(0, y + 15, name, dx=26)]
