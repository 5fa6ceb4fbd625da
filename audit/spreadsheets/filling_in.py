"""Workbooks that people fill in: headings, lists to choose from, notes on each column, an example.

The sheet to fill in is the only one whose headings are known to `columns.guessed`, whatever is
taken away from it later.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from textwrap import shorten
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from audit.spreadsheets.columns import Column
from audit.spreadsheets.limits import LONGEST_CELL
from audit.spreadsheets.writing import FORMULA, UNWRITABLE, TooLongError, Value

LAST_ROW = 2_001
"""Lists and forms reach down to here, below the headings in the first row."""
LISTS, NOTES, EXAMPLE = "Lists", "Notes", "Example"
ANY, TEXT, DAY, MOMENT = "General", "@", "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
LONGEST_PROMPT = 255
"""Characters: a longer one makes Excel offer to repair the file."""
AS_WORKBOOK = (
    "Save it as a workbook: XLSX or ODS. Where it has to be CSV, let the program save dates as "
    "they are shown, or day and month may be exchanged."
)
GREY = PatternFill("solid", start_color="D9D9D9")
WRAPPED = Alignment(wrap_text=True, vertical="top")


class Others(StrEnum):
    """What Excel does with words that are not in a column's list, by its own name for it."""

    REFUSED = "stop"
    ASKED = "warning"
    TAKEN = ""


@dataclass(frozen=True)
class Entry:
    """A column to be filled in. `form` is how Excel takes and shows what is typed."""

    column: Column
    note: str
    needed: str = "No"
    offered: tuple[str, ...] = ()
    others: Others = Others.REFUSED
    form: str = ANY
    width: int = 24

    @property
    def other_headings(self) -> str:
        return ", ".join([self.column.code, *self.column.names])


@dataclass
class Lists:
    """Each list once, a column of a hidden sheet. Ranges may be long, hold commas, and compare
    without regard to capitals, which lists within a rule of a cell may not or do not."""

    columns: dict[tuple[str, ...], str] = field(default_factory=dict)

    def place(self, values: tuple[str, ...]) -> str:
        if values not in self.columns:
            letter = get_column_letter(len(self.columns) + 1)
            self.columns[values] = f"{LISTS}!${letter}$1:${letter}${len(values)}"
        return self.columns[values]

    def write(self, book: Workbook) -> None:
        sheet = book.create_sheet(LISTS)
        sheet.sheet_state = "hidden"
        for column, values in enumerate(self.columns, start=1):
            for row, value in enumerate(values, start=1):
                put(sheet.cell(row, column), value)


def put(cell: Any, value: Value) -> None:
    """A text stays a text, however much it looks like a formula."""
    if not isinstance(value, str):
        cell.value = value
        return
    if len(value) > LONGEST_CELL:
        raise TooLongError(
            f"A text has {len(value):,} characters, and a cell holds {LONGEST_CELL:,}. Shorten it."
        )
    cell.value = UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
    cell.data_type = "s"
    if FORMULA.match(value):
        cell.quotePrefix = True


def sheet_to_fill(book: Workbook, name: str, entries: Sequence[Entry]) -> Any:
    """The first sheet of a new workbook, with its headings."""
    sheet: Any = book.active
    sheet.title = name
    _write_headings(sheet, entries, [entry.column.title for entry in entries], row=1)
    sheet.freeze_panes = "B2"
    return sheet


def offer(sheet: Any, entry: Entry, cells: str, lists: Lists) -> None:
    """The list of `entry` for these cells, and what it says when one of them is chosen."""
    if not entry.offered:
        tell(sheet, cells, entry.note)
        return
    rule: Any = DataValidation("list", lists.place(entry.offered), allow_blank=True)
    rule.showErrorMessage = bool(entry.others)
    rule.errorStyle = entry.others or None
    rule.errorTitle, rule.error = "Not in the list", shortened(_way_out(entry))
    _add_rule(sheet, rule, cells, entry.note)


def tell(sheet: Any, cells: str, note: str) -> None:
    """What it says when one of these cells is chosen."""
    _add_rule(sheet, DataValidation(allow_blank=True), cells, note)


def _add_rule(sheet: Any, rule: DataValidation, cells: str, note: str) -> None:
    rule.showInputMessage, rule.prompt = True, shortened(note)
    rule.sqref = MultiCellRange(cells)
    sheet.add_data_validation(rule)


def _way_out(entry: Entry) -> str:
    words = shorten(", ".join(entry.offered), 140, placeholder=" …")
    if entry.others == Others.REFUSED:
        return f"Choose from the list: {words}. Or leave it empty."
    return f"Choose from the list: {words}. Casemark refuses words that it does not know."


def shortened(text: str) -> str:
    return shorten(UNWRITABLE.sub("", text), LONGEST_PROMPT, placeholder=" …")


def add_notes(book: Workbook, sentences: Iterable[str], entries: Iterable[Entry]) -> None:
    sheet = book.create_sheet(NOTES)
    for number, width in enumerate((40, 12, 80, 60, 40), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for sentence in sentences:
        sheet.append([""])
        put(sheet.cell(sheet.max_row, 1), sentence)
    sheet.append([""])
    head = sheet.max_row + 1
    for number, name in enumerate(
        ("Column", "Needed?", "What it is", "What the list offers", "Other headings understood"),
        start=1,
    ):
        _write_heading(sheet.cell(head, number), name)
    for row, entry in enumerate(entries, start=head + 1):
        told = (entry.column.title, entry.needed, entry.note, "; ".join(entry.offered))
        for number, text in enumerate((*told, entry.other_headings), start=1):
            put(sheet.cell(row, number), text)
            sheet.cell(row, number).alignment = WRAPPED


Example = Mapping[str, Value]
"""Values by the codes of their columns."""


def add_example(book: Workbook, entries: Sequence[Entry], rows: Iterable[Example]) -> None:
    """Its headings are marked as such, so that it is never taken for what was filled in."""
    sheet = book.create_sheet(EXAMPLE)
    put(
        sheet["A1"],
        "Everything here is invented. It shows how rows are filled in, and is not read.",
    )
    _write_headings(sheet, entries, [f"{one.column.title} (example)" for one in entries], row=3)
    for number, row in enumerate(rows, start=4):
        for place, entry in enumerate(entries, start=1):
            put_in(sheet.cell(number, place), entry, row.get(entry.column.code))


def put_in(cell: Any, entry: Entry, value: Value) -> None:
    put(cell, value)
    cell.number_format = entry.form
    cell.alignment = WRAPPED


def _write_headings(
    sheet: Any, entries: Sequence[Entry], titles: Sequence[str], *, row: int
) -> None:
    for number, (entry, title) in enumerate(zip(entries, titles, strict=True), start=1):
        _write_heading(sheet.cell(row, number), title)
        sheet.column_dimensions[get_column_letter(number)].width = entry.width


def _write_heading(cell: Any, title: str) -> None:
    put(cell, title)
    cell.font, cell.fill, cell.alignment = Font(bold=True), GREY, WRAPPED


def blank_workbook(
    name: str, entries: Sequence[Entry], sentences: Iterable[str], example: Iterable[Example]
) -> bytes:
    book, lists = Workbook(), Lists()
    sheet = sheet_to_fill(book, name, entries)
    for place, entry in enumerate(entries, start=1):
        letter = get_column_letter(place)
        dimension = sheet.column_dimensions[letter]
        dimension.number_format, dimension.alignment = entry.form, WRAPPED
        offer(sheet, entry, f"{letter}2:{letter}{LAST_ROW}", lists)
    add_notes(book, sentences, entries)
    add_example(book, entries, example)
    return finished(book, lists)


def finished(book: Workbook, lists: Lists) -> bytes:
    lists.write(book)
    book.properties.creator = "Casemark"
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()
