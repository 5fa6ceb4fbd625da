"""What kind of file it is, by its content, and whether its parts may be unpacked."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from audit.spreadsheets import refusals
from audit.spreadsheets.limits import MOST_PARTS, MOST_UNPACKED
from audit.spreadsheets.refusals import UnreadableError

CSV, XLSX, XLS, ODS = "CSV", "XLSX", "XLS", "ODS"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_SPREADSHEET = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"{\\rtf", b"\x1f\x8b")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, RuntimeError, ValueError),
)
"""What Python's zipfile raises for an archive that is damaged, or packed in a way unknown to it."""
PIECE = 1 << 20
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
OTHER_TEXT = (b"\xff\xfe", b"\xfe\xff")
"""How XML begins that is not UTF-8; no program writes workbooks so."""


def kind_of(content: bytes) -> str:
    """Raises UnreadableError for what is no spreadsheet."""
    if not content.strip():
        raise UnreadableError(refusals.EMPTY)
    if content.startswith(ZIP):
        return _kind_of_archive(content)
    if content.startswith(OLE):
        return XLS
    if content.startswith(NO_SPREADSHEET):
        raise UnreadableError(refusals.UNKNOWN)
    return CSV


def _kind_of_archive(content: bytes) -> str:
    with opened(content) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MOST_PARTS or len(names) < len(parts):
            raise UnreadableError(refusals.DAMAGED)
        if any(part.flag_bits & 1 for part in parts):
            raise UnreadableError(refusals.ENCRYPTED)
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise too_much()
        if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
            kind = XLSX
        elif "content.xml" in names and "mimetype" in names:
            kind = ODS
        else:
            raise UnreadableError(refusals.ARCHIVE)
        _refuse_macros(archive, names)
        return kind


def opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(content))
    except BROKEN:
        raise UnreadableError(refusals.DAMAGED) from None


def _refuse_macros(archive: zipfile.ZipFile, names: set[str]) -> None:
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    scripts = any(name.startswith(("Basic/", "Scripts/")) and name[-1] != "/" for name in names)
    if macros or scripts or b"macroEnabled" in _small(archive, names, "[Content_Types].xml"):
        raise UnreadableError(refusals.MACROS)
    if b"encryption-data" in _small(archive, names, "META-INF/manifest.xml"):
        raise UnreadableError(refusals.ENCRYPTED)


def _small(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    return b"".join(pieces(archive, name)) if name in names else b""


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the workbook, a mebibyte at a time; refused where it declares entities.

    The directory's word on its size is not taken: what comes out is counted, too.
    """
    unpacked, tail = 0, b""
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                if not unpacked and piece.startswith(OTHER_TEXT):
                    raise UnreadableError(refusals.DAMAGED)
                if DECLARED.search(tail + piece):
                    raise UnreadableError(refusals.ENTITIES)
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise too_much()
                tail = piece[-16:]
                yield piece
    except BROKEN:
        raise UnreadableError(refusals.DAMAGED) from None


def too_much() -> UnreadableError:
    return UnreadableError(refusals.TOO_MUCH.format(megabytes=MOST_UNPACKED // 1_000_000))
