"""Colours for the grades of a scale, in an order of lightness: the best is the lightest.

Lightness alone tells them apart, so grey print and colour blindness lose nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

RGB = tuple[int, int, int]

STOPS: tuple[RGB, ...] = ((0xDC, 0xE9, 0xF5), (0x6A, 0x9F, 0xCB), (0x12, 0x43, 0x6D))
"""Light, middle and dark blue; about equal steps of perceived lightness."""

OUTLINE = "#12436d"
"""Drawn round every segment: the lightest fill alone would fade into the page."""

INK = "#000000"
PAPER = "#ffffff"


def fills(grades: int) -> list[str]:
    """One colour a grade, best first; a scale of one grade is drawn in the middle blue."""
    if grades == 1:
        return [_hex(STOPS[1])]
    return [_hex(_at(place / (grades - 1))) for place in range(grades)]


def text_on(fill: str) -> str:
    """Black or white, whichever stands out more: one of them always reaches 4.5 : 1."""
    return max((INK, PAPER), key=lambda colour: contrast(colour, fill))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _at(share: float) -> RGB:
    """The colour at `share` of the way from light to dark."""
    steps = len(STOPS) - 1
    step = min(int(share * steps), steps - 1)
    return _mix(STOPS[step], STOPS[step + 1], share * steps - step)


def _mix(one: Sequence[int], other: Sequence[int], share: float) -> RGB:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _hex(colour: RGB) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
