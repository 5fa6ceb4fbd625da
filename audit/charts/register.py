"""How a register moved: open, overdue, delivered and verified at the end of each month.

Stacked areas, the overdue ones darkest and on the base line; drawn as bars.py draws, except that
the areas lie in a picture of their own, which stretches to whatever width there is.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from audit.charts.bars import GREY, LINE, picture, short, text
from audit.charts.ramp import OUTLINE, fills
from audit.rules.dates import day_text
from audit.rules.register import Counted

LAYERS = (
    ("late", "Open and overdue"),
    ("in_time", "Open, not overdue"),
    ("delivered", "Delivered, to be verified"),
    ("verified", "Verified"),
)
"""From the base line upwards; the names are those of `Counted`."""
HEIGHT = 180


def register_areas(counted: Sequence[Counted], finding: str) -> SafeString:
    """A key, then the areas between the first and the last of the days."""
    shades = list(reversed(fills(len(LAYERS))))
    order = list(zip(LAYERS, shades, strict=True))
    parts = [part for place, layer in enumerate(reversed(order)) for part in _key(layer, place)]
    top = LINE * len(LAYERS) + 34
    highest = max((_height(row) for row in counted), default=0)
    parts.append(text(0, top - 8, f"{highest:,}", fill=GREY))
    parts.append(_line(top))
    if highest:
        parts.append(_areas(counted, highest, top, shades))
    parts.append(_line(top + HEIGHT))
    parts += _days(counted, top + HEIGHT + LINE)
    return picture(finding, top + HEIGHT + LINE + 8, parts)


def register_finding(counted: Sequence[Counted]) -> str:
    """What the last day shows: how many are overdue and how many verified, of all."""
    last = counted[-1]
    if not last.total:
        return "No recommendation had been put to the force"
    of = "the one recommendation" if last.total == 1 else f"{last.total:,} recommendations"
    return (
        f"Of {of}, {last.late or 'none'} {_were(last.late)} overdue and "
        f"{last.verified or 'none'} {_were(last.verified)} verified on {day_text(last.day)}"
    )


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _height(row: Counted) -> int:
    return sum(getattr(row, name) for name, _ in LAYERS)


def _key(layer: tuple[tuple[str, str], str], place: int) -> list[SafeString]:
    (_, title), fill = layer
    box = format_html(
        '<rect x="0" y="{}" width="16" height="14" fill="{}" stroke="{}"/>',
        place * LINE + 3, fill, OUTLINE,
    )  # fmt: skip
    return [box, text(0, place * LINE + 15, title, dx=26)]


def _line(y: float) -> SafeString:
    return format_html('<line x1="0" x2="100%" y1="{0}" y2="{0}" stroke="{1}"/>', short(y), GREY)


def _areas(counted: Sequence[Counted], highest: int, top: int, shades: Sequence[str]) -> SafeString:
    """One day alone is drawn as a block."""
    rows = list(counted) if len(counted) > 1 else [*counted, *counted]
    base = [0] * len(rows)
    drawn = SafeString("")
    for (name, _), fill in zip(LAYERS, shades, strict=True):
        upper = [low + getattr(row, name) for low, row in zip(base, rows, strict=True)]
        drawn += _area(base, upper, highest, fill)
        base = upper
    return format_html(
        '<svg x="0" y="{}" width="100%" height="{}" viewBox="0 0 {} {}" '
        'preserveAspectRatio="none">{}</svg>',
        top, HEIGHT, len(rows) - 1, highest, drawn,
    )  # fmt: skip


def _area(lower: Sequence[int], upper: Sequence[int], highest: int, fill: str) -> SafeString:
    there = [f"{place},{highest - y}" for place, y in enumerate(upper)]
    back = [f"{place},{highest - y}" for place, y in reversed(list(enumerate(lower)))]
    return format_html(
        '<polygon points="{}" fill="{}" stroke="{}" vector-effect="non-scaling-stroke"/>',
        " ".join([*there, *back]), fill, OUTLINE,
    )  # fmt: skip


def _days(counted: Sequence[Counted], y: float) -> list[SafeString]:
    first, last = day_text(counted[0].day), day_text(counted[-1].day)
    ends = [text(100, y, last, anchor="end", fill=GREY)]
    return [text(0, y, first, fill=GREY), *ends] if len(counted) > 1 else ends
