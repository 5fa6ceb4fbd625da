"""Honest files that are made as people make them: name → what makes it, and the rows to be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook
from xlwt import Formula

from tests.spreadsheets.workbooks import (
    HEAD,
    ROWS,
    csv_text,
    ods,
    part_of,
    repacked,
    table,
    with_sheet,
    xls,
    xlsx,
)

PLAIN = table()
NAMES = [["référence", "„Größe“"], ["WX-1", "O’Brien’s – “quoted”"]]


def coded(encoding: str, rows: list[list[Any]] = PLAIN, delimiter: str = ",") -> bytes:
    return csv_text(rows, delimiter).encode(encoding)


def with_other_sheets(book) -> None:
    hidden = book.create_sheet("Lists", 0)
    hidden.append(["good", "inadequate"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Sheet2")
    book.create_chartsheet("Chart")
    book.active = 1


def decorated(book) -> None:
    sheet = book.active
    sheet["A1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = "A1:B3"
    sheet.column_dimensions["C"].width = 40
    sheet["D9"].font = Font(bold=True)  # formatted, and empty


def merged(book) -> None:
    book.active.merge_cells("A2:A3")


def dates_from_1904(book) -> None:
    book.epoch = CALENDAR_MAC_1904


def linked(book) -> None:
    link = ExternalLink(externalBook=ExternalBook(sheetNames=None, id="rId1"))
    link.file_link = _relation()
    book._external_links.append(link)


def _relation():
    from openpyxl.packaging.relationship import Relationship

    return Relationship(type="externalLinkPath", Target="other.xlsx", TargetMode="External")


def percentages(book) -> None:
    sheet = book.active
    sheet["B2"].number_format = "0%"


def formula(book) -> None:
    book.active["B2"] = "=1+1"


def prefixed() -> bytes:
    """As some programs write it: each name with its prefix."""
    data = part_of(xlsx(), "xl/worksheets/sheet1.xml").decode()
    start, end = data.index("<sheetData>"), data.index("</sheetData>") + len("</sheetData>")
    body = data[start:end].replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<x:worksheet xmlns:x="{space}">{body}</x:worksheet>'
    return repacked(xlsx(), changed={"xl/worksheets/sheet1.xml": text.encode()})


def in_open_document(*cells: str) -> bytes:
    """Below the usual headings a row of cells, each given as what LibreOffice writes in it."""
    texts = "".join(
        f'<table:table-cell office:value-type="string">{cell}</table:table-cell>' for cell in cells
    )
    return ods([HEAD], after=f"<table:table-row>{texts}</table:table-row>")


def lasting(time: str) -> bytes:
    cell = f'<table:table-cell office:value-type="time" office:time-value="{time}"/>'
    return ods([["lasted"]], after=f"<table:table-row>{cell}</table:table-row>")


NOTED = (
    '<office:annotation xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:creator>Amina Hall</dc:creator><dc:date>2026-11-30T00:00:00</dc:date>"
    "<text:p>Ask again.</text:p></office:annotation>"
)
TO_THE_END = (
    '<table:table-row table:number-rows-repeated="1048573">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
IN_XLSX = '<c r="A{row}" t="b"><f aca="false">{word}()</f><v>{value}</v></c>'


def truths_of_libreoffice() -> bytes:
    """It writes them as formulas."""
    heading = '<row r="1"><c r="A1" t="inlineStr"><is><t>seen</t></is></c></row>'
    yes = IN_XLSX.format(row=2, word="TRUE", value=1)
    no = IN_XLSX.format(row=3, word="FALSE", value=0)
    return with_sheet(f'{heading}<row r="2">{yes}</row><row r="3">{no}</row>')


def truths_of_libreoffice_in_xls() -> bytes:
    """The same with the results that xlwt leaves to whoever opens it: [MS-XLS], 2.5.133."""

    def then(book, sheet):
        sheet.write(1, 0, Formula("TRUE"))
        sheet.write(2, 0, Formula("FALSE"))

    content, rest = xls([["seen"]], then=then), b"\0\0\0\xff\xff" + bytes(6) + b"\2\0\x1d"
    for value in (b"\1", b"\0"):
        content = content.replace(b"\3\0\0" + rest + value, b"\1\0" + value + rest + value)
    return content


FILES: dict[str, tuple[Callable[[], bytes], list[list[Any]]]] = {
    "XLSX": (xlsx, PLAIN),
    "XLS": (xls, PLAIN),
    "ODS": (ods, PLAIN),
    "CSV": (lambda: coded("utf-8"), PLAIN),
    "CSV with a mark": (lambda: coded("utf-8-sig"), PLAIN),
    "CSV in UTF-16": (lambda: coded("utf-16"), PLAIN),
    "CSV in UTF-16 without a mark": (lambda: coded("utf-16-le"), PLAIN),
    "CSV in UTF-16, the other way round": (lambda: coded("utf-16-be"), PLAIN),
    "CSV in UTF-32": (lambda: coded("utf-32"), PLAIN),
    "accents in UTF-8": (lambda: coded("utf-8", NAMES), NAMES),
    "accents of Windows": (lambda: coded("cp1252", NAMES), NAMES),
    "accents in XLSX": (lambda: xlsx(NAMES), NAMES),
    "accents in XLS": (lambda: xls(NAMES), NAMES),
    "accents in ODS": (lambda: ods(NAMES), NAMES),
    "semicolons": (lambda: coded("utf-8", delimiter=";"), PLAIN),
    "tabs": (lambda: coded("utf-8", delimiter="\t"), PLAIN),
    "bars": (lambda: coded("utf-8", delimiter="|"), PLAIN),
    "Excel says which delimiter": (lambda: b"sep=;\r\n" + coded("utf-8", delimiter=";"), PLAIN),
    "commas inside semicolons": (
        lambda: b"reference;note\n1;a, b, c, d\n2;e, f\n",
        [["reference", "note"], ["1", "a, b, c, d"], ["2", "e, f"]],
    ),
    "quotation marks": (
        lambda: b'reference,note\n1,"said ""no"", twice"\n',
        [["reference", "note"], ["1", 'said "no", twice']],
    ),
    "line breaks in cells": (
        lambda: b'reference,note\r\n1,"one\r\ntwo"\r\n',
        [["reference", "note"], ["1", "one\r\ntwo"]],
    ),
    "line ends of Unix": (lambda: csv_text(end="\n").encode(), PLAIN),
    "line ends of old Macs": (lambda: csv_text(end="\r").encode(), PLAIN),
    "no line end at last": (lambda: csv_text().rstrip().encode(), PLAIN),
    "empty rows": (lambda: b"\r\n".join([b"", b",", coded("utf-8"), b",", b""]), PLAIN),
    "empty rows in XLSX": (lambda: xlsx([[], HEAD, [], *ROWS, [None, ""]]), PLAIN),
    "header in row 3": (
        lambda: xlsx([["Audit of case files"], [], *PLAIN]),
        [["Audit of case files", ""], *PLAIN],
    ),
    "an empty first column": (
        lambda: xlsx([[None, *row] for row in PLAIN]),
        [["", *row] for row in PLAIN],
    ),
    "extra columns": (
        lambda: coded("utf-8", [[*row, "x"] for row in PLAIN]),
        [[*row, "x"] for row in PLAIN],
    ),
    "rows of different length": (
        lambda: b"reference,grade\nWX-1\nWX-2,good,,\n",
        [HEAD, ["WX-1"], ["WX-2", "good", "", ""]],
    ),
    "hidden sheets and a chart": (lambda: xlsx(then=with_other_sheets), PLAIN),
    "frozen, filtered, formatted": (lambda: xlsx(then=decorated), PLAIN),
    "merged cells": (
        lambda: xlsx(then=merged),
        [HEAD, ["WX-1", "good"], ["", "inadequate"]],
    ),
    "external links": (lambda: xlsx(then=linked), PLAIN),
    "prefixes in XML": (prefixed, PLAIN),
    "dates": (
        lambda: xlsx([["on", "at"], [date(2026, 3, 1), datetime(2026, 3, 1, 14, 30)]]),
        [["on", "at"], [date(2026, 3, 1), datetime(2026, 3, 1, 14, 30)]],
    ),
    "dates from 1904": (
        lambda: xlsx([["on"], [date(2026, 3, 1)]], then=dates_from_1904),
        [["on"], [date(2026, 3, 1)]],
    ),
    "dates in XLS": (
        lambda: xls([["on"], [date(2026, 3, 1)]]),
        [["on"], [date(2026, 3, 1)]],
    ),
    "dates in ODS": (
        lambda: ods([["on"], [date(2026, 3, 1)]]),
        [["on"], [date(2026, 3, 1)]],
    ),
    "dates as text": (lambda: xlsx([["on"], ["01/03/2026"]]), [["on"], ["01/03/2026"]]),
    "times": (lambda: xlsx([["at"], [time(14, 30)]]), [["at"], [time(14, 30)]]),
    "whole numbers": (lambda: xlsx([["n"], [7], [12345678]]), [["n"], [7], [12345678]]),
    "references of digits alone": (lambda: xlsx([["n"], ["007"]]), [["n"], ["007"]]),
    "percentages": (
        lambda: xlsx([["n", "share"], [1, 0.25]], then=percentages),
        [["n", "share"], [1, 0.25]],
    ),
    "yes and no": (lambda: xlsx([["seen"], [True], [False]]), [["seen"], [True], [False]]),
    "yes and no of LibreOffice": (truths_of_libreoffice, [["seen"], [True], [False]]),
    "yes and no of LibreOffice in XLS": (
        truths_of_libreoffice_in_xls,
        [["seen"], [True], [False]],
    ),
    "tabs in ODS": (
        lambda: in_open_document("<text:p>WX<text:tab/>1</text:p>", "<text:p>good</text:p>"),
        [HEAD, ["WX\t1", "good"]],
    ),
    "comments in ODS": (
        lambda: in_open_document("<text:p>WX-1</text:p>", f"{NOTED}<text:p>good</text:p>"),
        [HEAD, ["WX-1", "good"]],
    ),
    "bold words and links in ODS": (
        lambda: in_open_document(
            "<text:p>WX<text:span>-1</text:span></text:p>", "<text:p><text:a>good</text:a></text:p>"
        ),
        [HEAD, ["WX-1", "good"]],
    ),
    "spaces and lines in ODS": (
        lambda: in_open_document(
            '<text:p>WX<text:s text:c="2"/>1</text:p>',
            "<text:p>one</text:p><text:p/><text:p>3</text:p>",
        ),
        [HEAD, ["WX  1", "one\n\n3"]],
    ),
    "texts like formulas in ODS": (
        lambda: in_open_document("<text:p>=1+1</text:p>", "<text:p>'+44</text:p>"),
        [HEAD, ["=1+1", "'+44"]],
    ),
    "empty rows to the end in ODS": (lambda: ods(after=TO_THE_END), PLAIN),
    "times in ODS": (lambda: lasting("PT14H30M00S"), [["lasted"], [time(14, 30)]]),
    "more than a day in ODS": (lambda: lasting("PT30H05M00S"), [["lasted"], ["30:05"]]),
    "marks for the direction of writing": (
        lambda: coded("utf-8", [HEAD, ["WX-1", "\u202egood\u202c"]]),
        [HEAD, ["WX-1", "\u202egood\u202c"]],
    ),
    "rows without numbers": (
        lambda: with_sheet(
            "<row><c t='inlineStr'><is><t>reference</t></is></c></row>"
            "<row><c t='inlineStr'><is><t>WX-1</t></is></c></row>"
        ),
        [["reference"], ["WX-1"]],
    ),
}
