"""Documents that ask something of forces, and that report no inspection or audit held here."""

from __future__ import annotations

from itertools import chain, count

from django.db import transaction
from django.utils.text import slugify

from audit.models import SourceDocument, User
from audit.permissions import Right
from audit.services.recommendation_problems import document_problems
from audit.services.recommendations import writing_right
from audit.services.saving import save_checked

LONGEST_STEM = 44
ADDRESSES = frozenset({"add"})
"""What no document can be called, because a page is."""


@transaction.atomic
def source_add(*, document: SourceDocument, by: User) -> SourceDocument:
    """Enters a document: a force's people for their own force, which alone will see it; an
    inspector a public one. Without a code it gets one of its title."""
    document.code = document.code or _free_code(document.title)
    return save_checked(
        document,
        by=by,
        right=Right.RECORD_SOURCES,
        event="source.added",
        problems=document_problems(document),
    )


@transaction.atomic
def source_change(*, document: SourceDocument, by: User) -> SourceDocument:
    """Corrects what is known of it; what stands in it must still fit."""
    return save_checked(
        document,
        by=by,
        right=writing_right(document),
        event="source.changed",
        problems=document_problems(document),
    )


def _free_code(title: str) -> str:
    stem = slugify(title)[:LONGEST_STEM].strip("-") or "document"
    stem = f"document-{stem}" if stem in ADDRESSES else stem
    codes = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(code for code in codes if not SourceDocument.objects.filter(code=code).exists())
