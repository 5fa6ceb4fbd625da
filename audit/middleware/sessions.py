"""Holds each request to the limits of its session: idle ones lock, old ones end.

Both answer with a redirect, to the page that unlocks or to that for signing in, and from there
back to the same place. A form that was sent is kept meanwhile (audit/forms/kept.py).
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from audit.forms.kept import KEY, keep
from audit.rules.sessions import SessionState
from audit.services.sessions import session_lock, session_touch, state_of

UNLOCKING = {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_logout",
    "session-activity",
}
"""What a locked session can still reach, beside the pages that are open to everybody."""


class SessionLimitsMiddleware:
    """After Django's own checks of people and form tokens, which come first in each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        state, name = state_of(request.session), request.resolver_match.url_name
        if name == "session-activity":  # says itself how things are
            return None
        if state == SessionState.ENDED:
            return _end(request)
        if state == SessionState.LOCKED:
            session_lock(request.session, person=request.user)
            return None if name in UNLOCKING else _ask(request)
        if request.method == "POST" and name not in UNLOCKING:
            request.session.pop(KEY, None)
        session_touch(request.session)
        return None


class FreshSignInMiddleware:
    """As allauth's own, for views that want a fresh password: but a form is kept encrypted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ReauthenticationRequired) and request.user.is_authenticated:
            return _ask(request)
        return None


def _end(request: HttpRequest) -> HttpResponse:
    kept, before = keep(request, request.user), request.session.get(KEY)
    logout(request)
    if before:  # kept when the session locked, and not yet offered
        request.session[KEY] = before
    return _away(request, resolve_url(settings.LOGIN_URL), kept)


def _ask(request: HttpRequest) -> HttpResponse:
    """To the page where somebody shows that it is still them."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    to = methods[0]["url"] if methods else resolve_url(settings.LOGIN_URL)
    return _away(request, to, keep(request, request.user))


def _away(request: HttpRequest, to: str, kept: str | None) -> HttpResponse:
    back = request.get_full_path()
    if request.resolver_match.url_name in UNLOCKING:  # on the way back to somewhere already
        back = request.GET.get(REDIRECT_FIELD_NAME) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if kept:
        request.session[KEY] = kept
        back = reverse("kept-form")
    return redirect(f"{to}?{urlencode({REDIRECT_FIELD_NAME: back})}")
