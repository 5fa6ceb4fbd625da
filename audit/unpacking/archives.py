"""Whether the parts of an archive may be unpacked, and unpacking them by the piece.

`ArchiveError` says why not; the words are those of whoever reads: a workbook is mended in other
ways than a letter.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import Enum
from io import BytesIO

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, RuntimeError, ValueError),
)
"""What Python's zipfile raises for an archive that is damaged, or packed in a way unknown to it."""
PIECE = 1 << 20
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
OTHER_TEXT = (b"\xff\xfe", b"\xfe\xff")
"""How XML begins that is not UTF-8; no program writes Office files so."""


class Why(Enum):
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    ENTITIES = "entities"
    MACROS = "macros"
    TOO_MUCH = "too much"


class ArchiveError(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def opened(content: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(BytesIO(content))
    except BROKEN:
        raise ArchiveError(Why.DAMAGED) from None


def part_names(archive: zipfile.ZipFile, *, most_parts: int, most_bytes: int) -> set[str]:
    """Of an archive whose directory promises nothing bad; `most_bytes` of all parts unpacked."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > most_parts or len(names) < len(parts):
        raise ArchiveError(Why.DAMAGED)
    if any(part.flag_bits & 1 for part in parts):
        raise ArchiveError(Why.ENCRYPTED)
    if sum(part.file_size for part in parts) > most_bytes:
        raise ArchiveError(Why.TOO_MUCH)
    return names


def refuse_macros(archive: zipfile.ZipFile, names: set[str], *, most_bytes: int) -> None:
    """Of Office and OpenDocument files alike; a password that hides them, too."""

    def small(name: str) -> bytes:
        found = xml_pieces(archive, name, most_bytes=most_bytes) if name in names else ()
        return b"".join(found)

    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    scripts = any(name.startswith(("Basic/", "Scripts/")) and name[-1] != "/" for name in names)
    if macros or scripts or b"macroEnabled" in small("[Content_Types].xml"):
        raise ArchiveError(Why.MACROS)
    if b"encryption-data" in small("META-INF/manifest.xml"):
        raise ArchiveError(Why.ENCRYPTED)


def pieces(archive: zipfile.ZipFile, name: str, *, most_bytes: int) -> Iterator[bytes]:
    """A part, a mebibyte at a time. The directory's word on its size is not taken: what comes out
    is counted, too."""
    unpacked = 0
    try:
        with archive.open(name) as part:
            while piece := part.read(PIECE):
                unpacked += len(piece)
                if unpacked > most_bytes:
                    raise ArchiveError(Why.TOO_MUCH)
                yield piece
    except BROKEN:
        raise ArchiveError(Why.DAMAGED) from None


def xml_pieces(archive: zipfile.ZipFile, name: str, *, most_bytes: int) -> Iterator[bytes]:
    """The same of a part that is XML; refused where it declares entities."""
    tail = b""
    for number, piece in enumerate(pieces(archive, name, most_bytes=most_bytes)):
        if not number and piece.startswith(OTHER_TEXT):
            raise ArchiveError(Why.DAMAGED)
        if DECLARED.search(tail + piece):
            raise ArchiveError(Why.ENTITIES)
        tail = piece[-16:]
        yield piece
