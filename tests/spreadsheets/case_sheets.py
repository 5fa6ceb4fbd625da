"""Sheets of graded case files for tests, and how they are imported: all of it without a page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from audit.models import ImportRun, Round, User
from audit.rules.imports import Outcome, RowResult
from audit.services.import_results import results_of
from audit.spreadsheets.importing import check, choose, confirm, match
from tests.spreadsheets.workbooks import xlsx

CASE_FILES = ImportRun.Kind.CASE_FILES


def graded_row(person: User, **more: Any) -> dict[str, Any]:
    """A new file that this person has graded."""
    return {"reference": "NEW-1", "areas": "s47", "grade": "Good", "assessor": person.email, **more}


def headings_of(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def table_of(rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    rows = list(rows)
    headings = headings_of(rows)
    return [headings, *([row.get(name) for name in headings] for row in rows)]


def csv_of(rows: Iterable[Mapping[str, Any]]) -> bytes:
    output = io.StringIO(newline="")
    csv.writer(output).writerows(table_of(rows))
    return output.getvalue().encode()


def xlsx_of(rows: Iterable[Mapping[str, Any]], *, then=None) -> bytes:
    return xlsx(table_of(rows), then=then)


def matched(round: Round, by: User, content: bytes, *, number_kind: str = "") -> ImportRun:
    """A run whose columns are taken as they were guessed."""
    run = choose(round=round, kind=CASE_FILES, file_name="cases.csv", content=content, by=by)
    return match(run=run, columns=run.columns, number_kind=number_kind, by=by)


def checked(round: Round, by: User, content: bytes | list[dict], **options: Any) -> ImportRun:
    content = csv_of(content) if isinstance(content, list) else content
    return check(run=matched(round, by, content, **options), by=by)


def imported(
    round: Round, by: User, content: bytes | list[dict], *, held_too: bool = False, **options: Any
) -> ImportRun:
    return confirm(run=checked(round, by, content, **options), by=by, held_too=held_too)


def outcomes(run: ImportRun) -> list[str]:
    return [str(row.outcome) for row in results_of(run)]


def refusals(run: ImportRun) -> list[str]:
    """The sentence of each problem, in the order of the rows."""
    return [said for row in results_of(run) for said in row.sentences]


def result(run: ImportRun) -> RowResult:
    """Of the only row."""
    (row,) = results_of(run)
    return row


def changes(row: RowResult) -> dict[str, tuple[str, str]]:
    assert row.outcome in (Outcome.CHANGED, Outcome.HELD, Outcome.NEW)
    return {one.column: (one.before, one.after) for one in row.differences}
