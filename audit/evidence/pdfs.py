"""PDFs: read by qpdf, refused where they would do something, written anew without metadata.

What acts is refused and not taken out: without it the PDF might no longer say what it said, and
whoever hands it in can print it to a new one. What is left out: author, program, times and keywords
of the document, XMP, what programs keep for themselves, and of photographs inside what the camera
wrote. What stays: the pages, bookmarks, tags for screen readers, links, and the names in comments.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from audit.evidence.jpeg import without_metadata
from audit.rules import evidence
from audit.rules.evidence import EvidenceError

MOST_OBJECTS = 500_000
ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"),
    *("/RichMediaExecute", "/GoTo3DView", "/GoToE", "/GoToR", "/Thread"),
}
"""Of an action's /S: all that reach beyond the document but links to the web (/URI)."""
ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/Movie", "/3DD"}
FILE_KEYS = {"/EF", "/EmbeddedFiles"}
METADATA_KEYS = ("/Metadata", "/PieceInfo", "/LastModified")
SIGNATURE = "/ByteRange"


def clean_pdf(content: bytes) -> bytes:
    """Raises EvidenceError for what may not be kept."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            return _cleaned(pdf)
    except pikepdf.PasswordError:
        raise EvidenceError(evidence.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError):
        # qpdf mends what it can; this is what it gives up, and what is no PDF within.
        raise EvidenceError(evidence.DAMAGED) from None


def _cleaned(pdf: Pdf) -> bytes:
    if pdf.is_encrypted:
        raise EvidenceError(evidence.ENCRYPTED)
    if not len(pdf.pages):
        raise EvidenceError(evidence.DAMAGED)
    if len(pdf.objects) > MOST_OBJECTS:
        raise EvidenceError(evidence.TOO_HARD)
    for one in _dictionaries(pdf):
        _refuse_active(one)
        for key in METADATA_KEYS:
            if key in one:
                del one[key]
        if isinstance(one, Stream):
            _clean_photograph(one)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    output = io.BytesIO()
    pdf.save(output, fix_metadata_version=False)
    return output.getvalue()


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary and stream, those within others too; each indirect object once."""
    waiting: list[Object] = [pdf.Root, *pdf.objects]
    while waiting:
        one = waiting.pop()
        inside: list[Object] = []
        if isinstance(one, (Dictionary, Stream)):
            yield one
            inside = [one[key] for key in one.keys()]
        elif isinstance(one, Array):
            inside = list(one)
        waiting += [
            value
            for value in inside
            if isinstance(value, (Dictionary, Array)) and not value.is_indirect
        ]


def _refuse_active(one: Object) -> None:
    keys = set(one.keys())
    if keys & ACTIVE_KEYS or str(one.get("/S", "")) in ACTIONS:
        raise EvidenceError(evidence.ACTIVE_PDF)
    if keys & FILE_KEYS:
        raise EvidenceError(evidence.FULL_PDF)
    if SIGNATURE in keys and "/Contents" in keys:
        raise EvidenceError(evidence.SIGNED)


def _clean_photograph(stream: Object) -> None:
    """JPEG data as it stands in the file; packed a second time it is left as it is."""
    if stream.get("/Filter") not in (Name.DCTDecode, Array([Name.DCTDecode])):
        return
    raw = stream.read_raw_bytes()
    if raw.startswith(b"\xff\xd8\xff"):
        how = stream.get("/DecodeParms")
        parameters = how if isinstance(how, (Dictionary, Array)) else None
        stream.write(without_metadata(raw), filter=Name.DCTDecode, decode_parms=parameters)
