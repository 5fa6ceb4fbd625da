"""A snapshot as a web page and as a PDF: one template, one set of data, the same bytes each time.

The only module that knows WeasyPrint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from audit.documents.fonts import font_faces, font_files, unpacked_font_faces
from audit.documents.kinds import PRINTED
from audit.documents.snapshot import Snapshot, sha256
from audit.documents.tagging import complete_tags
from audit.documents.typography import typeset

STYLESHEETS = ("base.css", "screen.css", "print.css")
FOR_PAPER = ("base.css", "print.css")
SHOWN = 12
"""How many characters of the snapshot's hash stand on each page."""


def render_html(snapshot: Snapshot) -> str:
    """The whole page, styles and fonts included: it needs nothing but itself."""
    return _page(snapshot, font_faces() + _styles(STYLESHEETS))


def render_pdf(snapshot: Snapshot) -> bytes:
    """The same page as PDF/UA-1."""
    # Loading WeasyPrint takes longer than most commands and pages that never need it.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=["data"])
    fonts = FontConfiguration()
    faces = CSS(string=unpacked_font_faces(), font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=_page(snapshot, _styles(FOR_PAPER)), url_fetcher=fetcher)
    pdf: bytes = page.write_pdf(
        stylesheets=[faces],
        font_config=fonts,
        finisher=complete_tags,
        pdf_variant="pdf/ua-1",
        pdf_identifier=sha256(snapshot).encode(),
    )
    return pdf


def template_sha256(kind: str) -> str:
    """Names the look of a kind: its templates, their styles and the fonts."""
    digest = hashlib.sha256()
    for path in [*_templates(kind), *font_files().values()]:
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _page(snapshot: Snapshot, styles: str) -> str:
    kind = PRINTED[snapshot["kind"]]
    shown = typeset(snapshot)
    context: dict[str, Any] = {
        "s": shown,
        "hash": sha256(snapshot)[:SHOWN],
        "styles": mark_safe(styles),  # our own files, nobody's input
        **kind.context(shown),
    }
    return render_to_string(kind.template, context)


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "documents"


def _styles(names: Iterable[str]) -> str:
    return "\n".join((_folder() / name).read_text("utf-8") for name in names)


def _templates(kind: str) -> list[Path]:
    """The files that make up the kind's look: what several share, its own page and parts."""
    shared = [_folder() / "base.html", *(_folder() / name for name in STYLESHEETS)]
    shared += sorted((_folder() / "shared").glob("*.html"))
    return [*shared, _folder() / f"{kind}.html", *sorted((_folder() / kind).glob("*.html"))]
