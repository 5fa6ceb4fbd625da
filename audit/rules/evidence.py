"""What is kept as evidence: kinds of file, their limits, and why a file is refused.

Nothing of Django's here: the process that checks a file imports it (audit/evidence/child.py).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import ceil

MOST_BYTES = 20_000_000
"""Of one file as it is handed in."""
MOST_AT_ONCE = 3
"""Files in one request: each may take seconds to check, and the server waits for all of them."""
MOST_SIDE = 10_000
"""Pixels, of an image's width and of its height."""
MOST_PIXELS = 50_000_000
"""Of a whole image: what a telephone's camera takes (48 million) is below it."""
LONGEST_NAME = 150
"""Characters."""


@dataclass(frozen=True)
class FileKind:
    """`endings` of its names, the usual one first; `words` go on after "holds"."""

    content_type: str
    endings: tuple[str, ...]
    words: str


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = FileKind("application/pdf", ("pdf",), "a PDF")
DOCX = FileKind(f"{_OOXML}wordprocessingml.document", ("docx",), "a Word document")
XLSX = FileKind(f"{_OOXML}spreadsheetml.sheet", ("xlsx",), "an Excel workbook")
PPTX = FileKind(f"{_OOXML}presentationml.presentation", ("pptx",), "a PowerPoint presentation")
ODT = FileKind(f"{_ODF}text", ("odt",), "an OpenDocument text")
ODS = FileKind(f"{_ODF}spreadsheet", ("ods",), "an OpenDocument spreadsheet")
PNG = FileKind("image/png", ("png",), "a PNG image")
JPEG = FileKind("image/jpeg", ("jpg", "jpeg"), "a JPEG image")
TXT = FileKind("text/plain", ("txt",), "text")
CSV = FileKind("text/csv", ("csv",), "text")
KINDS = (PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPEG, TXT, CSV)
ENDINGS = {ending: kind for kind in KINDS for ending in kind.endings}
KINDS_TOLD = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, TXT or CSV"


def kind_words(content_type: str) -> str:
    """Of a file that is kept, to begin a sentence: "An Excel workbook"; "" for no such type."""
    words = next((kind.words for kind in KINDS if kind.content_type == content_type), "")
    return f"{words[:1].upper()}{words[1:]}"


@dataclass(frozen=True)
class CheckedFile:
    """What may be stored. `content` is no longer byte for byte what was handed in, but for text:
    it was written anew without metadata; `sha256` and `size` are those of `content`."""

    name: str
    content_type: str
    content: bytes
    sha256: str
    size: int


class EvidenceError(Exception):
    """A file that is refused; `sentence` is one of those below, `facts` what else it tells."""

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence, self.facts = sentence, facts


EMPTY = "“{name}” is empty. Choose it again, or save it once more first."
TOO_LARGE = f"“{{name}}” is larger than {MOST_BYTES // 1_000_000} MB. Make it smaller or split it."
TOO_MANY = f"Attach at most {MOST_AT_ONCE} files at once. Add the others in another update."
UNKNOWN = f"“{{name}}” is no file of a kind that is kept here. Save it as {KINDS_TOLD}."
PROGRAM = "“{name}” is a program, whatever its name says. Attach the document itself."
SVG = "“{name}” is an SVG image, which can hold scripts. Save it as PNG or JPEG."
OTHER_IMAGE = "“{name}” is an image that not every computer opens. Save it as PNG or JPEG."
WEB_PAGE = "“{name}” holds a web page or a script. Print it to a PDF and attach that."
ARCHIVE = "“{name}” is an archive. Take out what is in it and attach each file by itself."
OLD_OFFICE = (
    "“{name}” is an e-mail or a document of an older Office. Save it as .docx, .xlsx, .pptx or PDF."
)
WRONG_ENDING = "“{name}” holds {words}. Check that it is the right file, and end its name in .{to}."
ENCRYPTED = "“{name}” is protected. Save it without a password or other limits and attach that."
MACROS = "“{name}” holds macros. Save it without them (.docx, .xlsx, .pptx) or as PDF."
EMBEDDED = (
    "“{name}” has another file or a program inside it. Take that out, or print it all to a PDF."
)
ACTIVE = "“{name}” fetches or starts something when it is opened. Print it to a PDF."
ACTIVE_PDF = "“{name}” runs a script or opens something else. Print it to a new PDF, attach that."
FULL_PDF = "“{name}” has other files inside it. Attach each by itself, and this printed to a PDF."
SIGNED = (
    "“{name}” is signed electronically, which storing it would break. Print it to a PDF "
    "and attach that."
)
DAMAGED = "“{name}” is damaged or incomplete. Open it, save it again and attach the new one."
TOO_MUCH = "“{name}” unpacks to far more than its size. Save it again, or print it to a PDF."
TOO_MANY_PIXELS = (
    "“{name}” is {width:,} × {height:,} pixels. Make the image smaller: at most "
    f"{MOST_SIDE:,} a side and {MOST_PIXELS // 1_000_000} million in all."
)
NOT_TEXT = "“{name}” cannot be read as text. Save it as text in UTF-8, or as PDF."
FORMULAS = "“{name}” holds a formula in line {line}. Replace it by its value."
TOO_HARD = "“{name}” takes more time or memory to check than it is given. Print it to a PDF."
NO_ROOM = (
    "“{name}” needs {needed} MB, and {force} has {left} MB left of {quota:,} MB for evidence. "
    "Attach a smaller file, withdraw what is no longer needed, or ask whoever runs Casemark "
    "for more room."
)

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories of what is not seen, such as marks that turn the reading direction round."""
_PATH = re.compile(r'[\\/:*?"<>|]+')
"""What some system takes for a part of a path or does not allow in a name."""


def plain_name(name: str) -> str:
    """The name to show and to download under: as it was, without what is unseen or a path."""
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", name)
        if unicodedata.category(character) not in _UNSEEN
    )
    stem, dot, ending = " ".join(_PATH.sub(" ", seen).split()).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending) - 1] or "evidence"
    return f"{stem}{dot}{ending}"[:LONGEST_NAME]


def ending_of(name: str) -> str:
    """Raises EvidenceError where no kind that is kept is called so."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise EvidenceError(SVG if ending in ("svg", "svgz") else UNKNOWN)
    return ending


def refuse_wrong_ending(kind: FileKind, ending: str) -> None:
    if ENDINGS[ending] is not kind:
        raise EvidenceError(WRONG_ENDING, words=kind.words, to=kind.endings[0])


def refuse_too_many_pixels(width: int, height: int) -> None:
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise EvidenceError(TOO_MANY_PIXELS, width=width, height=height)


def room_problem(*, name: str, size: int, used: int, quota: int, force: str) -> str:
    """Why a file of `size` bytes does not fit beside the `used` ones of a force; "" where it does.
    `quota` is in bytes, too."""
    if used + size <= quota:
        return ""
    left = max(quota - used, 0)
    return NO_ROOM.format(
        name=name,
        needed=f"{ceil(size / 100_000) / 10:,.1f}",
        left=f"{left // 100_000 / 10:,.1f}",
        quota=quota // 1_000_000,
        force=force,
    )
