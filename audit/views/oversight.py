"""The local policing body's response: what is written, and writing it."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from audit.clock import today
from audit.documents.answers import decision_of
from audit.documents.kinds import OVERSIGHT_RESPONSE
from audit.documents.oversight_response import CLOCK, deadline_part, is_answered_by_body
from audit.forms.oversight import OversightCommentForm, OversightForm
from audit.models import OversightComment, OversightResponse, ReportVersion, Response, Round
from audit.permissions import Right, require
from audit.rules.deadlines import due
from audit.services.oversight import oversight_comment_save, oversight_save
from audit.views.actions import OfRoundView, visible_or_404


def answered_round_or_404(request: HttpRequest, code: str) -> Round:
    """An inspection whose published report the body answers."""
    round = visible_or_404(Round, request, code=code)
    if not is_answered_by_body(round):
        raise Http404
    return round


class OversightView(TemplateView):
    """By when it is due, what is written, and each recommendation with its comment."""

    template_name = "audit/oversight/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, round = self.request.user, answered_round_or_404(self.request, kwargs["code"])
        require(user, Right.WRITE_OVERSIGHT, round)
        versions = ReportVersion.objects.visible_to(user).filter(
            report__round=round, report__kind=OVERSIGHT_RESPONSE.name
        )
        comments = OversightComment.objects.visible_to(user).filter(oversight__round=round)
        said = dict(comments.values_list("response", "text"))
        last = due(CLOCK, round.published) if round.published else None
        published = versions.exists()
        return super().get_context_data(
            round=round,
            kind=OVERSIGHT_RESPONSE,
            written=OversightResponse.objects.visible_to(user).filter(round=round).first(),
            answers=[(row, decision_of(row), said.get(row.pk, "")) for row in self._answers(round)],
            deadline=deadline_part(round),
            published=published,
            overdue=last is not None and not published and last.is_overdue(today()),
            **kwargs,
        )

    def _answers(self, round: Round):
        answers = Response.objects.visible_to(self.request.user).with_question()
        of_round = answers.filter(recommendation__round=round, force=round.force)
        return of_round.prefetch_related("steps").order_by("recommendation__number")


class OversightWriteView(OfRoundView):
    form_class = OversightForm
    template_name = "audit/oversight/write.html"
    right = Right.WRITE_OVERSIGHT
    success_message = "What you wrote is saved. It is not published yet."

    def get_object(self) -> Round:
        return answered_round_or_404(self.request, self.kwargs["code"])

    def get_form_kwargs(self) -> dict[str, Any]:
        written = OversightResponse.objects.visible_to(self.request.user).filter(round=self.object)
        return {**super().get_form_kwargs(), "written": written.first()}

    def act(self, form: OversightForm) -> OversightResponse:
        return oversight_save(round=self.object, by=self.request.user, **form.cleaned_data)

    def done(self, result: OversightResponse) -> str:
        return reverse("oversight", args=[self.object.code])


class OversightCommentView(OfRoundView):
    """About one answer, which the address names."""

    form_class = OversightCommentForm
    template_name = "audit/oversight/comment.html"
    right = Right.WRITE_OVERSIGHT
    success_message = "The comment is saved. It is not published yet."

    def get_object(self) -> Round:
        """By the answer, in one query: one that is hidden takes as long as one that is missing."""
        answers = Response.objects.visible_to(self.request.user).with_question()
        self.answer = get_object_or_404(
            answers,
            pk=self.kwargs["pk"],
            recommendation__round__code=self.kwargs["code"],
            force=F("recommendation__round__force"),
        )
        if not is_answered_by_body(self.answer.recommendation.round):
            raise Http404
        return self.answer.recommendation.round

    def get_form_kwargs(self) -> dict[str, Any]:
        comments = OversightComment.objects.visible_to(self.request.user)
        written = comments.filter(oversight__round=self.object, response=self.answer)
        return {**super().get_form_kwargs(), "written": written.first()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            answer=self.answer, decision=decision_of(self.answer), **kwargs
        )

    def act(self, form: OversightCommentForm) -> OversightComment | None:
        return oversight_comment_save(
            response=self.answer, by=self.request.user, **form.cleaned_data
        )

    def done(self, result: OversightComment | None) -> str:
        return reverse("oversight", args=[self.object.code]) + "#recommendations"
