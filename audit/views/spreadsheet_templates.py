"""Workbooks to fill in: blank ones for an import, and an assessor's own case files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View

from audit.clock import today
from audit.models import Round
from audit.permissions import Right, require_somewhere
from audit.rules.dates import day_text
from audit.services.imports import import_right
from audit.services.workbooks import own_workbook_take_out
from audit.spreadsheets.own_workbook import own_workbook
from audit.spreadsheets.templates import TEMPLATES
from audit.spreadsheets.writing import TooLongError
from audit.views.actions import visible_or_404
from audit.views.exports import download
from audit.views.fresh import FreshSignInMixin

READING = ["get", "head", "options"]


class ImportTemplateView(View):
    """A blank workbook in the words of the framework. It holds no case content."""

    http_method_names = READING

    def get(self, request: HttpRequest, code: str, sheet: str) -> HttpResponse:
        round = visible_or_404(Round, request, code=code)
        if sheet not in TEMPLATES:
            raise Http404
        import_right(round=round, kind=sheet, by=request.user)
        return download(TEMPLATES[sheet](round), "xlsx", f"{sheet}-template")


class OwnWorkbookView(FreshSignInMixin, View):
    """The case files of whoever asks, with their drafts."""

    http_method_names = READING

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.round = visible_or_404(Round, request, code=kwargs["code"])
        for right in (Right.GRADE, Right.TRANSFER_CASE_FILES):
            require_somewhere(request.user, right)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        files = own_workbook_take_out(round=self.round, by=request.user)
        if not files:
            messages.info(request, "You have no case file here that is still to be graded.")
            return redirect(self.round)
        now = timezone.localtime()
        about = {
            "Inspection or audit": self.round.title,
            "Taken out by": request.user.name,
            "As at": f"{day_text(now.date())}, {now:%H:%M}",
            "Handling": "OFFICIAL-SENSITIVE",
        }
        try:
            content = own_workbook(self.round, files, about)
        except TooLongError as error:
            messages.error(request, str(error))
            return redirect(self.round)
        return download(content, "xlsx", f"my-cases-{today().isoformat()}")
