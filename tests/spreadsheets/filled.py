"""Workbooks that were made to be filled in, looked at as Excel and as Casemark see them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from audit.spreadsheets.columns import Column, Match, guessed
from audit.spreadsheets.reading import read_book
from tests.spreadsheets.workbooks import saved


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def changed(content: bytes, change: Callable[[Workbook], Any]) -> bytes:
    """As somebody saves it who opened it and did `change`."""
    book = opened(content)
    change(book)
    return saved(book)


def matched(content: bytes, columns: Iterable[Column]) -> Match:
    return guessed(read_book(content), columns, {})


def rows_in(match: Match) -> list[dict[str, Any]]:
    """What stands below the headings, by the codes of the columns, empty cells left out."""
    return [
        {code: cell for code, cell in zip(match.codes, row.cells, strict=False) if cell != ""}
        for row in match.sheet.rows()
        if row.number > match.heading
    ]


def headings(book: Workbook) -> dict[str, str]:
    """Heading → letter, on the first sheet."""
    return {cell.value: cell.column_letter for cell in book.worksheets[0][1]}


def rule_of(book: Workbook, place: str) -> DataValidation:
    """The rule of a cell of the first sheet."""
    rules = book.worksheets[0].data_validations.dataValidation
    return next(rule for rule in rules if place in rule.cells)


def offered(book: Workbook, place: str) -> list[str]:
    """What the list beside a cell of the first sheet holds."""
    rule = rule_of(book, place)
    if rule.type != "list":
        return []
    sheet, cells = rule.formula1.split("!")
    return [cell.value for (cell,) in book[sheet][cells]]


def faults_of_form(content: bytes) -> list[str]:
    """What Excel would offer to repair, such as rules with long texts; and formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        for name in names:
            ElementTree.fromstring(archive.read(name))
    book = opened(content)
    rules = [rule for sheet in book for rule in sheet.data_validations.dataValidation]
    too_long = [
        f"{rule.sqref}: {text}"
        for rule in rules
        for text, most in ((rule.prompt, 255), (rule.error, 255), (rule.errorTitle, 32))
        if len(text or "") > most
    ]
    formulas = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    return too_long + formulas + [sheet.title for sheet in book if len(sheet.title) > 31]
