"""Files that are refused as a whole: name → what makes it, and how the sentence begins."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from audit.spreadsheets import limits
from tests.spreadsheets.workbooks import (
    csv_text,
    ods,
    part_of,
    repacked,
    sheet_xml,
    text_cell,
    with_sheet,
    xls,
    xlsx,
)

SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
ENTITY_BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>"""
)
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def decompression_bomb() -> bytes:
    """Honest about its size."""
    return repacked(xlsx(), changed={SHEET: b" " * (limits.MOST_UNPACKED + 1)})


def lying_bomb() -> bytes:
    """Its directory says that there is next to nothing in it."""
    content = bytearray(repacked(xlsx(), changed={SHEET: b" " * (limits.MOST_UNPACKED + 1)}))
    size = struct.pack("<I", limits.MOST_UNPACKED + 1)
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = struct.pack("<I", 1_000)
    return bytes(content)


def many_parts() -> bytes:
    added = {f"xl/extra/{n}.xml": b"" for n in range(limits.MOST_PARTS + 1)}
    return repacked(xlsx(), added=added)


def archive_of(**parts: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return output.getvalue()


def part_twice() -> bytes:
    output = io.BytesIO(xlsx())
    with zipfile.ZipFile(output, "a") as archive:
        archive.writestr("xl/./workbook.xml", b"")
        archive.writestr("xl/extra.xml", b"1")
        archive.filelist[-1].filename = BOOK
    return output.getvalue()


def encrypted_zip() -> bytes:
    """As its directory says; nothing in it has to be decrypted to see that."""
    content = bytearray(xlsx())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            content[place + offset] |= 1
    return bytes(content)


def encrypted_xls() -> bytes:
    """The record that says so stands where a protected workbook has it."""
    content = bytearray(xls())
    place = content.find(struct.pack("<HH", 0x0042, 2))  # the code page, which nothing needs
    content[place : place + 2] = struct.pack("<H", 0x002F)
    return bytes(content)


def far_cell() -> bytes:
    return with_sheet(f'<row r="1048576">{text_cell("XFD1048576", "far")}</row>')


def far_cell_to_the_right() -> bytes:
    return with_sheet(f'<row r="1">{text_cell("A1", "reference")}{text_cell("XFD1", "far")}</row>')


def far_cell_in_quotes_of_another_kind() -> bytes:
    """XML allows both, and Excel writes one of them."""
    return with_sheet("<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row>")


def sparse_but_vast() -> bytes:
    """Neither its rows nor its columns are too many."""
    below = text_cell(f"A{limits.MOST_ROWS}", "below")
    return with_sheet(
        f'<row r="1">{text_cell("RB1", "right")}</row><row r="{limits.MOST_ROWS}">{below}</row>'
    )


def million_blank_rows() -> bytes:
    return with_sheet(text_row(1, "reference") + '<row spans="1:1"/>' * 1_000_000)


def text_row(number: int, *texts: str) -> str:
    cells = "".join(text_cell(f"{chr(65 + n)}{number}", text) for n, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def many_formulas() -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><f>1</f></c></row>' for n in range(1, limits.MOST_MARKED + 2)
    )
    return with_sheet(rows)


def ods_far_cell() -> bytes:
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    return ods(
        after='<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        f"</table:table-row><table:table-row>{cell}</table:table-row>"
    )


def ods_wide() -> bytes:
    cell = (
        '<table:table-cell table:number-columns-repeated="16000" '
        'office:value-type="float" office:value="1"/>'
    )
    return ods(after=f"<table:table-row>{cell}</table:table-row>")


def macro_type() -> bytes:
    types = part_of(xlsx(), "[Content_Types].xml")
    return repacked(
        xlsx(),
        changed={
            "[Content_Types].xml": types.replace(
                b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
            )
        },
    )


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "The file is empty"),
    "blanks": (lambda: b" \r\n\r\n", "The file is empty"),
    "separators": (lambda: b",,,\r\n,,,\r\n", "The file is empty"),
    "empty workbook": (lambda: with_sheet(""), "No sheet of the workbook"),
    "too large": (lambda: b"a" * (limits.MOST_BYTES + 1), "The file is larger than"),
    "one line of 60 MB": (lambda: b"x" * 60_000_000, "The file is larger than"),
    "one line of 20 MB": (lambda: b"x" * 20_000_000, "Line 1 has a cell of more than"),
    "a line of many cells": (lambda: b"x," * 10_000, "A line has more than"),
    "too many lines": (lambda: b"x,y\n" * 200_002, "The file has more than 200,000 lines"),
    "an open quotation mark": (lambda: b'a,b\n1,"2\n', "Line 2 cannot be read"),
    "bytes of no encoding": (lambda: b"a,b\n\x81\x8d,1\n", "This cannot be read as text"),
    "half an UTF-16 file": (lambda: csv_text().encode("utf-16")[:-1], "This cannot be read as"),
    "PDF": (lambda: b"%PDF-1.7\n1 0 obj\n", "This is no spreadsheet"),
    "a picture renamed": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(40), "This is no spreadsheet"),
    "a gzip renamed": (lambda: b"\x1f\x8b\x08" + bytes(40), "This is no spreadsheet"),
    "truncated": (lambda: xlsx()[:-700], "The file is damaged"),
    "truncated early": (lambda: xlsx()[:300], "The file is damaged"),
    "truncated XLS": (lambda: xls()[:1_000], "The file is damaged"),
    "truncated ODS": (lambda: ods()[:-30], "The file is damaged"),
    "a sheet cut off": (
        lambda: repacked(xlsx(), changed={SHEET: sheet_xml("")[:-20]}),
        "The file is damaged",
    ),
    "a workbook that is no XML": (
        lambda: repacked(xlsx(), changed={BOOK: b"<workbook"}),
        "The file is damaged",
    ),
    "a zip renamed": (lambda: archive_of(readme=b"hello"), "This is an archive"),
    "nested zip": (lambda: archive_of(book=xlsx()), "This is an archive"),
    "many parts": (many_parts, "The file is damaged"),
    "a part twice": (part_twice, "The file is damaged"),
    "decompression bomb": (decompression_bomb, "The workbook unpacks to more than"),
    "decompression bomb that lies": (lying_bomb, "The "),
    "entity bomb": (
        lambda: repacked(xlsx(), changed={SHEET: ENTITY_BOMB + sheet_xml("")}),
        "The workbook defines entities",
    ),
    "entity bomb in the strings": (
        lambda: repacked(xlsx(), added={STRINGS: ENTITY_BOMB + b"<sst/>"}),
        "The workbook defines entities",
    ),
    "external entity": (
        lambda: repacked(xlsx(), changed={BOOK: EXTERNAL + part_of(xlsx(), BOOK)}),
        "The workbook defines entities",
    ),
    "entity bomb in ODS": (
        lambda: repacked(ods(), changed={"content.xml": ENTITY_BOMB + b"<x/>"}),
        "The workbook defines entities",
    ),
    "a sheet in UTF-16": (
        lambda: repacked(xlsx(), changed={SHEET: sheet_xml("").decode().encode("utf-16")}),
        "The file is damaged",
    ),
    "encrypted zip": (encrypted_zip, "The file is protected with a password"),
    "encrypted ODS": (
        lambda: ods(added={"META-INF/manifest.xml": b"<m:encryption-data/>"}),
        "The file is protected with a password",
    ),
    "encrypted XLS": (encrypted_xls, "The file is protected with a password"),
    "macros": (
        lambda: repacked(xlsx(), added={"xl/vbaProject.bin": b"\0"}),
        "The workbook holds macros",
    ),
    "macros by type": (macro_type, "The workbook holds macros"),
    "scripts in ODS": (
        lambda: ods(added={"Basic/Standard/Module1.xml": b"<x/>"}),
        "The workbook holds macros",
    ),
    "one far cell": (far_cell, "The sheet “Sheet” has more than 200,000 rows"),
    "one cell far to the right": (far_cell_to_the_right, "The sheet “Sheet” has a cell far"),
    "one far cell, quoted otherwise": (far_cell_in_quotes_of_another_kind, "The "),
    "two cells far apart": (sparse_but_vast, "The sheet “Sheet” stretches over"),
    "one far cell in ODS": (ods_far_cell, "The sheet “Files” has more than 200,000 rows"),
    "a wide ODS": (ods_wide, "The sheet “Files” has a cell far"),
    "a million blank rows": (million_blank_rows, "The sheet “Sheet” has more than 200,000 rows"),
    "nothing but formulas": (many_formulas, "The workbook has more than 100,000 formulas"),
}
