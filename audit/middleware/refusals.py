"""Records whatever a signed-in person asks for and does not get, all in one way.

A row that is missing and one outside the scope are recorded alike, as asked: nothing looks
again without the scope (design, section 5). Choices that a form did not offer are found in
the page that shows the refusal, so no view can forget them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.forms import BaseForm, BaseFormSet
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import ResolverMatch

from audit.services.trail import record_refusal

EVENTS = {403: "refused.no_right", 404: "refused.not_found"}
CHOICE = "refused.choice"
NOT_OFFERED = {"invalid_choice", "invalid_pk_value", "invalid_list"}
"""The codes of Django's errors for a choice that the form did not offer."""
SECRETS = {"key", "uidb36"}
"""Parts of addresses that open something by themselves."""


class RefusalsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        event, match = EVENTS.get(response.status_code), request.resolver_match
        # An address that leads nowhere says nothing about any row.
        if event and match and is_signed_in(request):
            record_refusal(event, by=request.user, view=match.view_name, asked=asked_for(match))
        return response

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        fields = sorted(set(fields_not_offered((response.context_data or {}).values())))
        if fields and is_signed_in(request):
            view = request.resolver_match.view_name
            record_refusal(CHOICE, by=request.user, view=view, asked=fields)
        return response


def is_signed_in(request: HttpRequest) -> bool:
    return hasattr(request, "user") and request.user.is_authenticated


def asked_for(match: ResolverMatch) -> list[str]:
    kept = {name: value for name, value in match.kwargs.items() if name not in SECRETS}
    return [f"{name}={value}"[:60] for name, value in kept.items()]


def fields_not_offered(shown: Any) -> Iterator[str]:
    """The names of fields in a page's forms that hold a choice which was not offered."""
    for part in shown:
        if isinstance(part, BaseForm):
            # The admin's forms for reading only, sent or not, have a plain dict here.
            refused = part.errors.as_data() if isinstance(part.errors, ErrorDict) else {}
            for name, errors in refused.items():
                if any(error.code in NOT_OFFERED for error in errors):
                    yield name
        else:
            yield from fields_not_offered(_forms_in(part))


def _forms_in(part: Any) -> list[Any]:
    if isinstance(part, AdminForm):
        return [part.form]
    if isinstance(part, BaseFormSet):
        return part.forms
    if isinstance(part, InlineAdminFormSet):
        return part.formset.forms
    return list(part) if isinstance(part, (list, tuple)) else []
