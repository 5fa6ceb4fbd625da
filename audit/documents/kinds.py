"""The kinds of documents: their stable names are used in commands, addresses and template files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audit.documents import did_it_work, feedback_note, sampling_record
from audit.documents.case_file_audit import page_context
from audit.documents.snapshot import NAME, TITLE, Snapshot, case_file_audit
from audit.documents.version import Version
from audit.models import Round


def nothing_more(snapshot: Snapshot) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Paper:
    """What is printed on demand and never published; its snapshot is its own module's matter.
    `context` adds what the template shows beside the snapshot, such as charts."""

    name: str
    title: str
    context: Callable[[Snapshot], dict[str, Any]] = nothing_more

    @property
    def template(self) -> str:
        return f"documents/{self.name}.html"


@dataclass(frozen=True, kw_only=True)
class DocumentKind(Paper):
    """A report on a round, in versions; `snapshot` freezes its data."""

    snapshot: Callable[[Round, Version], Snapshot]


CASE_FILE_AUDIT = DocumentKind(
    name=NAME, title=TITLE, snapshot=case_file_audit, context=page_context
)

KINDS: dict[str, DocumentKind] = {kind.name: kind for kind in (CASE_FILE_AUDIT,)}
"""The reports."""

SAMPLING_RECORD = Paper(sampling_record.NAME, sampling_record.TITLE)
DID_IT_WORK = Paper(did_it_work.NAME, did_it_work.TITLE, did_it_work.page_context)
FEEDBACK_NOTE = Paper(feedback_note.NAME, feedback_note.TITLE, feedback_note.page_context)

PRINTED: dict[str, Paper] = {
    **KINDS,
    **{paper.name: paper for paper in (SAMPLING_RECORD, FEEDBACK_NOTE, DID_IT_WORK)},
}
"""Everything that can be rendered."""
