"""Makes the Word templates: headings, paragraphs and tables that hold docxtpl's tags.

What a reader with a screen reader needs is set here: heading styles, header rows that are marked
and repeated, the language, and the document's properties.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

LANGUAGE = "en-GB"
FONT = "Arial"
BLUE = RGBColor(0x12, 0x43, 0x6D)
SIZES = {"Title": 26, "Heading 1": 18, "Heading 2": 13, "Normal": 11, "Caption": 11}

Column = tuple[str, str, float]
"""Heading, the tag of its cell, and its width in centimetres."""


class Sheet:
    """A template that is being made, on A4."""

    def __init__(self) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        for name, size in SIZES.items():
            self._style(name, size)
        footer = section.footer.paragraphs[0]
        footer.text = "{{ s.title }}, {{ s.version.label }}. {{ s.handling.marking }}. Page "
        _page_number(footer)
        section.header.paragraphs[0].text = "{{ s.handling.marking }}"

    def _style(self, name: str, size: int) -> None:
        style = self.document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        properties = style.element.get_or_add_rPr()
        fonts = properties.find(qn("w:rFonts"))
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), LANGUAGE)
        properties.append(language)
        if name != "Normal":
            style.font.color.rgb = BLUE

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        run = self.document.add_paragraph().add_run(text)
        run.bold = bold

    def bullet(self, text: str) -> None:
        self.document.add_paragraph(text, style="List Bullet")

    @contextmanager
    def each(self, name: str, rows: str) -> Iterator[None]:
        """What stands between is there for each row."""
        self.document.add_paragraph(f"{{%p for {name} in {rows} %}}")
        yield
        self.document.add_paragraph("{%p endfor %}")

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        self.document.add_paragraph(f"{{%p if {condition} %}}")
        yield
        self.document.add_paragraph("{%p endif %}")

    def table(self, caption: str, columns: Sequence[Column], name: str, rows: str) -> None:
        """A row for each of `rows`; the first column names it."""
        table = self._begin(caption, [column[0] for column in columns], columns)
        before, cells, after = (table.add_row().cells for _ in range(3))
        before[0].text, after[0].text = f"{{%tr for {name} in {rows} %}}", "{%tr endfor %}"
        for cell, (_, tag, _) in zip(cells, columns, strict=True):
            cell.text = tag
        _widths(table, columns)
        self.document.add_paragraph()

    def facts(self, caption: str, rows: Iterable[tuple[str, str]]) -> None:
        """What the document is, and how it may be handled."""
        columns: list[Column] = [("What", "", 4.2), ("Said", "", 12.4)]
        table = self._begin(caption, ["What", "Said"], columns)
        for what, said in rows:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = what, said
        _widths(table, columns)
        self.document.add_paragraph()

    def _begin(self, caption: str, headings: Sequence[str], columns: Sequence[Column]) -> Any:
        told = self.document.add_paragraph(caption, style="Caption")
        told.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=len(columns), style="Table Grid")
        table.autofit = False
        for cell, heading in zip(table.rows[0].cells, headings, strict=True):
            cell.paragraphs[0].add_run(heading).bold = True
        _mark_header(table.rows[0])
        return table

    def content(self) -> bytes:
        """Without the author and the dates that the library's own template has."""
        properties = self.document.core_properties
        properties.author, properties.language = "Casemark", LANGUAGE
        properties.title, properties.comments = "{{ s.title }}", ""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def _mark_header(row: Any) -> None:
    """Named as a header to those who cannot see it, and repeated on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(table: Any, columns: Sequence[Column]) -> None:
    """Word asks the cells how wide they are, LibreOffice the grid; no row is torn apart."""
    for column, (_, _, width) in zip(table.columns, columns, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        for cell, (_, _, width) in zip(row.cells, columns, strict=True):
            cell.width = Cm(width)
            spacing = cell.paragraphs[0].paragraph_format
            spacing.space_before = spacing.space_after = Pt(3)


def _page_number(paragraph: Any) -> None:
    """Word and LibreOffice work it out."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
