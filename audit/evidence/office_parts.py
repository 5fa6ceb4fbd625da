"""What single parts of Office and OpenDocument files may hold: nothing that acts unasked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree
from xml.parsers import expat

from audit.rules import evidence
from audit.rules.evidence import EvidenceError
from audit.unpacking.archives import OLE

PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"L\0\0\0\x01\x14\x02\0", b"\xca\xfe\xba\xbe", OLE)
"""How parts begin that are programs, or wrap whatever somebody dragged into the document."""
ACTIVE_NAMES = re.compile(
    r"(?:^|/)(?:activex|macrosheets|dialogsheets|customui\d*|webextensions)/"
    r"|\.(?:exe|dll|com|scr|js|jse|vbs|vbe|wsf|hta|ps1|bat|cmd|lnk|jar|msi|reg|html?|mht)$",
    re.IGNORECASE,
)
SIGNATURES = re.compile(r"^_xmlsignatures/|^META-INF/(?:document|macro|package)signatures\.xml$")
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TEMPLATE = "/attachedTemplate"
ANY_TEMPLATE = "Normal.dotm"
FOLLOWED = re.compile(r"/(?:hyperlink|externalLink|externalLinkPath|xlExternalLinkPath/\w+)$")
"""Outside things that are asked for when somebody clicks or agrees; others are fetched unasked."""
FIELD = re.compile(r"(?<![a-z])(?:dde(?:auto)?|include(?:picture|text)|import)\b", re.IGNORECASE)
"""Word's fields that start a program or fetch a file."""
ACTIVE_ELEMENTS = {"ddeLink", "oleLink", "dde-source", "dde-connection", "dde-connection-decl"}
ACTIVE_ELEMENTS |= {"event-listener", "script", "applet", "plugin", "floating-frame", "altChunk"}
FETCHING_ELEMENTS = {"image", "object", "object-ole", "fill-image"}
FETCHING_ELEMENTS |= {"section-source", "table-source"}
OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.\-]*:|//|\\\\|/)", re.IGNORECASE)


def refuse_by_name(names: Iterable[str]) -> None:
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name:
            raise EvidenceError(evidence.DAMAGED)
        if SIGNATURES.search(name):
            raise EvidenceError(evidence.SIGNED)
        if ACTIVE_NAMES.search(name):
            raise EvidenceError(evidence.EMBEDDED)


def refuse_program(content: bytes) -> None:
    if content.startswith(PROGRAMS):
        raise EvidenceError(evidence.EMBEDDED)


def safe_relationships(content: bytes) -> bytes:
    """As they are, but for the template: it is fetched from wherever it is said to be, and its
    path may name a person. Raises EvidenceError where something else is fetched unasked."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError):
        raise EvidenceError(evidence.DAMAGED) from None
    changed = False
    for one in root:
        kind, outside = one.get("Type", ""), one.get("TargetMode", "").lower() == "external"
        if outside and kind.endswith(TEMPLATE):
            one.set("Target", ANY_TEMPLATE)
            changed = True
        elif outside and not FOLLOWED.search(kind):
            raise EvidenceError(evidence.ACTIVE)
    if not changed:
        return content
    ElementTree.register_namespace("", RELATIONSHIPS)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


class _Scan:
    """Follows a part element by element, whatever prefixes it uses, and refuses what acts."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.in_code = False

    def started(self, tag: str, given: Mapping[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self.in_code = name in ("instrText", "delInstrText")
        if name in ACTIVE_ELEMENTS:
            raise EvidenceError(evidence.ACTIVE)
        if name in ("fldChar", "fldSimple"):
            self.codes += [" ", *given.values(), " "]
        elif name in FETCHING_ELEMENTS:
            for key, value in given.items():
                if key.endswith(" href") and OUTSIDE.match(value):
                    raise EvidenceError(evidence.ACTIVE)

    def text(self, text: str) -> None:
        if self.in_code:
            self.codes.append(text)

    def ended(self, _: str) -> None:
        self.in_code = False


def refuse_active_elements(content: bytes) -> None:
    scan, parser = _Scan(), expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = scan.started, scan.ended
    parser.CharacterDataHandler = scan.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise EvidenceError(evidence.DAMAGED) from None
    if FIELD.search("".join(scan.codes)):
        raise EvidenceError(evidence.ACTIVE)
