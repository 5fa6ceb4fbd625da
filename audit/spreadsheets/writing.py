"""Taking rows out: workbooks, CSV and JSON that come back as they went, and run nothing.

A text that Excel would take for a formula stays a text: in a workbook by its type and Excel's own
mark for it, in CSV behind an apostrophe, which `unescaped` takes away again.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from audit.spreadsheets.limits import LONGEST_CELL

Value = str | int | float | Decimal | bool | date | datetime | None
"""A moment is given in the time that people read, without a zone."""
FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet program would work out, or that `escaped` made safe."""
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML cannot hold, and what would be read as standing for it (ECMA-376, part 1, 22.9.2.19)."""
OF_ITS_OWN = re.compile(r"['=+\-@\t\r#]|(?s:.*)\n")
"""A text that needs a cell of its own, because openpyxl would take it for something else (formula,
error) or because it has several lines; all others cost half as much as plain values."""
ABOUT = "About this file"
NARROWEST, WIDEST = 8, 60


class TooLongError(ValueError):
    """A text that no cell of a workbook holds; the message says which and what to do."""


@dataclass(frozen=True)
class Listing:
    """`columns` are the headings; each of `rows` has a value for each of them. `note` is what a
    reader has to know of it."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Value]]
    note: str = ""


def local_time(moment: datetime | None) -> datetime | None:
    """As people read it, to the second and without a zone."""
    return moment and timezone.localtime(moment).replace(microsecond=0, tzinfo=None)


def escaped(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def csv_bytes(table: Listing) -> bytes:
    """UTF-8 with the mark by which Excel knows it, and line ends as RFC 4180 has them."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow([escaped(name) for name in table.columns])
    writer.writerows([_text(value) for value in row] for row in table.rows)
    return output.getvalue().encode("utf-8-sig")


def _text(value: Value) -> str:
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    return "" if value is None else str(value)


def json_bytes(tables: Iterable[Listing], about: Mapping[str, str]) -> bytes:
    """`{"about": {…}, "tables": {name: [row, …]}}`, a row by its headings; dates as ISO 8601."""
    content = {
        "about": dict(about),
        "tables": {
            table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            for table in tables
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: object) -> str | float:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def xlsx_bytes(tables: Iterable[Listing], about: Mapping[str, str]) -> bytes:
    """A sheet for each table, and one that says what this is."""
    everything = [*tables, Listing(ABOUT, ("What", "Said"), list(about.items()))]
    sheets = [(table, list(table.rows)) for table in everything]
    for _, rows in sheets:  # before the workbook is begun, which cannot be left half written
        _refuse_long(rows)
    book = Workbook(write_only=True)
    for table, rows in sheets:
        _fill(book.create_sheet(table.name), table.columns, rows)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _refuse_long(rows: Iterable[Iterable[Value]]) -> None:
    longest = max(
        (len(value) for row in rows for value in row if isinstance(value, str)), default=0
    )
    if longest > LONGEST_CELL:
        raise TooLongError(
            f"A text has {longest:,} characters, and a cell holds {LONGEST_CELL:,}. "
            "Take it out as CSV or JSON."
        )


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    for place, width in enumerate(_widths(columns, rows), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.append([_cell(sheet, name, heading=True) for name in columns])
    for row in rows:
        sheet.append([_plain_or_cell(sheet, value) for value in row])


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> Iterator[int]:
    """Of the longest line in each column, within bounds; the first rows tell."""
    for place, name in enumerate(columns):
        texts = [name, *(_text(row[place]) for row in rows[:200])]
        longest = max(len(line) for text in texts for line in text.split("\n"))
        yield min(max(longest + 2, NARROWEST), WIDEST)


def _plain_or_cell(sheet: Any, value: Value) -> Value | Cell:
    if not isinstance(value, str):
        return value
    own = OF_ITS_OWN.match(value) or UNWRITABLE.search(value)
    return _cell(sheet, value) if own else value


def _cell(sheet: Any, value: str, *, heading: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet)
    # Given as `value` it would be cut off, because what is spelt out takes seven places each.
    cell._value = UNWRITABLE.sub(_spelt, value)  # type: ignore[attr-defined]
    cell.data_type = "s"
    if FORMULA.match(value):
        cell.quotePrefix = True
    if heading:
        cell.font = Font(bold=True)
    if "\n" in value:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _spelt(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"
