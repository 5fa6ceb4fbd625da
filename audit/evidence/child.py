"""The process that checks a file: `python -m audit.evidence.child ENDING <file >clean`.

It writes a line of JSON, why the file is refused or what type it has, and then the file anew.
"""

from __future__ import annotations

import json
import sys

from audit.evidence.limits import CONFINED
from audit.rules import evidence
from audit.rules.evidence import CSV, JPEG, MOST_BYTES, PDF, PNG, TXT, EvidenceError, FileKind
from audit.unpacking.confined import confine


def main(ending: str) -> None:
    said: dict[str, object]
    clean = b""
    try:
        confine(CONFINED)
        kind, clean = cleaned(sys.stdin.buffer.read(MOST_BYTES + 1), ending)
        said = {"content_type": kind.content_type}
    except EvidenceError as error:
        said = {"refused": error.sentence, "facts": error.facts}
    except MemoryError:
        said = {"refused": evidence.TOO_HARD, "facts": {}}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + clean)


def cleaned(content: bytes, ending: str) -> tuple[FileKind, bytes]:
    """Raises EvidenceError."""
    # Not at the top: room for them is made within the limits.
    from audit.evidence.kinds import kind_of, refuse_unsafe_text

    if len(content) > MOST_BYTES:
        raise EvidenceError(evidence.TOO_LARGE)
    kind = kind_of(content, ending)
    if kind in (TXT, CSV):
        refuse_unsafe_text(content, kind, named_text=ending in ("txt", "csv"))
    evidence.refuse_wrong_ending(kind, ending)
    return kind, _rewritten(content, kind)


def _rewritten(content: bytes, kind: FileKind) -> bytes:
    if kind in (TXT, CSV):
        return content
    if kind in (PNG, JPEG):
        from audit.evidence.images import clean_image

        return clean_image(content, kind)
    if kind is PDF:
        from audit.evidence.pdfs import clean_pdf

        return clean_pdf(content)
    from audit.evidence.office import clean_office

    return clean_office(content)


if __name__ == "__main__":
    main(sys.argv[1])
