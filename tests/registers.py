"""Recommendations put to a force, with the steps of its answers on given days."""

from __future__ import annotations

from datetime import date

from audit.models import (
    Force,
    Recommendation,
    Response,
    ResponseStep,
    Round,
    SourceDocument,
    User,
)
from audit.rules.deadlines import TimeLimit
from audit.rules.transitions import ResponseStatus
from audit.rules.verification import Closure
from tests.factories import RecommendationFactory, RoundFactory, SourceDocumentFactory

PUBLISHED = date(2026, 3, 10)
"""Of the inspection: six weeks end on 21 April, three months on 10 June."""


def inspection_of(code: str = "wexshire", published: date = PUBLISHED, **fields) -> Round:
    """A published inspection, and the document in which its recommendations stand."""
    force = Force.objects.get(code=code)
    values = {"title": f"Inspection of {force.name}", "published_on": published} | fields
    round = RoundFactory(inspection=True, published=True, force=force, **values)
    SourceDocumentFactory(
        round=round,
        kind=SourceDocument.Kind.INSPECTION_REPORT,
        closure=Closure.INSPECTORATE,
        publisher="The Inspectorate of Invention",
        title=f"Report on {force.name}",
        published_on=published,
    )
    return round


def put(
    round: Round,
    *steps: tuple[date, str],
    by: User | None = None,
    owner: User | None = None,
    statement: str = "",
    **fields,
) -> Response:
    """A recommendation of `round`, put to its force on the day of publication; `steps` follow."""
    by = by or User.objects.service_account()
    values = {
        "source_document": round.documents.get(),
        "legal_basis": Recommendation.LegalBasis.INSPECTION,
        "time_limit": TimeLimit.THREE_MONTHS,
    }
    asked = RecommendationFactory(round=round, **(values | fields))
    every = [(round.published_on, ResponseStatus.AWAITING), *steps]
    response = Response.objects.create(
        recommendation=asked,
        force=round.force,
        status=every[-1][1],
        owner=owner,
        statement=statement,
    )
    ResponseStep.objects.bulk_create(
        ResponseStep(response=response, on=on, status=status, why="Looked at.", by=by)
        for on, status in every
    )
    return response
