"""Writing down recommendations, and whom they are put to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Max, QuerySet

from audit.models import (
    AreaOfPractice,
    Force,
    Question,
    Recommendation,
    Response,
    Round,
    SourceDocument,
    SubPoint,
    Theme,
    User,
)
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.rules.sub_points import Point
from audit.rules.verification import Closure
from audit.services.causes import causes_kept
from audit.services.recommendation_problems import adding_problems, recommendation_problems
from audit.services.response_steps import responses_open
from audit.services.saving import raise_problems, save_checked


@dataclass(frozen=True)
class About:
    """What a recommendation is about, and its sub-points with the lead-ins of their groups."""

    areas: Iterable[AreaOfPractice] = ()
    themes: Iterable[Theme] = ()
    questions: Iterable[Question] = ()
    points: Iterable[Point] = ()


NOTHING = About()


@transaction.atomic
def recommendation_add(
    *,
    recommendation: Recommendation,
    by: User,
    about: About = NOTHING,
    forces: Iterable[Force] = (),
    first: Recommendation | None = None,
) -> Recommendation:
    """A new recommendation, of a round or of another document. It is put to the round's force; to
    the force that entered the document for itself; else to `forces`.

    Of a round it needs no document: it stands in the round's own report. Without a number it takes
    the next one there. A cause of concern comes with the `first` recommendation that it holds,
    which is about the same and gets its sub-points. Of a historic round nothing is asked any more,
    and of what was only noted neither.
    """
    require(by, writing_right(recommendation), recommendation.round or _document_of(recommendation))
    if recommendation.round is not None and recommendation.source_document_id is None:
        round = recommendation.round
        recommendation.source_document = report_of(round=round, by=by)
        recommendation.legal_basis = recommendation.legal_basis or legal_basis_of(round)
    asked = _asked(recommendation, list(forces))
    with causes_kept(recommendation.source_document):
        if first is None:
            _add(recommendation, about, asked, by)
        else:
            _add(recommendation, replace(about, points=()), asked, by)
            _add(_held(first, recommendation), about, asked, by)
    return recommendation


def _document_of(recommendation: Recommendation) -> SourceDocument | None:
    return recommendation.source_document if recommendation.source_document_id else None


def _add(recommendation: Recommendation, about: About, forces: list[Force], by: User) -> None:
    recommendation.number = recommendation.number or next_number(recommendation.source_document)
    save_checked(
        recommendation,
        by=by,
        right=writing_right(recommendation),
        on=recommendation.round,
        problems=[
            *adding_problems(recommendation),
            *recommendation_problems(recommendation),
        ],
    )
    recommendation.areas.set(about.areas)
    recommendation.themes.set(about.themes)
    recommendation.questions.set(about.questions)
    SubPoint.objects.bulk_create(
        SubPoint(recommendation=recommendation, order=order, group=group, text=text)
        for order, (group, text) in enumerate(about.points, start=1)
    )
    if recommendation.asks_for_answer:
        responses_open(recommendations=[recommendation], forces=forces, by=by)


def _held(first: Recommendation, cause: Recommendation) -> Recommendation:
    """In the same place as the cause of concern that holds it."""
    first.parent, first.source_document, first.round = cause, cause.source_document, cause.round
    first.kind, first.legal_basis = Recommendation.Kind.RECOMMENDATION, cause.legal_basis
    first.chapter, first.made_on = cause.chapter, cause.made_on
    first.made_precision = cause.made_precision
    return first


def _asked(recommendation: Recommendation, forces: list[Force]) -> list[Force]:
    """Whom it is put to; what a force entered for itself is put to nobody else."""
    own = _own_force(recommendation)
    if own is None:
        return forces
    others = [force for force in forces if force != own]
    return [own, *(others if spreads(recommendation) else ())]


def _own_force(recommendation: Recommendation) -> Force | None:
    """The one that its round, or whoever entered its document, is of."""
    round = recommendation.round
    return round.force if round is not None else recommendation.source_document.force


def spreads(recommendation: Recommendation) -> bool:
    """Whether it can be put to more than one force: a force's own is asked of nobody else."""
    round = recommendation.round
    if round is not None:
        return bool(round.led_by == Round.LedBy.INSPECTORATE)
    return recommendation.source_document.force_id is None


@transaction.atomic
def recommendation_put(
    *, recommendation: Recommendation, forces: Iterable[Force], by: User
) -> list[Response]:
    """Puts it to more forces, each of which answers for itself."""
    require(by, writing_right(recommendation), recommendation)
    forces = list(forces)
    raise_problems(_put_problems(recommendation, forces))
    return responses_open(recommendations=[recommendation], forces=forces, by=by)


def response_open(*, recommendation: Recommendation, force: Force, by: User) -> Response:
    """Puts a recommendation to one force: its answer is awaited."""
    return recommendation_put(recommendation=recommendation, forces=[force], by=by)[0]


def forces_not_asked(recommendation: Recommendation) -> QuerySet[Force]:
    """To which it could be put."""
    asked = Response.objects.filter(recommendation=recommendation)
    forces: QuerySet[Force] = Force.objects.exclude(pk__in=asked.values("force"))
    return forces


def _put_problems(recommendation: Recommendation, forces: list[Force]) -> list[Problem]:
    if recommendation.kind == Recommendation.Kind.CAUSE_OF_CONCERN:
        return [Problem("forces", "It is answered by what it holds. Put those to the forces.")]
    if not recommendation.asks_for_answer:
        return [Problem("forces", "Nothing is asked by this one any more, so no force answers it.")]
    if not forces:
        return [Problem("forces", "Select at least one force.")]
    others = [force for force in forces if force != _own_force(recommendation)]
    if others and not spreads(recommendation):
        return [Problem("forces", "This is a force’s own: it is put to no other force.")]
    known = Response.objects.filter(recommendation=recommendation, force__in=forces)
    return [
        Problem("forces", f"{response.force} has been asked already. Leave it out.")
        for response in known.select_related("force")
    ]


def writing_right(of: Recommendation | SourceDocument) -> Right:
    """What it takes to write there: a report's author writes its findings, others record."""
    return Right.RECORD_SOURCES if of.round is None else Right.WRITE_FINDINGS


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
        publisher=_publisher_of(round),
        title=round.title,
        closure=Closure.FORCE if force_led else Closure.INSPECTORATE,
        published_on=round.published_on,
        published_precision=round.published_precision,
    )
    return save_checked(document, by=by, right=Right.WRITE_FINDINGS, on=round)


def _publisher_of(round: Round) -> str:
    """Nothing that is invented stands under the name of the real inspectorate."""
    if round.led_by == Round.LedBy.FORCE:
        return str(round.force.full_name)
    return "Demonstration inspectorate" if round.force.is_invented else "HMICFRS"


def known_report_of(round: Round) -> SourceDocument | None:
    return SourceDocument.objects.filter(round=round).order_by("code").first()


def legal_basis_of(round: Round) -> Recommendation.LegalBasis:
    if round.led_by == Round.LedBy.FORCE:
        return Recommendation.LegalBasis.INTERNAL
    return Recommendation.LegalBasis.INSPECTION


def next_number(document: SourceDocument) -> int:
    highest = document.recommendations.aggregate(Max("number"))["number__max"]
    return (highest or 0) + 1
