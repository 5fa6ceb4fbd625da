"""Workbooks to fill in: blank ones for an import, and an assessor's own case files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views import View

from audit.clock import today
from audit.models import CaseFile, Round, User
from audit.permissions import Right, can, require_somewhere
from audit.rules.dates import day_text
from audit.services.workbooks import own_workbook_take_out
from audit.spreadsheets.own_workbook import own_workbook
from audit.spreadsheets.templates import TEMPLATES
from audit.spreadsheets.writing import TooLongError
from audit.views.actions import visible_or_404
from audit.views.fresh import FreshSignInMixin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READING = ["get", "head", "options"]


def workbook_response(content: bytes, stem: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{stem}.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=disposition)


def imports_case_files(user: User, round: Round) -> bool:
    """Whether there is a case file, or could be one, that `user` may import into `round`."""
    if can(user, Right.TRANSFER_CASE_FILES, round):
        return True
    own = CaseFile.objects.visible_to(user).filter(round=round).asked(user).first()
    return own is not None and can(user, Right.TRANSFER_CASE_FILES, own)


def writes_findings(user: User, round: Round) -> bool:
    return can(user, Right.WRITE_FINDINGS, round)


IMPORTED_BY: dict[str, Callable[[User, Round], bool]] = {
    "case-files": imports_case_files,
    "published-counts": writes_findings,
    "recommendations": writes_findings,
}
"""Template → who may import what is filled in there."""


class ImportTemplateView(View):
    """A blank workbook in the words of the framework. It holds no case content."""

    http_method_names = READING

    def get(self, request: HttpRequest, code: str, sheet: str) -> HttpResponse:
        round = visible_or_404(Round, request, code=code)
        if sheet not in TEMPLATES:
            raise Http404
        if not IMPORTED_BY[sheet](request.user, round):
            raise PermissionDenied("Only those who may import here need the template.")
        return workbook_response(TEMPLATES[sheet](round), f"{sheet}-template")


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
        return workbook_response(content, f"my-cases-{today().isoformat()}")
