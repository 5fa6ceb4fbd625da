"""One's own sessions: whether this one is open, which others there are, and what was kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from audit.forms.kept import kept_for
from audit.models import User
from audit.rules.devices import device_in_words
from audit.rules.sessions import SessionState
from audit.services.sessions import (
    now,
    session_touch,
    sessions_end,
    sessions_of,
    state_of,
    times_of,
)


def session_limits(request: HttpRequest) -> dict[str, Any]:
    """For every page of somebody signed in: when it locks, and when the session ends."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    times = times_of(request.session)
    ends = timezone.localtime(datetime.fromtimestamp(times.ends_at, UTC))
    return {
        "second_step_required": settings.SECOND_STEP_REQUIRED,
        "session_limits": {
            # Nothing that ticks: pages that must not differ do so not even by a second.
            "idle": int(times.idle_limit),
            "ends_at": int(times.ends_at),
            "ends": ends,
            "ends_soon": times.ends_soon(now()),
            "whose": whose(request.user),
            "locked": state_of(request.session) == SessionState.LOCKED,
        },
    }


def whose(user: User) -> str:
    """Lets a page notice that somebody else has signed in meanwhile; says nothing of who."""
    return salted_hmac("casemark.page", str(user.pk)).hexdigest()[:16]


@method_decorator([login_not_required, never_cache], name="dispatch")
class ActivityView(View):
    """For the pages' script. Reading tells how things are; sending says that somebody types."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"state": SessionState.ENDED})
        times = times_of(request.session)
        return JsonResponse(
            {
                "state": state_of(request.session),
                "idle_left": max(0, times.locks_at - now()),
                "left": max(0, times.ends_at - now()),
                "whose": whose(request.user),
                "token": get_token(request),
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and state_of(request.session) == SessionState.OPEN:
            session_touch(request.session)
        return self.get(request)


class SessionListView(TemplateView):
    """Where somebody is signed in, with a button to end each."""

    template_name = "audit/account/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        running = sessions_of(self.request.user)
        here = self.request.session.session_key
        rows = [(one, device_in_words(one.user_agent), one.session_key == here) for one in running]
        return super().get_context_data(rows=rows, others=len(running) > 1, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("session", "")
        if chosen.isdecimal() and len(chosen) < 19:
            count = sessions_end(request.user, pk=int(chosen))
            if not count:  # somebody else's, or over already: missing either way
                raise Http404
        elif chosen == "others":
            count = sessions_end(request.user, but=request.session.session_key)
        else:
            count = 0
        if count:
            messages.success(request, "That is ended." if count == 1 else "All others are ended.")
        return redirect("session-list")


@method_decorator(never_cache, name="dispatch")
class KeptFormView(TemplateView):
    """What somebody sent to a locked page, ready to be sent again."""

    template_name = "audit/account/kept.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = kept_for(request.session, request.user)
        if kept is None:
            return redirect("home")
        return self.render_to_response(self.get_context_data(kept=kept))
