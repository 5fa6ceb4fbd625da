"""The file of an import once more, with a column that says what is wrong with each row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from decimal import Decimal

from audit.models import ImportRun
from audit.rules.imports import Outcome
from audit.services.import_results import results_of
from audit.spreadsheets.cells import Cell, NoValue
from audit.spreadsheets.importing import match_of
from audit.spreadsheets.limits import LONGEST_CELL
from audit.spreadsheets.writing import Listing, Value, unescaped

ERRORS = "Errors"
SHOWN = 200
TOLD = (Outcome.REFUSED, Outcome.HELD)


def with_errors(run: ImportRun) -> Listing:
    """Every row from the headings on. A column of errors that it came with is left out, so that
    a file can go back and forth; only values come back, no formulas and no colours."""
    kept = [place for place, heading in enumerate(run.headings) if heading != ERRORS]
    headings = tuple(run.headings[place] for place in kept)
    return Listing("Rows", (*headings, ERRORS), _rows(run, kept))


def _rows(run: ImportRun, kept: list[int]) -> Iterator[tuple[Value, ...]]:
    told = {
        row.number: "; ".join(one.partition(", ")[2] or one for one in row.sentences)
        for row in results_of(run)
        if row.outcome in TOLD
    }
    for row in match_of(run).sheet.rows():
        if row.number > run.heading:
            cells = [*row.cells, *[""] * (len(run.headings) - len(row.cells))]
            values = (_value(cells[place], text=not run.sheet) for place in kept)
            yield (*values, told.get(row.number))


def _value(cell: Cell, *, text: bool) -> Value:
    """Of a text file without the mark that is put before a formula again as it is written."""
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return f"{cell[:SHOWN]}… ({len(cell):,} characters)"
    if isinstance(cell, NoValue):
        return f"({cell.what})"  # which no column takes for something else
    if text and isinstance(cell, str):
        return unescaped(cell)
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return Decimal(str(cell)) if isinstance(cell, float) else cell
