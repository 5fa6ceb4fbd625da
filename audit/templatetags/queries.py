"""The queries on a field of a case file, and the way to ask one, where the field stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from audit.models import CaseFile, Query

register = template.Library()


@register.inclusion_tag("audit/queries/at_field.html")
def at_field(queries: Iterable[Query] | str, assessment: int, field: str) -> dict[str, Any]:
    """Links to the queries about one field of one assessment; nothing where there are none."""
    found = [row for row in queries or () if isinstance(row, Query)]
    return {
        "queries": [row for row in found if (row.assessment_id, row.field) == (assessment, field)]
    }


@register.simple_tag
def ask_about(may_ask: bool, case_file: CaseFile, assessment: int, field: str) -> str:
    """The address for asking about a field; "" for whoever may not."""
    if not may_ask:
        return ""
    about = urlencode({"about": assessment, "field": field})
    return f"{reverse('query-ask', args=[case_file.reference])}?{about}"


@register.simple_tag
def query_name(names: dict[str, str], field: str) -> str:
    """What a field is called; its code, where the framework has it no more."""
    return names.get(field, field)
