"""What kind of file it is, by its content, and whether its parts may be unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from audit.spreadsheets import refusals
from audit.spreadsheets.limits import MOST_PARTS, MOST_UNPACKED
from audit.spreadsheets.refusals import UnreadableError
from audit.unpacking import archives
from audit.unpacking.archives import OLE, ZIP, ArchiveError, Why

CSV, XLSX, XLS, ODS = "CSV", "XLSX", "XLS", "ODS"
NO_SPREADSHEET = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"{\\rtf", b"\x1f\x8b")
SENTENCES = {
    Why.DAMAGED: refusals.DAMAGED,
    Why.ENCRYPTED: refusals.ENCRYPTED,
    Why.ENTITIES: refusals.ENTITIES,
    Why.MACROS: refusals.MACROS,
    Why.TOO_MUCH: refusals.TOO_MUCH.format(megabytes=MOST_UNPACKED // 1_000_000),
}


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
    with opened(content) as archive, _worded():
        names = archives.part_names(archive, most_parts=MOST_PARTS, most_bytes=MOST_UNPACKED)
        if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
            kind = XLSX
        elif "content.xml" in names and "mimetype" in names:
            kind = ODS
        else:
            raise UnreadableError(refusals.ARCHIVE)
        archives.refuse_macros(archive, names, most_bytes=MOST_UNPACKED)
        return kind


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except ArchiveError as error:
        raise UnreadableError(SENTENCES[error.why]) from None


def opened(content: bytes) -> zipfile.ZipFile:
    with _worded():
        return archives.opened(content)


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part of the workbook, a mebibyte at a time; refused where it declares entities."""
    with _worded():
        yield from archives.xml_pieces(archive, name, most_bytes=MOST_UNPACKED)
