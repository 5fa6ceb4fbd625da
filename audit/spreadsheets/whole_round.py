"""A workbook that was taken out whole, as a kind of import: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from audit.models import ImportRun, User
from audit.models.encryption import unpacked_bytes
from audit.rules.imports import RowResult
from audit.services.import_results import ChangedSinceError, Planned
from audit.spreadsheets.reading import Book, read_book
from audit.spreadsheets.round_workbook import round_workbook_check, round_workbook_load

Heard = Callable[[int], None]


@dataclass(frozen=True)
class Loaded:
    """Of a row that was loaded. What all rows together have written comes with the first."""

    reference: str
    wrote: dict[str, Any] | None = None


class WholeRound:
    """The sheets of one workbook, checked and loaded together. `heard` is told how many rows are
    checked, `written` how many are written."""

    def __init__(
        self, run: ImportRun, by: User, *, held_too: bool, heard: Heard, written: Heard
    ) -> None:
        assert run.content is not None
        self.run, self.by, self.held_too = run, by, held_too
        self.heard, self.written = heard, written
        self._is_loaded = False
        self.book: Book = read_book(unpacked_bytes(run.content))

    def planned(self) -> list[Planned]:
        results = round_workbook_check(self.book, self.run.round, self.by, heard=self.heard)
        return [(result, result) for result in results]

    def write(self, rows: Sequence[RowResult]) -> list[Loaded]:
        """All sheets, the first time that any of their rows is to be written."""
        loaded = [Loaded(row.subject) for row in rows]
        if not self._is_loaded:
            done = round_workbook_load(
                self.book, self.run.round, self.by, with_held=self.held_too, heard=self.written
            )
            if done.wrote is None:
                raise ChangedSinceError
            loaded[0] = Loaded(rows[0].subject, done.wrote)
            self._is_loaded = True
        return loaded
