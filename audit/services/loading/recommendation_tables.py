"""What each file says about recommendations, their sub-points."""

from __future__ import annotations

from audit.models import Recommendation, SourceDocument, SubPoint
from audit.models.recommendations import usual_closure
from audit.rules.dates import Precision
from audit.rules.deadlines import TimeLimit
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading, RowError


def load_source_document(loading: Loading, cells: Cells) -> None:
    published = cells.partial_date("published_on")
    others = SourceDocument.objects.exclude(round=None).exclude(round=loading.round)
    other = others.filter(code=cells.text("code")).first()
    if other:
        raise RowError(f"code: {other.code} reports {other.round} already. Choose another one.")
    document = loading.put(
        SourceDocument,
        cells,
        {"code": cells.text("code")},
        round=loading.round,
        kind=cells.choice("kind", SourceDocument.Kind),
        closure=usual_closure(cells.choice("kind", SourceDocument.Kind)),
        publisher=cells.text("publisher"),
        title=cells.text("title"),
        published_on=published and published.day,
        published_precision=published.precision if published else Precision.DAY,
        address=cells.raw("address"),
        note=cells.raw("note"),
    )
    loading.codes.add(document, document.code)


def load_recommendation(loading: Loading, cells: Cells) -> None:
    document = cells.codes.find(SourceDocument, cells.text("source_document"), "source_document")
    number = cells.number("number")
    if number is None:
        raise CellError("number is empty. Fill it in.")
    key = {"source_document": document, "number": number}
    standing = Recommendation.objects.filter(**key).first()
    if standing and standing.round != loading.round:
        raise RowError(f"number: {document.code} has a number {number} outside this round already.")
    made = cells.partial_date("made_on")
    recommendation = loading.put(
        Recommendation,
        cells,
        key,
        round=loading.round,
        kind=cells.choice("kind", Recommendation.Kind),
        legal_basis=cells.choice("legal_basis", Recommendation.LegalBasis),
        chapter=cells.stage("chapter") if cells.raw("chapter") else None,
        title=cells.text("title"),
        text=cells.text("text"),
        time_limit=cells.choice("time_limit", TimeLimit),
        due_by=cells.day("due_by"),
        parent=cells.codes.find(Recommendation, cells.raw("parent"), "parent")
        if cells.raw("parent")
        else None,
        made_on=made and made.day,
        made_precision=made.precision if made else Precision.DAY,
    )
    loading.link(recommendation, "areas", cells.areas("areas"))
    loading.link(recommendation, "themes", cells.themes("themes"))
    loading.link(recommendation, "questions", cells.questions("questions"))
    loading.codes.add(recommendation, str(number))


def _recommendation(cells: Cells) -> Recommendation:
    return cells.codes.find(Recommendation, cells.text("recommendation"), "recommendation")


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
