"""Under a list: the ways to take out what it shows."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from audit.permissions import Right, can_somewhere

register = template.Library()

FORMS = {"xlsx": "an Excel workbook", "csv": "CSV", "json": "JSON"}


@register.inclusion_tag("govuk/take_out.html", takes_context=True)
def take_out(
    context: Context, noun: str = "", plural: str = "", *, these: str = "", name: str = ""
) -> dict[str, Any]:
    """`{% take_out "case file" %}` in a list in pages; `these` says what else it is.

    The files are those of the page's own address, with its filter, or of the one called `name`;
    nothing for whoever may take out none.
    """
    request, page = context["request"], context["view"]
    right = Right.SEE_PUBLISHED if name else page.taken_out.right
    if not can_somewhere(request.user, right):
        return {}
    if noun:
        count = context["page_obj"].paginator.count
        these = f"this {noun}" if count == 1 else f"these {count:,} {plural or noun + 's'}"
    route = request.resolver_match
    query = request.GET.copy()
    query.pop("page", None)
    address = f"{name or route.url_name}-export"
    links = [
        (label, reverse(address, kwargs={**route.kwargs, "format": form}, query=query))
        for form, label in FORMS.items()
    ]
    return {"these": these, "links": links}
