"""A round's reports: the draft as it would be now, publishing it, and the published versions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from audit.documents.kinds import KINDS, DocumentKind
from audit.documents.render import render_html, render_pdf
from audit.documents.snapshot import Snapshot
from audit.documents.style_hash import style_source
from audit.documents.word import render_word
from audit.forms.reports import PublishForm
from audit.jobs import seal_trail
from audit.models import Report, ReportVersion, Round
from audit.services.reports import draft_snapshot, last_number, report_publish
from audit.services.trail import record_once
from audit.views.actions import OfRoundView, visible_or_404

READ_AS = {"page": "read", "pdf": "downloaded", "docx": "downloaded"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def kind_or_404(name: str, round: Round, *, format: str = "page") -> DocumentKind:
    """A kind that is offered for `round`, and in that format."""
    if name not in KINDS or not KINDS[name].offered_for(round):
        raise Http404
    return in_format_or_404(KINDS[name], format)


def in_format_or_404(kind: DocumentKind, format: str) -> DocumentKind:
    if format == "docx" and not kind.word:
        raise Http404
    return kind


def pdf_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def word_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


def shown_as(format: str, snapshot: Snapshot, name: str) -> HttpResponse:
    """`snapshot` as a page, a PDF or a Word document; files bear `name`."""
    if format == "pdf":
        return pdf_response(render_pdf(snapshot), name)
    if format == "docx":
        return word_response(render_word(snapshot), name)
    return page_response(render_html(snapshot).encode())


def page_response(html: bytes) -> HttpResponse:
    """A document brings its own style sheet, named to the browser by its hash and no other."""
    response = HttpResponse(html, content_type="text/html; charset=utf-8")
    response._csp_replace = {
        "style-src": [style_source(html.decode())],
        "font-src": ["data:"],
        "script-src": ["'none'"],
    }
    return response


class DraftView(View):
    """The next version as it would be now: as a page, or (`format` pdf, docx) to download."""

    def get(self, request: HttpRequest, code: str, kind: str, format: str) -> HttpResponse:
        round = visible_or_404(Round, request, code=code)
        document = kind_or_404(kind, round, format=format)
        if not document.reads_draft(request.user, round):
            raise PermissionDenied("This draft is not open to you.")
        session = request.session.session_key
        record_once(f"report.draft_{READ_AS[format]}", round, by=request.user, session=session)
        snapshot = draft_snapshot(round=round, kind=document.name)
        return shown_as(format, snapshot, f"{round.code}-{document.name}-draft")


class VersionView(View):
    """A published version, byte for byte as it was frozen; as a Word document, what it says."""

    def get(self, request: HttpRequest, code: str, kind: str, number: int, format: str):
        version = visible_or_404(
            ReportVersion, request, report__round__code=code, report__kind=kind, number=number
        )
        if format == "docx":
            in_format_or_404(KINDS[kind], format)
        session = request.session.session_key
        record_once(f"report.{READ_AS[format]}", version, by=request.user, session=session)
        name = f"{code}-{kind}-version-{number}"
        if format == "docx":
            return word_response(render_word(version.snapshot_data), name)
        if format == "pdf":
            return pdf_response(bytes(version.pdf), name)
        return page_response(bytes(version.html))


class PublishView(OfRoundView):
    form_class = PublishForm
    template_name = "audit/reports/publish.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = kind_or_404(kwargs["kind"], self.object)
        self.right = self.kind.right
        report = Report.objects.visible_to(request.user).filter(
            round=self.object, kind=self.kind.name
        )
        self.last = last_number(report.first())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_first": self.last == 0}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        snapshot = draft_snapshot(round=self.object, kind=self.kind.name)
        return super().get_context_data(kind=self.kind, last=self.last, document=snapshot, **kwargs)

    def act(self, form: PublishForm) -> ReportVersion:
        version = report_publish(
            round=self.object,
            kind=self.kind.name,
            by=self.request.user,
            correction=form.cleaned_data.get("correction", ""),
        )
        seal_trail.enqueue()
        return version

    def done(self, result: ReportVersion) -> str:
        self.success_message = f"Version {result.number} is published."
        return reverse("round-detail", args=[self.object.code]) + "#report"
