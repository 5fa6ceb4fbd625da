"""Importing spreadsheets."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.import_runs import (
    ImportAgainView,
    ImportCancelView,
    ImportDetailView,
    ImportErrorsView,
    ImportProgressView,
    ImportUndoView,
)
from audit.views.imports import ImportColumnsView, ImportListView, ImportNewView

IMPORTS = ROUND + "imports/"
RUN = IMPORTS + "<int:pk>/"

urlpatterns = [
    path(IMPORTS, ImportListView.as_view(), name="import-list"),
    path(IMPORTS + "new/", ImportNewView.as_view(), name="import-new"),
    path(RUN, ImportDetailView.as_view(), name="import-detail"),
    path(RUN + "columns/", ImportColumnsView.as_view(), name="import-columns"),
    path(RUN + "progress.json", ImportProgressView.as_view(), name="import-progress"),
    path(RUN + "again/", ImportAgainView.as_view(), name="import-again"),
    path(RUN + "cancel/", ImportCancelView.as_view(), name="import-cancel"),
    path(RUN + "undo/", ImportUndoView.as_view(), name="import-undo"),
    path(RUN + "errors/", ImportErrorsView.as_view(), name="import-errors"),
]
