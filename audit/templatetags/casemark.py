"""Tags of every template: GOV.UK components whose HTML needs more than an include."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.shortcuts import resolve_url
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from audit.rules.grading import Scale
from audit.templatetags.selection import chosen, with_parameters

register = template.Library()

# One colour a meaning: not begun or over, wanted from somebody, under way, answered,
# waiting for another person's check, settled, sent back, refused, broken.
STATUS_COLOURS = {
    status: colour
    for colour, statuses in {
        "grey": "planned to_grade set_aside superseded dropped unchanged cancelled undone READY",
        "yellow": "awaiting_response raised to_do held chosen",
        "blue": "partly fieldwork in_progress draft acknowledged changed checking importing "
        "RUNNING",
        "teal": "accepted accepted_in_part",
        "purple": "signed_off submitted delivered answered done",
        "green": "improved satisfactory published agreed verified closed checked new SUCCESSFUL",
        "orange": "not_improved requires_improvement returned sent_back",
        "magenta": "not_accepted",
        "red": "refused FAILED",
    }.items()
    for status in statuses.split()
}
GRADE_SHADES = 5
"""The lightest and the darkest stand for the best and the worst grade of any scale."""


@register.simple_tag
def field(bound: BoundField, *, size: str = "s", heading: bool = False) -> SafeString:
    """A form group. `heading` makes its label the page's h1, for a page with one question."""
    return bound.render(context={"field": bound, "size": size, "heading": heading})


@register.inclusion_tag("govuk/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet | str | None) -> dict[str, Any]:
    """Every error of forms and formsets, linked to its input; nothing where there is none."""
    errors: list[dict[str, str]] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            errors += [{"text": str(text), "id": ""} for text in form.non_form_errors()]
            for part in form.forms:
                errors += _errors_of(part)
        elif isinstance(form, BaseForm):
            errors += _errors_of(form)
    return {"errors": errors}


def _errors_of(form: BaseForm) -> list[dict[str, str]]:
    """Those of the whole form first, then by field in their order."""
    errors = [{"text": str(text), "id": ""} for text in form.non_field_errors()]
    for bound in form:
        errors += [{"text": str(text), "id": first_input(bound)} for text in bound.errors]
    return errors


@register.simple_tag
def first_input(bound: BoundField) -> str:
    """The id of the input to mend; of the first of several; "" where there is none to see."""
    widget = bound.field.widget
    if bound.is_hidden:
        return ""
    if hasattr(widget, "error_id"):
        return widget.error_id(bound.auto_id, bound.value())
    if bound.use_fieldset:
        return bound.subwidgets[0].id_for_label if bound.subwidgets else ""
    return bound.id_for_label


@register.inclusion_tag("govuk/door.html", takes_context=True)
def door(context: Context, title: str, url_name: str) -> dict[str, Any]:
    """An item of the service navigation; none where the address does not exist."""
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return {}
    path = context["request"].path if "request" in context else ""
    return {"title": title, "url": url, "active": path.startswith(url), "current": path == url}


@register.simple_block_tag
def breadcrumbs(content: str) -> SafeString:
    return render_to_string("govuk/breadcrumbs.html", {"content": content})


@register.inclusion_tag("govuk/crumb.html")
def crumb(title: object, to: Any, *args: object) -> dict[str, Any]:
    """`to` is the name of an address (with `args`), a path, or an object that knows its own."""
    return {"title": title, "url": resolve_url(to, *args)}


@register.inclusion_tag("govuk/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, noun: str, plural: str = "") -> dict[str, Any]:
    """Which rows these are, and the way to the others, keeping what else the address says."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": elided,
        "ellipsis": page.paginator.ELLIPSIS,
        "things": plural or f"{noun}s",
        "request": context["request"],
    }


@register.inclusion_tag("govuk/tag.html")
def status_tag(value: str, label: str) -> dict[str, Any]:
    return {"label": label, "css_class": f"govuk-tag--{STATUS_COLOURS.get(value, 'grey')}"}


@register.inclusion_tag("govuk/tag.html")
def grade_tag(scale: Scale, code: str) -> dict[str, Any]:
    """The grade as a word, on a shade that darkens from the best grade to the worst."""
    if not code:
        return {"label": "Ungraded", "css_class": "casemark-grade--none"}
    shade = grade_shade(scale.codes.index(code), len(scale.codes))
    return {"label": scale.grade(code).title, "css_class": f"casemark-grade--{shade}"}


def grade_shade(position: int, grades: int) -> int:
    """1 (lightest) to 5, for the grade at `position` of a scale of so many grades."""
    return 1 + round((GRADE_SHADES - 1) * position / max(grades - 1, 1))


@register.simple_block_tag
def summary_row(content: str, key: str, action_url: str = "", action: str = "Change") -> SafeString:
    """A row of a summary list, with a link to change it where an address is given."""
    given = {"content": content, "key": key, "action_url": action_url, "action": action}
    return render_to_string("govuk/summary_row.html", given)


@register.simple_block_tag(takes_context=True)
def filtered(
    context: Context,
    content: str,
    form: BaseForm,
    *,
    count: int,
    noun: str,
    plural: str = "",
    method: str = "get",
) -> SafeString:
    """A list beside its filter, under the number of results and what was chosen.

    `method="post"` is for filters that hold free text, which must not get into addresses; the
    view keeps it in the session, and forgets it when the address says `forget=<field>`.
    """
    request = context["request"]
    given = {
        "content": content,
        "form": form,
        "chosen": chosen(form, request),
        "count": count,
        "noun": noun if count == 1 else plural or f"{noun}s",
        "method": method,
    }
    return render_to_string("govuk/filter.html", given, request)


@register.inclusion_tag("govuk/sort_header.html", takes_context=True)
def sort_header(
    context: Context, label: str, key: str, *, numeric: bool = False, initially: str = ""
) -> dict[str, Any]:
    """A column's heading that sorts by `key` (`?sort=key`, `?sort=-key`).

    `initially` ("ascending", "descending") tells how the rows stand while the address says nothing.
    """
    request = context["request"]
    orders = {key: "ascending", f"-{key}": "descending"}
    sort = request.GET.get("sort", "")
    order = orders.get(sort, "") if sort else initially
    wanted = f"-{key}" if order == "ascending" else key
    url = with_parameters(request, sort=wanted, page=None)
    return {"label": label, "url": url, "order": order, "numeric": numeric}


@register.simple_tag
def demonstration() -> bool:
    """Whether this is the demonstration, whose forces are invented."""
    return settings.ENVIRONMENT == "demo"
