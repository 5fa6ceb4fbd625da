"""Word, Excel, PowerPoint and OpenDocument files: archives, written anew from what is safe in them.

What is left out: the properties of the document (who wrote it, when, for which organisation), the
path of its template, the times in the archive, and of JPEG images inside all but which way they are
turned. What stays, because it is what the document says: text, names in comments and in tracked
changes, hidden sheets and cells; and images of other kinds as they are.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from audit.evidence.jpeg import without_metadata
from audit.evidence.office_parts import (
    refuse_active_elements,
    refuse_by_name,
    refuse_program,
    safe_relationships,
)
from audit.rules import evidence
from audit.rules.evidence import DOCX, ODS, ODT, PPTX, XLSX, EvidenceError, FileKind
from audit.unpacking import archives
from audit.unpacking.archives import ZIP, ArchiveError, Why

MOST_PARTS = 5_000
MOST_UNPACKED = 200_000_000
DEEPEST = 1
"""Documents inside documents: a chart in a letter holds the workbook that it was made of."""
SENTENCES = {
    Why.DAMAGED: evidence.DAMAGED,
    Why.ENCRYPTED: evidence.ENCRYPTED,
    Why.ENTITIES: evidence.DAMAGED,
    Why.MACROS: evidence.MACROS,
    Why.TOO_MUCH: evidence.TOO_MUCH,
}
TYPES, MIMETYPE = "[Content_Types].xml", "mimetype"
OFFICE = {f'"{kind.content_type}.main+xml"'.encode(): kind for kind in (DOCX, XLSX, PPTX)}
OPEN_DOCUMENTS = {kind.content_type.encode(): kind for kind in (ODT, ODS)}
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = b"http://schemas.openxmlformats.org/"
BARE = {
    b"core-properties+xml": _HEAD
    + b'<cp:coreProperties xmlns:cp="'
    + _FORMATS
    + b'package/2006/metadata/core-properties"/>',
    b"extended-properties+xml": _HEAD
    + b'<Properties xmlns="'
    + _FORMATS
    + b'officeDocument/2006/extended-properties"/>',
    b"custom-properties+xml": _HEAD
    + b'<Properties xmlns="'
    + _FORMATS
    + b'officeDocument/2006/custom-properties"/>',
}
"""What stands in the place of properties, by how their type ends."""
BARE_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office='
    b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"/>'
)
OVERRIDE = re.compile(rb"<[^<>]*\bPartName\s*=[^<>]*>")
ATTRIBUTE = re.compile(rb"""\b(PartName|ContentType)\s*=\s*["']([^"']*)["']""")
SCANNED = re.compile(r"^(?:word/|xl/externalLinks/|(?:.*/)?(?:content|styles)\.xml$)")
EARLIEST = (1980, 1, 1, 0, 0, 0)


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except ArchiveError as error:
        raise EvidenceError(SENTENCES[error.why]) from None


def kind_of_archive(content: bytes) -> FileKind:
    """By what the archive says of itself: the type of its main part, or its own type."""
    with _worded(), archives.opened(content) as archive:
        names = archives.part_names(archive, most_parts=MOST_PARTS, most_bytes=MOST_UNPACKED)
        archives.refuse_macros(archive, names, most_bytes=MOST_UNPACKED)
        told = _part(archive, TYPES) if TYPES in names else b""
        for said, kind in OFFICE.items():
            if said in told:
                return kind
        told = _part(archive, MIMETYPE) if MIMETYPE in names else told
        if told.strip() in OPEN_DOCUMENTS:
            return OPEN_DOCUMENTS[told.strip()]
    raise EvidenceError(evidence.UNKNOWN if told else evidence.ARCHIVE)


def clean_office(content: bytes, *, depth: int = 0) -> bytes:
    """Raises EvidenceError for what may not be kept."""
    output = io.BytesIO()
    left = MOST_UNPACKED
    with _worded(), archives.opened(content) as archive, zipfile.ZipFile(output, "w") as written:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        refuse_by_name(names)
        bare = _bare_parts(archive)
        for name in sorted(names, key=lambda name: name != MIMETYPE):  # it has to be the first
            part = _part(archive, name, most_bytes=left)
            left -= len(part)
            packed = zipfile.ZIP_STORED if name == MIMETYPE else zipfile.ZIP_DEFLATED
            new = zipfile.ZipInfo(name, EARLIEST)
            written.writestr(new, bare.get(name) or _clean_part(name, part, depth), packed)
    return output.getvalue()


def _part(archive: zipfile.ZipFile, name: str, *, most_bytes: int = MOST_UNPACKED) -> bytes:
    marked_up = name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))
    read = archives.xml_pieces if marked_up else archives.pieces
    return b"".join(read(archive, name, most_bytes=most_bytes))


def _bare_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """What is put in the place of the document's properties, by name."""
    names = archive.namelist()
    found = {name: BARE_META for name in names if name.rpartition("/")[2] == "meta.xml"}
    for override in OVERRIDE.findall(_part(archive, TYPES)) if TYPES in names else ():
        told = dict(ATTRIBUTE.findall(override))
        for ends, bare in BARE.items():
            if told.get(b"ContentType", b"").endswith(ends):
                found[told[b"PartName"].decode("utf-8", "replace").lstrip("/")] = bare
    return found


def _clean_part(name: str, part: bytes, depth: int) -> bytes:
    refuse_program(part)
    if name.lower().endswith(".rels"):
        return safe_relationships(part)
    if part.startswith(ZIP):
        return _clean_inner(part, depth)
    if part.startswith(b"\xff\xd8\xff"):
        return without_metadata(part)
    if name.lower().endswith(".xml") and SCANNED.search(name):
        refuse_active_elements(part)
    return part


def _clean_inner(content: bytes, depth: int) -> bytes:
    """A document inside the document; other archives have no reason to be there."""
    if depth >= DEEPEST:
        raise EvidenceError(evidence.EMBEDDED)
    try:
        kind_of_archive(content)
    except EvidenceError as error:
        unknown = error.sentence in (evidence.UNKNOWN, evidence.ARCHIVE)
        raise EvidenceError(evidence.EMBEDDED if unknown else error.sentence) from None
    return clean_office(content, depth=depth + 1)
