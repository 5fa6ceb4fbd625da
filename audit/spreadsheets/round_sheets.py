"""The sheets of a round's workbook, read as the tables of a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from audit.rules.imports import CellProblem, Outcome, RowResult
from audit.services.loading.folder import Folder, Line
from audit.services.loading.row_values import cell_text
from audit.services.loading.sheets import DAYS, MOMENTS, ROUND_SHEET, SHEETS, WORDS, columns_of
from audit.spreadsheets.cells import Cell, NoValue, text_of
from audit.spreadsheets.limits import LONGEST_CELL
from audit.spreadsheets.reading import Book, Row, Sheet
from audit.spreadsheets.writing import ABOUT

ROUND_COLUMNS = ("field", "value")
TABLES = {ROUND_SHEET: ("round.csv", ROUND_COLUMNS)} | {
    sheet.name: (file, columns_of(file)) for file, sheet in SHEETS.items()
}
"""The name of a sheet → its table and columns."""
NO_VALUE = "this is a formula or an error; copy the cell and paste it as a value"
NUL = "this holds a NUL character; remove it"
TOO_LONG = f"this has more than {LONGEST_CELL:,} characters; shorten it"


def folder_in(book: Book) -> tuple[Folder, list[RowResult]]:
    """What is wrong with a whole sheet is refused before any of its rows is looked at."""
    folder, refused = Folder({}, book.sha256), []
    for sheet in book.sheets:
        if sheet.name == ABOUT:
            continue
        heading, *rows = list(sheet.rows())
        headings = [text_of(cell) for cell in heading.cells]
        if problem := _problem_of(sheet, headings):
            refused.append(
                RowResult(heading.number, Outcome.REFUSED, "", (problem,), sheet=sheet.name)
            )
            continue
        file, _ = TABLES[sheet.name]
        folder.lines[file] = [
            _line(sheet.name, row, place, headings) for place, row in enumerate(rows, start=1)
        ]
    return folder, refused


def rows_told_of(book: Book) -> int:
    """How many rows stand below the headings of its tables."""
    names = {sheet.name for sheet in SHEETS.values()}
    tables = [sheet for sheet in book.sheets if sheet.name in names]
    return sum(sum(1 for _ in sheet.rows()) - 1 for sheet in tables)


def _problem_of(sheet: Sheet, headings: Sequence[str]) -> CellProblem | None:
    if sheet.name not in TABLES:
        return CellProblem("", "no such sheet is known; delete it, or name it as it was")
    columns = TABLES[sheet.name][1]
    for name in headings:
        if name and name not in columns:
            return CellProblem(name, f"no such column is known; known: {', '.join(columns)}")
        if name and headings.count(name) > 1:
            return CellProblem(name, "the column is there twice; delete one of the two")
    for name in columns:
        if name not in headings:
            return CellProblem(name, "the column is missing; put it back")
    return None


def _line(sheet: str, row: Row, place: int, headings: Sequence[str]) -> Line:
    cells, problems = {}, []
    for at, cell in enumerate(row.cells):
        column = headings[at] if at < len(headings) else ""
        if problem := _problem_in(column, cell):
            problems.append(problem)
        if column:
            cells[column] = _text(column, cell)
    empty = dict.fromkeys(name for name in headings if name)
    whole = {name: cells.get(name, "") for name in empty}
    return Line(sheet, row.number, place, whole, tuple(problems))


def _problem_in(column: str, cell: Cell) -> CellProblem | None:
    if not column and cell != "":
        return CellProblem("", "a cell stands under no heading; delete it")
    if isinstance(cell, NoValue):
        return CellProblem(column, NO_VALUE)
    if isinstance(cell, str) and "\0" in cell:
        return CellProblem(column, NUL)
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return CellProblem(column, TOO_LONG)
    return None


def _text(column: str, cell: Cell) -> str:
    """As a folder has it. The reader knows a moment at midnight as a day."""
    if isinstance(cell, str):
        return cell if column in WORDS else cell.strip()
    if isinstance(cell, datetime):
        is_day = column in DAYS and cell.time() == time.min
        return cell.date().isoformat() if is_day else cell_text(cell)
    if isinstance(cell, date) and column in MOMENTS:
        return cell_text(datetime.combine(cell, time.min))
    return text_of(cell)
