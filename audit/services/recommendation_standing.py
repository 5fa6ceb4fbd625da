"""The recommendations of an inspection or audit as they stand, and which of them are settled."""

from __future__ import annotations

from collections.abc import Collection

from audit.models import Recommendation, ReportVersion, Response, Round
from audit.rules.transitions import ResponseStatus
from audit.services.recommendations import known_report_of

PUBLISHED = "the report that it stands in is published, so it cannot be changed"
ANSWERED = "a force has answered it already, so it cannot be changed"
OF_ANOTHER = "it belongs to another inspection or audit and cannot be changed here"


def standing_recommendations(round: Round) -> list[Recommendation]:
    """All of its own document, with what hangs on them, in as many queries for any number."""
    document = known_report_of(round)
    if document is None:
        return []
    rows = document.recommendations.select_related("source_document", "chapter", "parent")
    return list(rows.prefetch_related("areas", "themes", "sub_points").order_by("number"))


def settled_because(rows: Collection[Recommendation], round: Round) -> dict[int, str]:
    """Why some of these are no longer to be changed, by their keys; in three queries."""
    versions = ReportVersion.objects.filter(report__round=round)
    published = round.is_published or versions.exists()
    answered = set(
        Response.objects.filter(recommendation__in=rows)
        .exclude(status=ResponseStatus.AWAITING)
        .values_list("recommendation", flat=True)
    )
    found = {}
    for row in rows:
        if row.round_id != round.pk:
            found[row.pk] = OF_ANOTHER
        elif row.pk in answered:
            found[row.pk] = ANSWERED
        elif published or row.source_document.published_on:
            found[row.pk] = PUBLISHED
    return found
