"""Where a second step is required, whoever has none sets one up before they reach anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from audit.services.sign_in import has_second_step

SETTING_UP = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_logout",
    "session-activity",
}


class SecondStepMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """Asked on each request: whose second step was taken away has to set one up again."""
        if not settings.SECOND_STEP_REQUIRED or not request.user.is_authenticated:
            return None
        is_open = not getattr(view, "login_required", True)
        if is_open or request.resolver_match.url_name in SETTING_UP:
            return None
        return None if has_second_step(request.user) else redirect("mfa_index")
