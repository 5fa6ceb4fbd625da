"""What kind of file it is, by its content and by nothing else."""

from __future__ import annotations

import re

from audit.evidence.office import kind_of_archive
from audit.rules import evidence
from audit.rules.evidence import CSV, JPEG, PDF, PNG, TXT, EvidenceError, FileKind
from audit.unpacking.archives import OLE, ZIP

KEPT = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
REFUSED = {
    evidence.PROGRAM: (
        *(b"MZ", b"\x7fELF", b"\0asm", b"dex\n", b"\xca\xfe\xba\xbe"),
        *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"),
        b"L\0\0\0\x01\x14\x02\0",  # a Windows shortcut
        b"ITSF",  # compiled help
    ),
    evidence.OTHER_IMAGE: (b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\x01\0", b"8BPS"),
    evidence.ARCHIVE: (
        *(b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ\0", b"MSCF"),
        *(b"PK\x05\x06", b"PK\x07\x08"),
    ),
}
"""How files begin that are refused, by the sentence that says so. All of them hold bytes 0, which
no text does."""
REFUSED_TEXT = {b"#!": evidence.PROGRAM, b"{\\rtf": evidence.OLD_OFFICE}
PHOTOGRAPHS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis")
LATE_PDF = re.compile(rb"%PDF-\d\.\d")
MARKUP = re.compile(
    r"<\s*(?:!doctype|!entity|html|head|body|script|iframe|object|embed|applet|meta|\?php|\?xml|%@)",
    re.IGNORECASE,
)
DRAWING = re.compile(r"<\s*(?:\w+:)?svg\b", re.IGNORECASE)
TEXT_CONTROLS = "\t\n\r\f"
FORMULA = re.compile(
    r"""(?:^|[,;\t])\s*["']*\s*(?:[=@]|[+\-][^,;\t\n]*[|(!])""",
)
"""A cell that a spreadsheet program works out instead of showing it: telephone numbers and figures
below nought may begin with a sign, calls and links to other programs may not."""


def kind_of(content: bytes, ending: str) -> FileKind:
    """`ending` tells only the two kinds of text apart. Raises EvidenceError."""
    if not content.strip():
        raise EvidenceError(evidence.EMPTY)
    for begins, kind in KEPT.items():
        if content.startswith(begins):
            return kind
    if content.startswith(ZIP):
        return kind_of_archive(content)
    _refuse_known(content)
    return CSV if ending == "csv" else TXT


def _refuse_known(content: bytes) -> None:
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise EvidenceError(evidence.ENCRYPTED if locked else evidence.OLD_OFFICE)
    for begins, sentence in REFUSED_TEXT.items():
        if content.startswith(begins):
            raise EvidenceError(sentence)
    for sentence, beginnings in REFUSED.items():
        if content.startswith(beginnings) and b"\0" in content:
            raise EvidenceError(sentence)
    webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    if webp or (content[4:8] == b"ftyp" and content[8:12] in PHOTOGRAPHS):
        raise EvidenceError(evidence.OTHER_IMAGE)
    if LATE_PDF.search(content[:4096]):
        raise EvidenceError(evidence.DAMAGED)


def refuse_unsafe_text(content: bytes, kind: FileKind, *, named_text: bool) -> None:
    """It is stored as it is, so nothing in it may be more than text. `named_text`: whether its
    name says so, and saving it as text is the way out."""
    text = _decoded(content)
    if text is None or any(ord(one) < 32 and one not in TEXT_CONTROLS for one in set(text)):
        raise EvidenceError(evidence.NOT_TEXT if named_text else evidence.UNKNOWN)
    if DRAWING.search(text):
        raise EvidenceError(evidence.SVG)
    if MARKUP.search(text):
        raise EvidenceError(evidence.WEB_PAGE)
    if kind is CSV:
        for number, line in enumerate(text.splitlines(), start=1):
            if FORMULA.search(line):
                raise EvidenceError(evidence.FORMULAS, line=number)


def _decoded(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
