"""How a sheet of any kind is imported in tests: all of it without a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from audit.models import ImportRun, Round, User
from audit.rules.imports import RowResult
from audit.services.import_results import results_of
from audit.spreadsheets.importing import check, choose, confirm, match
from audit.spreadsheets.reading import read_book

Rows = Iterable[Mapping[str, Any]]
Content = bytes | Rows
read_once = lru_cache(read_book)
"""The process that reads a file has tests of its own, and takes longer than all the rest."""


def csv_of(rows: Rows) -> bytes:
    """Columns are the keys of all rows, as headings."""
    rows = list(rows)
    headings = list(dict.fromkeys(name for row in rows for name in row))
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, headings)
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue().encode()


def table_of(rows: Rows) -> list[list[Any]]:
    rows = list(rows)
    headings = list(dict.fromkeys(name for row in rows for name in row))
    return [headings, *([row.get(name) for name in headings] for row in rows)]


class Importing:
    """Of one kind, into one inspection or audit, by one person."""

    def __init__(self, kind: str, round: Round, by: User) -> None:
        self.kind, self.round, self.by = kind, round, by

    def checked(self, content: Content) -> ImportRun:
        """With the columns taken as they were guessed."""
        content = content if isinstance(content, bytes) else csv_of(content)
        run = choose(
            round=self.round, kind=self.kind, file_name="sheet.csv", content=content, by=self.by
        )
        run = match(run=run, columns=run.columns, number_kind="", by=self.by)
        return check(run=run, by=self.by)

    def imported(self, content: Content, *, held_too: bool = False) -> ImportRun:
        return confirm(run=self.checked(content), by=self.by, held_too=held_too)

    def outcomes(self, content: Content) -> list[str]:
        return [str(row.outcome) for row in results_of(self.checked(content))]

    def refusals(self, content: Content) -> list[str]:
        """The sentence of each problem, in the order of the rows."""
        return [said for row in results_of(self.checked(content)) for said in row.sentences]


def results(run: ImportRun) -> list[RowResult]:
    return list(results_of(run))


def differences(row: RowResult) -> list[tuple[str, str, str]]:
    return [(one.column, one.before, one.after) for one in row.differences]
