"""What went wrong is shown as a reference number and nothing else, in the demonstration too."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.views import defaults
from django.views.debug import ExceptionReporter

logger = logging.getLogger("casemark.errors")


class ErrorReferenceMiddleware:
    """Gives each request a number; the log names it beside whatever went wrong.

    Comes first, so that every other part of the answer can name it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(4).upper()
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return defaults.page_not_found(request, Http404())  # for a list of all addresses
        return response

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
    """Our handler500."""
    return HttpResponseServerError(error_page(request))


def error_page(request: HttpRequest) -> str:
    """Without the request's context, and if need be the template: either may have failed."""
    reference = getattr(request, "reference", "")
    try:
        return render_to_string("500.html", {"reference": reference})
    except Exception:
        logger.exception("The error page failed", extra={"request": request})
        return format_html(PLAIN, reference)


PLAIN = (
    "<!DOCTYPE html><html lang='en-GB'><title>There is a problem with the service</title>"
    "<h1>There is a problem with the service</h1><p>Try again later. "
    "If you tell us about it, give this number: {}</p></html>"
)


class QuietReporter(ExceptionReporter):
    """What Django shows with DEBUG on of failures outside the views: our page, and no values."""

    def get_traceback_html(self) -> str:
        return error_page(self.request)

    def get_traceback_text(self) -> str:
        return ""
