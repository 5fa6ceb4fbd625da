"""A force's register of recommendations."""

from django.urls import path

from audit.views.register import RegisterPrintView, RegisterView
from audit.views.register_timeline import RegisterTimelineView

REGISTER = "recommendations/register/<slug:code>/"

PRINT = RegisterPrintView.as_view()

urlpatterns = [
    path(REGISTER, RegisterView.as_view(), name="register"),
    path(REGISTER + "document/", PRINT, {"format": "page"}, name="register-document"),
    path(REGISTER + "document.pdf", PRINT, {"format": "pdf"}, name="register-pdf"),
    path(REGISTER + "document.docx", PRINT, {"format": "docx"}, name="register-word"),
    path(REGISTER + "timeline/", RegisterTimelineView.as_view(), name="register-timeline"),
]
