"""What a person chose in a filter, and the addresses that take it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from audit.rules.chosen import values_of, words_of


@dataclass(frozen=True)
class Choice:
    """One chosen value; following `url` removes it."""

    label: str
    text: str
    url: str


@dataclass(frozen=True)
class Selection:
    choices: list[Choice]
    clear_url: str


def chosen(form: BaseForm, request: HttpRequest) -> Selection:
    """In the order of the fields. What is not in the address is in the session (`forget=`)."""
    choices, kept = [], []
    for bound in form.visible_fields():
        if bound.html_name not in request.GET and values_of(bound):
            kept.append(bound.html_name)
        for value in values_of(bound):
            url = _without(request, bound.html_name, value)
            choices.append(Choice(str(bound.label), words_of(bound, value), url))
    forget = QueryDict(mutable=True)
    for name in kept:
        forget.appendlist("forget", name)
    return Selection(choices, _address(request, forget))


def with_parameters(request: HttpRequest, **changes: str | None) -> str:
    """The present address with parameters set, or (None) left out."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return _address(request, query)


def _without(request: HttpRequest, name: str, value: str) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    if name in query:
        query.setlist(name, [other for other in query.getlist(name) if other != value])
    else:
        query.appendlist("forget", name)
    return _address(request, query)


def _address(request: HttpRequest, query: QueryDict) -> str:
    return f"{request.path}?{query.urlencode()}" if query else request.path
