"""Marks of old Excel workbooks (.xls), from their records.

The form: [MS-XLS], section 2.3 (records), published by Microsoft.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

import olefile

from audit.spreadsheets import refusals
from audit.spreadsheets.marks import ERROR, FORMULA, Marks
from audit.spreadsheets.refusals import UnreadableError

BOF, FORMULA_CELL, BOOL_OR_ERROR, FILE_PASS = 0x0809, 0x0006, 0x0205, 0x002F
BOUND_SHEET, DATE_MODE, EXTERNAL_BOOK = 0x0085, 0x0022, 0x01AE
TRUTH = b"\x02\x00\x1d"
"""How a formula begins that is no more than yes or no (PtgBool): LibreOffice writes them so."""
STREAMS = ("Workbook", "Book")


class OldWorkbook:
    """What the records tell: sheets in their order, and what is worth a note."""

    def __init__(self, content: bytes) -> None:
        self.sheets: list[Marks] = []
        self.dates_from_1904 = self.has_external = False
        places: dict[int, Marks] = {}
        current: Marks | None = None
        for start, kind, body in _records(_stream(content)):
            if kind == FILE_PASS:
                raise UnreadableError(refusals.ENCRYPTED)
            if kind == BOUND_SHEET and len(body) >= 4:
                marks = Marks("")
                places[struct.unpack_from("<I", body)[0]] = marks
                self.sheets.append(marks)
            elif kind == BOF:
                current = places.get(start)
            elif current is not None:
                _mark(current, kind, body)
            else:
                self.dates_from_1904 |= kind == DATE_MODE and body[:1] == b"\1"
                self.has_external |= kind == EXTERNAL_BOOK and body[2:4] != b"\1\4"


def _mark(marks: Marks, kind: int, body: bytes) -> None:
    if kind not in (FORMULA_CELL, BOOL_OR_ERROR) or len(body) < 8:
        return
    row, column = struct.unpack_from("<HH", body)
    if kind == FORMULA_CELL and body[20:23] != TRUTH:
        marks.mark(row + 1, column + 1, FORMULA)
    elif kind == BOOL_OR_ERROR and body[7]:
        marks.mark(row + 1, column + 1, ERROR)


def _stream(content: bytes) -> bytes:
    try:
        with olefile.OleFileIO(BytesIO(content)) as container:
            if container.exists("EncryptedPackage"):
                raise UnreadableError(refusals.ENCRYPTED)
            if container.exists("_VBA_PROJECT_CUR"):
                raise UnreadableError(refusals.MACROS)
            name = next((name for name in STREAMS if container.exists(name)), None)
            if name is None:
                raise UnreadableError(refusals.UNKNOWN)
            data: bytes = container.openstream(name).read()
            return data
    except (OSError, struct.error, IndexError, ValueError):
        raise UnreadableError(refusals.DAMAGED) from None


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each record starts, what it is, and what it holds."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
