"""A workbook that was taken out whole, as a kind of import: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.models import ImportRun, User
from audit.models.encryption import unpacked_bytes
from audit.rules.imports import Outcome, RowResult
from audit.services.import_results import ChangedSinceError, Planned
from audit.spreadsheets.reading import Book, read_book
from audit.spreadsheets.round_workbook import round_workbook_check, round_workbook_load

REFUSING = (Outcome.REFUSED, Outcome.HELD)


@dataclass(frozen=True)
class Loaded:
    """Of a row that was loaded; it is undone row by row, not as an import."""

    reference: str


class WholeRound:
    """The sheets of one workbook, checked and loaded together."""

    def __init__(self, run: ImportRun, by: User, *, held_too: bool) -> None:
        assert run.content is not None
        self.run, self.by, self.held_too = run, by, held_too
        self._is_loaded = False
        self.book: Book = read_book(unpacked_bytes(run.content))

    def planned(self) -> list[Planned]:
        results = round_workbook_check(self.book, self.run.round, self.by)
        return [(result, result) for result in results]

    def write(self, rows: Sequence[RowResult]) -> list[Loaded]:
        """All sheets, the first time that any of their rows is to be written."""
        if not self._is_loaded:
            loaded = round_workbook_load(
                self.book, self.run.round, self.by, with_held=self.held_too
            )
            if any(row.outcome in REFUSING for row in loaded):
                raise ChangedSinceError
            self._is_loaded = True
        return [Loaded(row.subject) for row in rows]
