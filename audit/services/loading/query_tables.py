"""What a folder says about queries and the messages of their threads.

A query that stands already is people's: what they have written or resolved since is kept.
"""

from __future__ import annotations

from audit.documents.field_names import field_names
from audit.models import Assessment, Query, QueryMessage
from audit.rules.grading import Origin
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.loading import Loading


def load_query(loading: Loading, cells: Cells) -> None:
    case_file = cells.case_file("reference")
    key = {
        "case_file": case_file,
        "asked_by": cells.somebody("asked_by"),
        "asked_at": cells.moment("asked_at"),
    }
    standing = Query.objects.filter(**key).first()
    if standing:
        loading.outcome["kept"] += 1
        loading.codes.add(standing, cells.text("number"))
        return
    field = cells.raw("field")
    if field not in field_names(loading.round.framework):
        raise CellError(f"field: “{field}” is not known. Write one such as answer:child-spoken-to.")
    query = loading.put(
        Query,
        cells,
        key,
        assessment=_assessment(cells),
        field=field,
        deputy=cells.user("deputy"),
        resolved_by=cells.user("resolved_by"),
        resolved_at=cells.moment("resolved_at") if cells.raw("resolved_at") else None,
    )
    loading.codes.add(query, cells.text("number"))


def _assessment(cells: Cells) -> Assessment | None:
    """Whose judgement it is about; none where it is about the file itself."""
    origin = cells.raw("origin") or (Origin.ASSESSOR if cells.raw("assessor") else "")
    if not origin:
        return None
    parts = (cells.text("reference"), origin, cells.raw("assessor"))
    return cells.codes.find(Assessment, " ".join(filter(None, parts)), "assessor")


def load_message(loading: Loading, cells: Cells) -> None:
    """In the order of the lines; those of a query that stands already are kept with it."""
    query = cells.codes.find(Query, cells.text("query"), "query")
    if not loading.is_new(query):
        loading.outcome["kept"] += 1
        return
    key = {"query": query, "by": cells.somebody("by"), "at": cells.moment("at")}
    loading.put(QueryMessage, cells, key, text=cells.text("text"))
