"""Which sheet of a book holds the rows, where its headings stand, and what each column is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from audit.rules.written import normal
from audit.spreadsheets.cells import text_of
from audit.spreadsheets.reading import Book, Row, Sheet

LOOKED_AT = 20
"""Among so many rows of each sheet the headings are looked for."""


@dataclass(frozen=True)
class Column:
    """What a column may be; `names` are the headings by which it is known, besides its code."""

    code: str
    title: str
    names: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Match:
    """The rows of `sheet` below row `heading`. `codes` has the code of each column from the left,
    "" for one that is not read; `headings` what stands above it."""

    sheet: Sheet
    heading: int
    headings: tuple[str, ...]
    codes: tuple[str, ...]


def guessed(book: Book, columns: Iterable[Column], remembered: Mapping[str, str]) -> Match:
    """By the row that holds the most known headings; of those alike, the first. Sheets that are
    hidden come last. `remembered` says what a force's own headings (`normal`) stand for."""
    known = {
        normal(name): row.code for row in columns for name in (row.code, row.title, *row.names)
    }
    known |= remembered
    best, found = -1, None
    for sheet in book.sheets:
        for row in islice(sheet.rows(), LOOKED_AT):
            match = _match(sheet, row, known)
            score = len({code for code in match.codes if code})
            if score > best:
                best, found = score, match
    assert found is not None  # a book without rows is refused when it is read
    return found


def _match(sheet: Sheet, row: Row, known: Mapping[str, str]) -> Match:
    headings = tuple(text_of(cell) for cell in row.cells)
    codes = tuple(known.get(normal(heading), "") for heading in headings)
    return Match(sheet, row.number, headings, codes)
