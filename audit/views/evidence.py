"""Evidence: what it is, handing out its file, withdrawing it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views import View
from django.views.generic import DetailView

from audit.forms.evidence import EvidenceWithdrawForm
from audit.models import Evidence, Round
from audit.permissions import can, require
from audit.rules.evidence import kind_words
from audit.services.evidence import (
    LostFileError,
    evidence_content,
    evidence_right,
    evidence_withdraw,
)
from audit.services.trail import record_once
from audit.views.actions import ActionView, visible_or_404

UNTRUSTED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What a browser is told of a file that somebody uploaded, should it ever show one."""


class EvidenceDetailView(DetailView):
    template_name = "audit/evidence/detail.html"

    def get_queryset(self):
        rows = Evidence.objects.visible_to(self.request.user)
        return rows.select_related(
            *("by", "withdrawn_by", "round", "update__response__recommendation", "update__action")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evidence = self.object
        right = evidence_right(evidence.update)
        may_withdraw = not evidence.withdrawn_at and can(self.request.user, right, evidence)
        words = kind_words(evidence.content_type)
        seen = Round.objects.visible_to(self.request.user).filter(pk=evidence.round_id).exists()
        return super().get_context_data(
            words=words, may_withdraw=may_withdraw, sample_seen=seen, **kwargs
        )


class EvidenceDownloadView(View):
    """To be saved and never shown: whatever is in it must not act under our address."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        evidence = visible_or_404(Evidence, request, pk=pk)
        if evidence.kind != Evidence.Kind.FILE or evidence.withdrawn_at:
            raise Http404
        try:
            content = evidence_content(evidence)
        except LostFileError:
            return render(request, "audit/evidence/lost.html", {"evidence": evidence}, status=500)
        session = request.session.session_key
        record_once("evidence.downloaded", evidence, by=request.user, session=session)
        disposition = content_disposition_header(True, evidence.name)
        headers = UNTRUSTED | {"Content-Disposition": disposition}
        return HttpResponse(content, content_type=evidence.content_type, headers=headers)


class EvidenceWithdrawView(ActionView):
    form_class = EvidenceWithdrawForm
    template_name = "audit/evidence/withdraw.html"
    success_message = "The evidence is withdrawn."
    object: Evidence

    def get_object(self) -> Evidence:
        return visible_or_404(Evidence, self.request, pk=self.kwargs["pk"])

    def check_right(self) -> None:
        require(self.request.user, evidence_right(self.object.update), self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(evidence=self.object, **kwargs)

    def act(self, form: EvidenceWithdrawForm) -> Evidence:
        return evidence_withdraw(
            evidence=self.object, because=form.cleaned_data["because"], by=self.request.user
        )

    def done(self, result: Evidence) -> str:
        return reverse("evidence-detail", args=[result.pk])
