"""Workbooks to fill in."""

from django.urls import path

from audit.urls.places import ROUND
from audit.views.spreadsheet_templates import ImportTemplateView, OwnWorkbookView

urlpatterns = [
    path(
        ROUND + "import/template/<slug:sheet>.xlsx",
        ImportTemplateView.as_view(),
        name="import-template",
    ),
    path(ROUND + "my-cases.xlsx", OwnWorkbookView.as_view(), name="own-workbook"),
]
