"""Calendar feeds: the list, making one, revoking one, and the feed itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.generic import ListView

from audit.clock import today
from audit.documents.calendar import force_calendar
from audit.forms.calendar_feeds import CalendarFeedForm
from audit.forms.fields import GovukForm
from audit.models import CalendarToken
from audit.permissions import Right, require_somewhere
from audit.services.calendar_feeds import (
    calendar_feed_make,
    calendar_feed_of,
    calendar_feed_revoke,
    feed_works,
)
from audit.views.actions import ActionView, visible_or_404
from audit.views.fresh import FreshSignInMixin


class CalendarFeedListView(ListView):
    template_name = "audit/calendar_feeds/list.html"

    def get_queryset(self):
        require_somewhere(self.request.user, Right.ANSWER)
        feeds = CalendarToken.objects.visible_to(self.request.user)
        return feeds.select_related("force", "made_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feeds = [(feed, feed_works(feed)) for feed in self.object_list]
        return super().get_context_data(feeds=feeds, **kwargs)


class CalendarFeedMakeView(FreshSignInMixin, ActionView):
    """Its address is shown in the answer, once: it is kept nowhere."""

    form_class = CalendarFeedForm
    template_name = "audit/calendar_feeds/make.html"

    def get_object(self) -> None:
        """There is none yet. The right is asked here, before a fresh password is."""
        require_somewhere(self.request.user, Right.ANSWER)

    def check_right(self) -> None:
        """Asked by `get_object`; the service asks again for the force that was chosen."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: CalendarFeedForm) -> HttpResponse:
        feed, secret = calendar_feed_make(
            force=form.chosen_force(), label=form.cleaned_data["label"], by=self.request.user
        )
        address = settings.SITE_ADDRESS + reverse("calendar-feed", args=[secret])
        self.template_name = "audit/calendar_feeds/made.html"
        return self.render_to_response({"feed": feed, "address": address})


class CalendarFeedRevokeView(ActionView):
    form_class = GovukForm
    template_name = "audit/calendar_feeds/revoke.html"
    right = Right.ANSWER
    success_message = "The feed is revoked. Calendars that use it get nothing more."

    def get_object(self) -> CalendarToken:
        return visible_or_404(CalendarToken, self.request, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(feed=self.object, **kwargs)

    def act(self, form: Form) -> CalendarToken:
        return calendar_feed_revoke(feed=self.object, by=self.request.user)

    def done(self, result: CalendarToken) -> str:
        return reverse("calendar-feed-list")


@method_decorator(login_not_required, name="dispatch")
class CalendarFeedView(View):
    """What falls due, for a program that cannot sign in; whoever has the address is answered."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        feed = calendar_feed_of(key)
        if feed is None:
            raise Http404
        content = force_calendar(feed.force, day=today(), seen_by=feed.made_by)
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
