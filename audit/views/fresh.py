"""For views that want a password, code or passkey of the last ten minutes."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator


def require_fresh_sign_in(request: HttpRequest) -> None:
    """For views where only some rows need it, such as exports of what is not published.

    Raises allauth's ReauthenticationRequired, which the middleware turns into the page that asks.
    """
    raise_if_reauthentication_required(request, app="account")


class FreshSignInMixin:
    """Put first among a view's bases. Asks before reading and before writing alike.

    How long a sign-in is fresh is settings.ACCOUNT_REAUTHENTICATION_TIMEOUT. What was sent is
    not lost: the middleware keeps it until the person has shown who they are.
    """

    @method_decorator(reauthentication_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)
