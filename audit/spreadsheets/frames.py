"""The list of cases in a book: which sheet it is, and where its headings stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from audit.rules.frames import HEADINGS, FrameError
from audit.rules.tables import Table
from audit.spreadsheets.cells import NoValue, text_of
from audit.spreadsheets.columns import Column, Match, guessed
from audit.spreadsheets.containers import CSV
from audit.spreadsheets.marks import letters_of
from audit.spreadsheets.reading import Book, Row, read_book
from audit.spreadsheets.refusals import UnreadableError

COLUMNS = [Column(field, heading) for heading, field in HEADINGS.items()]


def read_table(content: bytes) -> Table:
    """Raises ValidationError, on the field of the frame, where nothing can be read."""
    try:
        return _table(read_book(content))
    except UnreadableError as error:
        raise ValidationError({"frame": str(error)}) from None


def _table(book: Book) -> Table:
    match = guessed(book, COLUMNS, {})
    unit = "Line" if book.kind == CSV else "Row"
    return Table(book.sha256, _Rows(match), unit)


@dataclass(frozen=True)
class _Rows:
    """The rows of a sheet from its headings on, as texts."""

    match: Match

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for row in self.match.sheet.rows():
            if row.number >= self.match.heading:
                self._refuse_formulas(row)
                yield row.number, [text_of(cell) for cell in row.cells]

    def _refuse_formulas(self, row: Row) -> None:
        for place, (cell, code) in enumerate(
            zip(row.cells, self.match.codes, strict=False), start=1
        ):
            if code and isinstance(cell, NoValue):
                raise FrameError(
                    f"Row {row.number}, column {letters_of(place)}: this is a formula or an error. "
                    "Copy the column and paste it as values."
                )
