"""Writing down recommendations, and whom they are put to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from audit.models import (
    AreaOfPractice,
    Force,
    Recommendation,
    Response,
    Round,
    SourceDocument,
    Stage,
    SubPoint,
    Theme,
    User,
)
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.rules.verification import Closure
from audit.services.response_steps import responses_open
from audit.services.saving import save_checked


@transaction.atomic
def recommendation_add(
    *,
    recommendation: Recommendation,
    by: User,
    areas: Iterable[AreaOfPractice] = (),
    themes: Iterable[Theme] = (),
    sub_points: Iterable[str] = (),
) -> Recommendation:
    """A new recommendation of a round, with its sub-points; it is put to the round's force.

    Without a document it stands in the round's own report, without a number it takes the
    next one there. Of a historic round nothing is asked any more, so no response is opened.
    """
    round = recommendation.round
    require(by, Right.WRITE_FINDINGS, round)
    if round is not None and recommendation.source_document_id is None:
        recommendation.source_document = report_of(round=round, by=by)
        recommendation.legal_basis = recommendation.legal_basis or legal_basis_of(round)
    if not recommendation.number:
        recommendation.number = next_number(recommendation.source_document)
    save_checked(
        recommendation,
        by=by,
        right=Right.WRITE_FINDINGS,
        on=round,
        problems=recommendation_problems(recommendation),
    )
    recommendation.areas.set(areas)
    recommendation.themes.set(themes)
    SubPoint.objects.bulk_create(
        SubPoint(recommendation=recommendation, order=order, text=text)
        for order, text in enumerate(sub_points, start=1)
    )
    if round is not None and recommendation.asks_for_answer:
        response_open(recommendation=recommendation, force=round.force, by=by)
    return recommendation


@transaction.atomic
def response_open(*, recommendation: Recommendation, force: Force, by: User) -> Response:
    """Puts a recommendation to a force: its answer is awaited."""
    require(by, writing_right(recommendation), recommendation)
    Response(recommendation=recommendation, force=force).full_clean()
    return responses_open(recommendations=[recommendation], forces=[force], by=by)[0]


def writing_right(of: Recommendation | SourceDocument) -> Right:
    """What it takes to write there: a report's author writes its findings, others record."""
    return Right.RECORD_SOURCES if of.round is None else Right.WRITE_FINDINGS


def recommendation_problems(recommendation: Recommendation) -> list[Problem]:
    problems = chapter_problems(recommendation.round, recommendation.chapter)
    parent = recommendation.parent
    if parent and parent.source_document_id != recommendation.source_document_id:
        problems.append(Problem("parent", "The cause of concern must stand in the same document."))
    return problems


def chapter_problems(round: Round | None, chapter: Stage | None) -> list[Problem]:
    if not round or not chapter or chapter.framework_id == round.framework_id:
        return []
    return [
        Problem("chapter", "This chapter belongs to another framework. Choose one of this one's.")
    ]


def report_of(*, round: Round, by: User) -> SourceDocument:
    """The document that reports `round`; made when the first recommendation needs it."""
    known = known_report_of(round)
    if known:
        return known
    force_led = round.led_by == Round.LedBy.FORCE
    document = SourceDocument(
        code=f"{round.code[:53]}-report",
        round=round,
        kind=SourceDocument.Kind.INTERNAL_AUDIT
        if force_led
        else SourceDocument.Kind.INSPECTION_REPORT,
        publisher=round.force.full_name if force_led else "HMICFRS",
        title=round.title,
        closure=Closure.FORCE if force_led else Closure.INSPECTORATE,
        published_on=round.published_on,
        published_precision=round.published_precision,
    )
    return save_checked(document, by=by, right=Right.WRITE_FINDINGS, on=round)


def known_report_of(round: Round) -> SourceDocument | None:
    return SourceDocument.objects.filter(round=round).order_by("code").first()


def legal_basis_of(round: Round) -> Recommendation.LegalBasis:
    if round.led_by == Round.LedBy.FORCE:
        return Recommendation.LegalBasis.INTERNAL
    return Recommendation.LegalBasis.INSPECTION


def next_number(document: SourceDocument) -> int:
    highest = document.recommendations.aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1
