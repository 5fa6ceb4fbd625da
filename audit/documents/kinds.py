"""The kinds of documents: their stable names are used in commands, addresses and template files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audit.documents.case_file_audit import page_context
from audit.documents.snapshot import NAME, TITLE, Snapshot, case_file_audit
from audit.documents.version import Version
from audit.models import Round


@dataclass(frozen=True)
class DocumentKind:
    """`snapshot` freezes the data; `context` adds what the template shows of it, such as charts."""

    name: str
    title: str
    snapshot: Callable[[Round, Version], Snapshot]
    context: Callable[[Snapshot], dict[str, Any]]

    @property
    def template(self) -> str:
        return f"documents/{self.name}.html"


CASE_FILE_AUDIT = DocumentKind(NAME, TITLE, case_file_audit, page_context)

KINDS: dict[str, DocumentKind] = {kind.name: kind for kind in (CASE_FILE_AUDIT,)}
