"""Rows of workbooks: Excel's new and old form, and OpenDocument's."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from audit.spreadsheets import refusals
from audit.spreadsheets.biff import OldWorkbook
from audit.spreadsheets.containers import ODS, XLS, opened, pieces
from audit.spreadsheets.marks import Marks, marks_in_ods, marks_in_xlsx, parsed
from audit.spreadsheets.number_formats import midnights, timed_styles
from audit.spreadsheets.refusals import UnreadableError

DATES_FROM_1904 = "It counts days from 1904; the dates are read as Excel shows them."
EXTERNAL = "It refers to other workbooks. Only what stands in this one is read."
TAB = re.compile(rb"<text:tab\b[^>]*?(?:/>|></text:tab>)")
ODS_PARTS = {"mimetype", "META-INF/manifest.xml", "content.xml"}
"""Of an OpenDocument, those that the reader looks into."""
MERGED = (
    "Cells are merged in the sheet “{sheet}”. What they hold is read in the first of them only."
)


@dataclass
class Found:
    """What is known of a workbook before its cells are read."""

    marks: dict[int, Marks] = field(default_factory=dict)
    """By the place of the sheet in the workbook."""
    notes: list[str] = field(default_factory=list)


@dataclass
class ReadSheet:
    name: str
    hidden: bool
    rows: Iterator[tuple[int, list[Any]]]
    """Each row that is not blank with its number, and its cells from column A on."""
    marks: Marks
    notes: list[str]


def sheets_in(content: bytes, kind: str) -> tuple[list[ReadSheet], list[str]]:
    """The sheets of a workbook in their order, and notes about the whole."""
    look: Callable[[bytes], Found] = {XLS: _in_old, ODS: _in_ods}.get(kind, _in_xlsx)
    found = look(content)
    if any(marks.tabs for marks in found.marks.values()):
        content = _with_tabs(content)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    except BaseException as error:
        raise _gave_up(error) from None
    return [
        _sheet(workbook, place, found.marks.get(place) or Marks(""))
        for place, _ in enumerate(workbook.sheets_metadata)
    ], found.notes


def _with_tabs(content: bytes) -> bytes:
    """The reader passes over the tabs of an OpenDocument, and the words beside them would grow
    together: here they are characters like others."""
    output = BytesIO()
    with opened(content) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name in ODS_PARTS:
                new.writestr(name, TAB.sub(b"\t", b"".join(pieces(old, name))))
    return output.getvalue()


def _sheet(workbook: CalamineWorkbook, place: int, marks: Marks) -> ReadSheet:
    about = workbook.sheets_metadata[place]
    marks.name = about.name
    try:
        sheet = workbook.get_sheet_by_index(place)
    except WorksheetNotFound:  # a sheet that is a chart
        return ReadSheet(about.name, True, iter(()), marks, [])
    except BaseException as error:
        raise _gave_up(error) from None
    if sheet.end is not None:
        row, column = sheet.end
        marks.rows, marks.columns = max(marks.rows, row + 1), max(marks.columns, column + 1)
        marks.check()  # once more: the marks may have been written in a way that hides them
    merged = [MERGED.format(sheet=about.name[:40])] if sheet.merged_cell_ranges else []
    hidden = about.visible != SheetVisibleEnum.Visible
    return ReadSheet(about.name, hidden, _rows(sheet, marks), marks, merged)


def _gave_up(error: BaseException) -> BaseException:
    """The reader knows several errors for broken files, and where it expected none it panics, which
    is a BaseException without a name of its own."""
    if isinstance(error, MemoryError | KeyboardInterrupt | SystemExit):
        return error
    return UnreadableError(refusals.DAMAGED)


def _rows(sheet: CalamineSheet, marks: Marks) -> Iterator[tuple[int, list[Any]]]:
    """The reader begins in the first row, and in the first column that holds anything.

    To it a formula that no program has worked out yet is nothing, so it may miss a row.
    """
    marked = {row for row, _ in marks.cells}
    before = [""] * (sheet.start or (0, 0))[1]
    number = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number in marked or any(cell != "" for cell in cells):
            yield number, [*before, *cells]
    yield from ((row, []) for row in sorted(marked) if row > number)


def _in_old(content: bytes) -> Found:
    old = OldWorkbook(content)
    notes = [DATES_FROM_1904] if old.dates_from_1904 else []
    return Found(dict(enumerate(old.sheets)), notes + [EXTERNAL] * old.has_external)


def _in_ods(content: bytes) -> Found:
    with opened(content) as archive:
        return Found(dict(enumerate(marks_in_ods(pieces(archive, "content.xml")))))


def _in_xlsx(content: bytes) -> Found:
    with opened(content) as archive:
        names = set(archive.namelist())
        part = partial(pieces, archive)
        book = parsed(part("xl/workbook.xml"))
        about = book.find("{*}workbookPr")  # the strict form has other names
        since_1904 = about is not None and about.get("date1904") in ("1", "true")
        found = Found(notes=[DATES_FROM_1904] if since_1904 else [])
        if any(name.startswith("xl/externalLinks/") for name in names):
            found.notes.append(EXTERNAL)
        _refuse_entities(archive, names)
        styles = "xl/styles.xml"
        sought = midnights(timed_styles(part(styles))) if styles in names else None
        paths = _sheet_paths(book.findall(".//{*}sheet"), archive, names)
        for place, (name, path) in enumerate(paths):
            if path.startswith("xl/worksheets/"):
                found.marks[place] = marks_in_xlsx(name, part(path), sought)
        return found


def _refuse_entities(archive: zipfile.ZipFile, names: set[str]) -> None:
    """The reader looks into these as well; `pieces` says what is wrong with them."""
    for name in ("xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        if name in names:
            for _ in pieces(archive, name):
                pass


def _sheet_paths(
    sheets: list[Element], archive: zipfile.ZipFile, names: set[str]
) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part that holds it, "" where there is none."""
    relations = "xl/_rels/workbook.xml.rels"
    targets = {}
    if relations in names:
        for row in parsed(pieces(archive, relations)):
            target = row.get("Target", "")
            targets[row.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
    for sheet in sheets:
        relation = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        path = targets.get(relation, "")
        yield sheet.get("name", ""), path if path in names else ""
