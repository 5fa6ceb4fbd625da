"""What went wrong is shown as a reference number and nothing else, in the demonstration too."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.views import defaults

logger = logging.getLogger("casemark.errors")


class ErrorReferenceMiddleware:
    """Gives each request a number; the log names it beside whatever went wrong.

    Comes first, so that every other part of the answer can name it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(4).upper()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Before Django would show a page for developers, which shows what people typed."""
        if isinstance(exception, Http404):
            return defaults.page_not_found(request, exception)
        if isinstance(exception, PermissionDenied):
            return None  # Django's answer shows nothing but our page
        if isinstance(exception, (SuspiciousOperation, MultiPartParserError)):
            return defaults.bad_request(request, exception)
        # As Django would: whoever watches for failures, tests among them, hears of it.
        got_request_exception.send(sender=type(self), request=request)
        logger.error("%s failed", request.method, exc_info=exception, extra={"request": request})
        return server_error(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our handler500. Without the request's context, which may be what failed."""
    page = render_to_string("500.html", {"reference": getattr(request, "reference", "")})
    return HttpResponseServerError(page)
