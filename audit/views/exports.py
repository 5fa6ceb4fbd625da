"""Lists as files: exactly what is filtered, for whoever may take it out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from audit.clock import today
from audit.permissions import Right, require_somewhere
from audit.rules.chosen import in_words
from audit.rules.dates import day_text
from audit.services.exports import case_files_take_out
from audit.spreadsheets.case_file_listing import case_file_listing
from audit.spreadsheets.writing import Listing, csv_bytes, json_bytes, xlsx_bytes
from audit.views.case_files import CaseFileListView
from audit.views.fresh import FreshSignInMixin

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def file_response(kind: str, listing: Listing, about: dict[str, str], stem: str) -> HttpResponse:
    content = {
        "xlsx": lambda: xlsx_bytes([listing], about),
        "csv": lambda: csv_bytes(listing),
        "json": lambda: json_bytes([listing], about),
    }[kind]()
    name = f"{stem}-{today().isoformat()}.{kind}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=disposition)


class CaseFileExportView(FreshSignInMixin, CaseFileListView):
    """What the list of case files shows with the same filter, on all its pages."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_somewhere(request.user, Right.TRANSFER_CASE_FILES)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind, user = kwargs["format"], request.user
        files = case_files_take_out(files=self.get_queryset(), form=kind, by=user)
        now = timezone.localtime()
        about = {
            "What": "Case files",
            "How many": str(len(files)),
            "Filter": in_words(self.filter.form, untold="text") or "None",
            "Taken out by": user.name,
            "As at": f"{day_text(now.date())}, {now:%H:%M}",
            "Handling": "OFFICIAL-SENSITIVE",
        }
        return file_response(kind, case_file_listing(files), about, "case-files")
