"""The feedback note on a case file, as a page and to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views import View

from audit.documents.render import render_html, render_pdf
from audit.models import CaseFile
from audit.services.feedback_notes import feedback_note_of
from audit.services.trail import record_once
from audit.views.actions import visible_or_404
from audit.views.reports import page_response, pdf_response

READ_AS = {"page": "read", "pdf": "printed"}


class FeedbackNoteView(View):
    """`format` is page or pdf."""

    def get(self, request: HttpRequest, reference: str, format: str) -> HttpResponse:
        case_file = visible_or_404(CaseFile, request, reference=reference)
        snapshot = feedback_note_of(case_file=case_file, by=request.user)
        session = request.session.session_key
        record_once(f"feedback_note.{READ_AS[format]}", case_file, by=request.user, session=session)
        if format == "pdf":
            return pdf_response(render_pdf(snapshot), f"feedback-{case_file.reference}")
        return page_response(render_html(snapshot).encode())
