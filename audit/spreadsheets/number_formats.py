"""Which cells of an Excel workbook show a time of day: the reader gives a day at 00:00 as a day.

The form: ECMA-376, part 1, 18.8.30 (numFmt, with the formats that every program knows) and 18.8.10
(cellXfs).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from xml.parsers import expat

from audit.spreadsheets import refusals
from audit.spreadsheets.refusals import UnreadableError

BUILT_IN = frozenset({*range(18, 23), *range(45, 48)})
"""Numbers of the formats with a time that no workbook spells out."""
NO_PART = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
"""What stands in a format and is no part of a date: texts, signs, colours, countries."""
TIME = re.compile(r"[hs]", re.IGNORECASE)


def shows_time(code: str) -> bool:
    return bool(TIME.search(NO_PART.sub("", code))) and code != "General"


class _Styles:
    """Follows styles.xml, where cells are styled by the place of an `xf` within `cellXfs`."""

    def __init__(self) -> None:
        self.timed = set(BUILT_IN)
        self.formats: list[int] = []
        self.within = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "numFmt" and shows_time(given.get("formatCode", "")):
            self.timed.add(_number(given.get("numFmtId", "")))
        elif name == "cellXfs":
            self.within = True
        elif name == "xf" and self.within:
            self.formats.append(_number(given.get("numFmtId", "")))

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "cellXfs":
            self.within = False


def _number(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else -1


def timed_styles(pieces: Iterable[bytes]) -> list[int]:
    """The styles of cells that show a time, by their number. Raises UnreadableError."""
    follower, parser = _Styles(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = follower.start, follower.end
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise UnreadableError(refusals.DAMAGED) from None
    return [place for place, number in enumerate(follower.formats) if number in follower.timed]


def midnights(styles: Collection[int]) -> re.Pattern[bytes] | None:
    """Finds the column and row of each cell of these styles with a whole number: a day at 00:00,
    if it is a date at all. None where there is nothing to find."""
    if not styles:
        return None
    numbers = "|".join(map(str, styles)).encode()
    return re.compile(
        rb'<(?:\w+:)?c\s(?=[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})")(?=[^>]*?\bs="(?:'
        + numbers
        + rb')")(?![^>]*?\bt="[^n])[^>]*>\s*<(?:\w+:)?v>\s*[0-9]+(?:\.0*)?\s*<'
    )
