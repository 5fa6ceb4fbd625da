"""Queries on case files."""

from django.urls import path

from audit.urls.places import CASE_FILE, ROUND
from audit.views.queries import QueryAskView, QueryListView, QueryView

urlpatterns = [
    path(ROUND + "queries/", QueryListView.as_view(), name="query-list"),
    path(CASE_FILE + "queries/ask/", QueryAskView.as_view(), name="query-ask"),
    path("queries/<int:pk>/", QueryView.as_view(), name="query-detail"),
]
