"""Checks a PDF's structure against what PDF/UA-1 asks for, as far as a program can see it.

No substitute for veraPDF, which is in no registry that the project uses: documents are built
to PDF/UA-1 and structure-checked, not certified.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf

CHILDREN = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
"""What may stand directly in a list or a table (ISO 32000-1, 14.8.4.3)."""

SHOWING_TEXT = {"Tj", "TJ", "'", '"'}
PAINTING = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"} | SHOWING_TEXT


def problems(content: bytes) -> list[str]:
    """Every breach found, in words; empty for a sound document."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        checks = (_document, _headings, _tables, _nesting, _figures, _fonts, _links, _painting)
        return [problem for check in checks for problem in check(pdf)]


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """All structure elements in reading order."""
    yield from _below(pdf.Root.StructTreeRoot)


def kind(element: pikepdf.Dictionary) -> str:
    return str(element.S)[1:]


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        return [title for item in outline.root for title in _titles(item)]


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Name → whether the font is embedded, of every font that a page uses."""
    found = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            for real in font.get("/DescendantFonts", [font]):
                descriptor = real.get("/FontDescriptor", {})
                embedded = any(
                    key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
                )
                found[str(real.BaseFont)] = embedded
    return found


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in root:
        yield "The document is not tagged."
    if str(root.get("/Lang", "")) != "en-GB":
        yield "The language is not en-GB."
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "The title is not set to be shown."
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "The document does not claim PDF/UA-1."
        if not metadata.get("dc:title") or metadata["dc:title"] != str(
            pdf.docinfo.get("/Title", "")
        ):
            yield "The title is missing, or differs between the two places for it."
    if not bookmarks(pdf):
        yield "There are no bookmarks."


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = [
        int(name[1]) for e in elements(pdf) if (name := kind(e))[0] == "H" and name[1:].isdigit()
    ]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield "There is not one first heading of level 1."
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."


def _tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        if kind(element) == "TH" and "/Scope" not in element.get("/A", {}):
            yield "A header cell has no scope."
        if kind(element) == "Table":
            inside = [kind(part) for part in _below(element)]
            if "TH" not in inside:
                yield "A table has no header cells."
            widths = {_width(row) for row in _below(element) if kind(row) == "TR"}
            if len(widths) > 1:
                yield "The rows of a table are not equally wide."


def _nesting(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        wrong = {kind(child) for child in _children(element)} - CHILDREN.get(kind(element), set())
        if kind(element) in CHILDREN and wrong:
            yield f"{kind(element)} directly holds {', '.join(sorted(wrong))}."
        if kind(element) == "Link" and "Link" in [kind(part) for part in _below(element)]:
            yield "A link holds a link."


def _figures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(pdf):
        if kind(element) != "Figure":
            continue
        if not str(element.get("/Alt", "")).strip():
            yield "A figure has no alternative text."
        left, bottom, right, top = (float(value) for value in element.A.BBox)
        _, _, width, height = (float(value) for value in element.Pg.MediaBox)
        if not (0 <= left < right <= width and 0 <= bottom < top <= height):
            yield "The place given for a figure is not on its page."


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name, embedded in fonts(pdf).items():
        if not embedded:
            yield f"The font {name} is not embedded."


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if page.get("/Tabs") != "/S":
            yield f"Page {number} is not read in the order of its structure."
        for link in page.get("/Annots", []):
            if "/Contents" not in link or "/StructParent" not in link:
                yield f"A link on page {number} has no description, or no place in the structure."


def _painting(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Everything painted is either tagged or marked as an artefact."""
    for number, page in enumerate(pdf.pages, 1):
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            depth += (operator in {"BDC", "BMC"}) - (operator == "EMC")
            if operator in PAINTING and not depth:
                yield f"Page {number} paints ({operator}) what is neither tagged nor an artefact."
                break


def _below(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    for child in _children(element):
        yield child
        yield from _below(child)


def _children(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    kids = element.get("/K", [])
    for child in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child


def _width(row: pikepdf.Dictionary) -> int:
    return sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in _children(row))


def _titles(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for child in item.children:
        yield from _titles(child)
