"""What the page of a case file shows of its queries."""

from __future__ import annotations

from typing import Any

from audit.documents.field_names import field_names
from audit.models import CaseFile, Query
from audit.permissions import Right, can
from audit.rules.transitions import CaseFileStatus


def queries_about(case_file: CaseFile, user) -> dict[str, Any]:
    """The queries that this person may see, the names of fields, and whether they may ask."""
    rows = Query.objects.visible_to(user).filter(case_file=case_file)
    queries = list(rows.select_related("asked_by", "assessment__assessor"))
    takes_some = case_file.round.is_open and case_file.status != CaseFileStatus.AGREED
    return {
        "queries": queries,
        "query_names": field_names(case_file.round.framework) if queries else {},
        "may_ask": takes_some and not case_file.reconstructed and can(user, Right.GRADE, case_file),
    }
