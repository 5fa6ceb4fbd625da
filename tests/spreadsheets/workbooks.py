"""Workbooks of each kind, made part by part, so that any part can be made wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import xlwt
from openpyxl import Workbook

HEAD = ["reference", "grade"]
ROWS = [["WX-1", "good"], ["WX-2", "inadequate"]]


def table(*more: list[Any]) -> list[list[Any]]:
    return [HEAD, *ROWS, *more]


def xlsx(rows: Iterable[Iterable[Any]] = (), *, then=None) -> bytes:
    """A workbook of one sheet; `then` changes the workbook before it is saved."""
    book = Workbook()
    for row in rows or table():
        book.active.append(list(row))
    if then:
        then(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def repacked(
    content: bytes,
    *,
    changed: Mapping[str, bytes] | None = None,
    added: Mapping[str, bytes] | None = None,
) -> bytes:
    """The same archive with some parts changed (by what is put in for what) and some added."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, (changed or {}).get(name, old.read(name)))
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return output.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def sheet_xml(data: str) -> bytes:
    """`data` is what stands in the sheet, as XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{data}</sheetData></worksheet>'.encode()


def with_sheet(data: str) -> bytes:
    return repacked(xlsx(), changed={"xl/worksheets/sheet1.xml": sheet_xml(data)})


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def xls(rows: Iterable[Iterable[Any]] = (), *, then=None) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Files")
    style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows or table()):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(number, place, value, style)
            else:
                sheet.write(number, place, value)
    if then:
        then(book, sheet)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)


def ods(
    rows: Iterable[Iterable[Any]] = (), *, after: str = "", added: Mapping[str, bytes] | None = None
) -> bytes:
    """`after` is XML that follows the rows."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in rows or table()
    )
    content = (
        f"<office:document-content {ODS_SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Files">{lines}{after}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)  # by it readers know the kind
        archive.writestr("content.xml", content)
        for name, part in {"META-INF/manifest.xml": MANIFEST, **(added or {})}.items():
            archive.writestr(name, part)
    return output.getvalue()


def _ods_cell(value: Any) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    if isinstance(value, date):
        shown = value.isoformat()
        return f'<table:table-cell office:value-type="date" office:date-value="{shown}"/>'
    return (
        f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p>'
        "</table:table-cell>"
    )


def csv_text(rows: Iterable[Iterable[Any]] = (), delimiter: str = ",", end: str = "\r\n") -> str:
    return "".join(delimiter.join(map(str, row)) + end for row in rows or table())
