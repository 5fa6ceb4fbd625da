"""Causes of concern, each of which holds at least one recommendation, whatever is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from audit.models import Recommendation, Round, SourceDocument
from audit.rules.problems import Problem
from audit.rules.recommendations import EMPTY_CAUSE

CAUSE = Recommendation.Kind.CAUSE_OF_CONCERN


@contextmanager
def causes_kept(document: SourceDocument) -> Iterator[None]:
    """Raises ValidationError at its end where a cause of concern of `document` holds nothing that
    held something before, or was none. The caller's transaction is then to be rolled back."""
    before = set(_empty(document).values_list("pk", flat=True))
    yield
    for row in _empty(document).exclude(pk__in=before):
        raise ValidationError(EMPTY_CAUSE.format(number=row.number))


def cause_problems(round: Round) -> list[Problem]:
    """What keeps `round` from being published."""
    rows = Recommendation.objects.filter(round=round, kind=CAUSE, held=None)
    return [
        Problem(
            "",
            f"Cause of concern {row.number} holds no recommendation. Enter one that it holds.",
        )
        for row in rows
    ]


def _empty(document: SourceDocument) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(source_document=document, kind=CAUSE, held=None)
