"""More time for an answer, and due dates in people's own calendars.

`key` is a secret that opens one force's feed.
"""

from django.urls import path

from audit.views.calendar_feeds import (
    CalendarFeedListView,
    CalendarFeedMakeView,
    CalendarFeedRevokeView,
    CalendarFeedView,
)
from audit.views.extensions import ExtensionGrantView

FEEDS = "calendar-feeds/"

urlpatterns = [
    path("responses/<int:pk>/more-time/", ExtensionGrantView.as_view(), name="extension-grant"),
    path(FEEDS, CalendarFeedListView.as_view(), name="calendar-feed-list"),
    path(FEEDS + "make/", CalendarFeedMakeView.as_view(), name="calendar-feed-make"),
    path(FEEDS + "<int:pk>/revoke/", CalendarFeedRevokeView.as_view(), name="calendar-feed-revoke"),
    path("calendar/<str:key>.ics", CalendarFeedView.as_view(), name="calendar-feed"),
]
