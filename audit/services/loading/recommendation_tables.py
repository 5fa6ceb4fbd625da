"""What each file says about recommendations, their sub-points."""

from __future__ import annotations

from audit.models import Recommendation, SourceDocument, SubPoint
from audit.models.recommendations import usual_closure
from audit.permissions import Right, require
from audit.rules.dates import Precision
from audit.rules.deadlines import TimeLimit
from audit.rules.recommendations import EMPTY_CAUSE
from audit.rules.verification import Closure
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading, RowError, refuse
from audit.services.recommendation_problems import document_problems, recommendation_problems


def load_source_document(loading: Loading, cells: Cells) -> None:
    published = cells.partial_date("published_on")
    round, code = loading.round_if_any, cells.text("code")
    other = SourceDocument.objects.exclude(round=round).filter(code=code).first()
    if other and (round is None or other.round is not None):
        whose = f"reports {other.round}" if other.round else "stands in no round"
        raise RowError(f"code: {other.code} {whose} already. Choose another one.")
    kind = cells.choice("kind", SourceDocument.Kind)
    values = {
        "round": round,
        "force": cells.force("force") if cells.raw("force") else None,
        "kind": kind,
        "closure": cells.choice("closure", Closure, usual_closure(kind)),
        "publisher": cells.text("publisher"),
        "title": cells.text("title"),
        "published_on": published and published.day,
        "published_precision": published.precision if published else Precision.DAY,
        "address": cells.raw("address"),
        "note": cells.raw("note"),
    }
    _may_write(loading, SourceDocument(code=code, **values))
    refuse(document_problems(SourceDocument(code=code, **values)))
    document = loading.put(SourceDocument, cells, {"code": code}, **values)
    loading.codes.add(document, document.code)


def _may_write(loading: Loading, document: SourceDocument) -> None:
    """To a round's own everybody may who may load the round."""
    if document.round is None:
        require(loading.by, Right.RECORD_SOURCES, document)


def load_recommendation(loading: Loading, cells: Cells) -> None:
    """What a cause of concern holds names it by its number, and stands below it."""
    document = cells.codes.find(SourceDocument, cells.text("source_document"), "source_document")
    number = cells.number("number")
    if number is None:
        raise CellError("number is empty. Fill it in.")
    key = {"source_document": document, "number": number}
    standing = Recommendation.objects.filter(**key).first()
    if standing and standing.round != loading.round_if_any:
        raise RowError(f"number: {document.code} has a number {number} outside this round already.")
    made = cells.partial_date("made_on")
    values = {
        "round": loading.round_if_any,
        "kind": cells.choice("kind", Recommendation.Kind),
        "legal_basis": cells.choice("legal_basis", Recommendation.LegalBasis),
        "chapter": cells.stage("chapter") if cells.raw("chapter") else None,
        "parent": _recommendation(cells, "parent") if cells.raw("parent") else None,
        "title": cells.text("title"),
        "text": cells.text("text"),
        "time_limit": cells.choice("time_limit", TimeLimit),
        "due_by": cells.day("due_by"),
        "made_on": made and made.day,
        "made_precision": made.precision if made else Precision.DAY,
    }
    refuse(recommendation_problems(Recommendation(**key, **values)))
    recommendation = loading.put(Recommendation, cells, key, **values)
    loading.link(recommendation, "areas", cells.areas("areas"))
    loading.link(recommendation, "themes", cells.themes("themes"))
    loading.link(recommendation, "questions", cells.questions("questions"))
    loading.codes.add(recommendation, str(number))


def check_causes(loading: Loading) -> None:
    """Each cause of concern of the folder holds at least one recommendation."""
    rows = Recommendation.objects.filter(
        pk__in=loading.rows(Recommendation),
        kind=Recommendation.Kind.CAUSE_OF_CONCERN,
        held=None,
    )
    empty = {str(row.number): row.number for row in rows}
    for line in loading.folder.of("recommendations.csv"):
        if (number := empty.get(line.cells["number"])) is not None:
            loading.problems.append(line.problem(f"kind: {EMPTY_CAUSE.format(number=number)}"))


def _recommendation(cells: Cells, column: str = "recommendation") -> Recommendation:
    return cells.codes.find(Recommendation, cells.text(column), column)


def load_sub_point(loading: Loading, cells: Cells) -> None:
    recommendation = _recommendation(cells)
    loading.put(
        SubPoint,
        cells,
        {
            "recommendation": recommendation,
            "order": cells.number("order") or cells.line.position,
        },
        group=cells.raw("group"),
        text=cells.text("text"),
    )
