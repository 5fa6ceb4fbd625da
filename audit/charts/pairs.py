"""Two rounds by area: for each area an upper bar for the earlier and a lower one for the later.

Drawn as bars.py draws. Lengths are numbers of files, by one measure for all bars.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from audit.charts.bars import GREY, LINE, added_up, bar, fits, key, picture, text
from audit.rules.counting import Tally
from audit.rules.grading import Scale

THICKNESS = 18
GAP = 3


@dataclass(frozen=True)
class PairRow:
    """The results of one area in both rounds."""

    label: str
    before: Tally
    after: Tally


def paired_bars(
    scale: Scale, rows: Sequence[PairRow], sides: tuple[str, str], finding: str
) -> SafeString:
    """A key, then two bars a row; `sides` name the upper and the lower. Empty bars keep their
    place."""
    parts = [
        text(0, 15, f"Upper bar: {sides[0]}"),
        text(0, 15 + LINE, f"Lower bar: {sides[1]}"),
        *key(scale, 2 * LINE),
    ]
    y = LINE * (2 + len(scale.grades)) + 12
    totals = (tally.total for row in rows for tally in (row.before, row.after))
    longest = max(totals, default=0)
    for row in rows:
        drawn, height = _row(row, longest, y)
        parts += drawn
        y += height
    return picture(finding, y, parts)


def _row(row: PairRow, longest: int, y: int) -> tuple[list[SafeString], int]:
    lines = textwrap.wrap(row.label, 27) or [""]
    parts = [text(0, y + 15 + LINE * n, line, bold=True) for n, line in enumerate(lines)]
    totals = f"{row.before.total:,} then {row.after.total:,}"
    parts.append(text(100, y + 15, totals, anchor="end", fill=GREY))
    top = y + LINE * len(lines) + 1
    for tally in (row.before, row.after):
        parts += bar(tally, longest, top, THICKNESS)
        top += THICKNESS + GAP
        if not fits(tally, longest):
            parts.append(text(0, top + 12, added_up(tally)))
            top += LINE
    return parts, top + 10 - y
