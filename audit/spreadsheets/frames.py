"""The list of cases in a book: which sheet it is, and where its headings stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.core.exceptions import ValidationError

from audit.rules.frames import FrameError, column_of
from audit.rules.tables import Table
from audit.spreadsheets.cells import NoValue, text_of
from audit.spreadsheets.containers import CSV
from audit.spreadsheets.marks import letters_of
from audit.spreadsheets.reading import Book, Row, Sheet, read_book
from audit.spreadsheets.refusals import UnreadableError

LOOKED_AT = 20
"""Among so many rows of each sheet the headings are looked for."""


def read_table(content: bytes) -> Table:
    """Raises ValidationError, on the field of the frame, where nothing can be read."""
    try:
        return _table(read_book(content))
    except UnreadableError as error:
        raise ValidationError({"frame": str(error)}) from None


def _table(book: Book) -> Table:
    """Of the row and sheet that hold the most headings; of those alike, the first."""
    best, found = -1, (book.sheets[0], 0)
    for sheet in book.sheets:
        for row in islice(sheet.rows(), LOOKED_AT):
            known = len({column_of(text_of(cell)) for cell in row.cells} - {""})
            if known > best:
                best, found = known, (sheet, row.number)
    unit = "Line" if book.kind == CSV else "Row"
    return Table(book.sha256, _Rows(*found), unit)


@dataclass(frozen=True)
class _Rows:
    """The rows of a sheet from its headings on, as texts."""

    sheet: Sheet
    heading: int

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        read: list[bool] = []
        for row in self.sheet.rows():
            if row.number < self.heading:
                continue
            texts = [text_of(cell) for cell in row.cells]
            read = read or [bool(column_of(text)) for text in texts]
            self._refuse_formulas(row, read)
            yield row.number, texts

    def _refuse_formulas(self, row: Row, read: list[bool]) -> None:
        for place, (cell, is_read) in enumerate(zip(row.cells, read, strict=False), start=1):
            if is_read and isinstance(cell, NoValue):
                raise FrameError(
                    f"Row {row.number}, column {letters_of(place)}: this is a formula or an error. "
                    "Copy the column and paste it as values."
                )
