"""What the reader of workbooks does not tell: formulas, errors, and how far a sheet stretches.

Found in the workbook's own XML, a piece at a time, before the reader makes room for its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from audit.spreadsheets import refusals
from audit.spreadsheets.limits import MOST_CELLS, MOST_COLUMNS, MOST_MARKED, MOST_ROWS
from audit.spreadsheets.refusals import UnreadableError

FORMULA, ERROR = "formula", "error"
CELL = rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"'
TRUTH = rb"[^>]*>(?:TRUE|FALSE)\(\)</"
"""LibreOffice writes yes and no as formulas; they can be nothing else."""
FORMULAS = re.compile(CELL + rb"[^>]*>\s*<(?:\w+:)?f(?!" + TRUTH + rb")[\s/>]")
ERRORS = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
COLUMNS = re.compile(rb'\br="([A-Z]{1,3})[0-9]')
ROWS = re.compile(rb'<(?:\w+:)?row\b(?:[^>]*?\br="([0-9]{1,9})")?')
END = re.compile(rb"</(?:\w+:)?worksheet>\s*\Z")
LONGEST_TAIL = 8 << 20


@dataclass
class Marks:
    """Of one sheet. Rows and columns count from 1."""

    name: str
    rows: int = 0
    columns: int = 0
    tabs: bool = False
    """Whether texts hold tabs as OpenDocument has them."""
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """Which cells are no plain values, and what they are instead."""
    midnights: set[tuple[int, int]] = field(default_factory=set)
    """Cells that show a time, which is 00:00; beyond `MOST_MARKED` they are days like others."""

    def mark(self, row: int, column: int, what: str) -> None:
        self.cells[row, column] = what
        if len(self.cells) > MOST_MARKED:
            raise UnreadableError(refusals.TOO_MANY_FORMULAS.format(most=MOST_MARKED))

    def check(self) -> None:
        """Raises UnreadableError for a sheet that stretches too far."""
        shown = self.name[:40]
        if self.rows > MOST_ROWS:
            raise UnreadableError(refusals.TOO_MANY_ROWS.format(sheet=shown, rows=MOST_ROWS))
        if self.columns > MOST_COLUMNS:
            letters = letters_of(self.columns)
            raise UnreadableError(refusals.TOO_WIDE.format(sheet=shown, column=letters))
        if (cells := self.rows * self.columns) > MOST_CELLS:
            raise UnreadableError(refusals.TOO_MANY_CELLS.format(sheet=shown, cells=cells))


def number_of(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters_of(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def marks_in_xlsx(
    name: str, pieces: Iterable[bytes], midnights: re.Pattern[bytes] | None = None
) -> Marks:
    """Raises UnreadableError also where the sheet breaks off, which the reader takes as its end."""
    marks, rows, text = Marks(name), 0, b""
    for text in _whole_tags(pieces):
        found = ROWS.findall(text)
        rows += len(found)
        marks.rows = max([marks.rows, rows, *(int(number) for number in found if number)])
        widths = {number_of(letters.decode()) for letters in set(COLUMNS.findall(text))}
        marks.columns = max([marks.columns, *widths])
        marks.check()
        for pattern, what in ((ERRORS, ERROR), (FORMULAS, FORMULA)):
            for letters, number in pattern.findall(text):
                marks.mark(int(number), number_of(letters.decode()), what)
        for letters, number in midnights.findall(text) if midnights else ():
            if len(marks.midnights) < MOST_MARKED:
                marks.midnights.add((int(number), number_of(letters.decode())))
    if not END.search(text):
        raise UnreadableError(refusals.DAMAGED)
    return marks


def _whole_tags(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same text, cut only where an element ends: a cell and its formula stay together."""
    tail = b""
    for piece in pieces:
        text = tail + piece
        end = text.rfind(b"</")
        if end < 0:
            end = len(text) if len(text) > LONGEST_TAIL else 0
        yield text[:end]
        tail = text[end:]
    yield tail


class _Ods:
    """Follows content.xml, where empty rows and cells stand once with how often they repeat."""

    def __init__(self) -> None:
        self.sheets: list[Marks] = []
        self.row = self.column = 0
        self.repeated = 1

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "table:table":
            self.sheets.append(Marks(given.get("table:name", "")))
            self.row = 0
        elif tag == "table:table-row":
            self.repeated = _times(given, "table:number-rows-repeated")
            self.column = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._cell(given)
        elif tag == "text:tab" and self.sheets:
            self.sheets[-1].tabs = True

    def _cell(self, given: dict[str, str]) -> None:
        times = _times(given, "table:number-columns-repeated")
        marks = self.sheets[-1]
        if "office:value-type" in given or "table:formula" in given:
            marks.rows = max(marks.rows, self.row + self.repeated)
            marks.columns = max(marks.columns, self.column + times)
            marks.check()
        if "table:formula" in given:
            for place in range(times):
                marks.mark(self.row + 1, self.column + place + 1, FORMULA)
        self.column += times

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self.row += self.repeated


def _times(given: dict[str, str], name: str) -> int:
    number = given.get(name, "1")
    return int(number) if number.isdecimal() and len(number) < 10 else 1


def marks_in_ods(pieces: Iterable[bytes]) -> list[Marks]:
    follower, parser = _Ods(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = follower.start, follower.end
    try:
        for piece in pieces:
            parser.Parse(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, AttributeError, IndexError):
        raise UnreadableError(refusals.DAMAGED) from None
    return follower.sheets


def parsed(pieces: Iterable[bytes]) -> ElementTree.Element:
    """A small part of a workbook, of which `pieces` refuses entities."""
    try:
        return ElementTree.fromstring(b"".join(pieces))
    except (ElementTree.ParseError, ValueError):
        raise UnreadableError(refusals.DAMAGED) from None
