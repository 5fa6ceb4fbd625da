"""The documents that ask something of forces, as a list to take out."""

from __future__ import annotations

from collections.abc import Iterable

from audit.models import SourceDocument
from audit.spreadsheets.writing import Listing

COLUMNS = (
    *("Title", "Code", "Kind", "Publisher", "Published", "Who verifies", "For", "Web address"),
    "Note",
)


def source_listing(documents: Iterable[SourceDocument]) -> Listing:
    rows = (
        (
            row.title,
            row.code,
            row.get_kind_display(),
            row.publisher,
            str(row.published) if row.published else None,
            row.get_closure_display(),
            row.force.name if row.force else None,
            row.address or None,
            row.note or None,
        )
        for row in documents
    )
    return Listing("Documents", COLUMNS, rows)
