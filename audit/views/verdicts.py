"""What a round finds of earlier recommendations: the list, and saying it of one."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import DetailView

from audit.documents.earlier import (
    Earlier,
    earlier_recommendations,
    earlier_rows,
    row_part,
    verdict_of,
)
from audit.forms.verdicts import VerdictForm
from audit.models import Recommendation, Response, Round, User, Verdict
from audit.permissions import Right, can, can_see_figures, require
from audit.rules.verdicts import verdicts_in_words
from audit.services.verdicts import verdicts_give
from audit.views.actions import ActionView, visible_or_404


def earlier_of(round: Round, user: User) -> list[Earlier]:
    """The earlier recommendations that this person may see, with what they may see of each."""
    rows = earlier_recommendations(round)
    seen = rows.filter(pk__in=Recommendation.objects.visible_to(user).values("pk"))
    return earlier_rows(round, seen, Response.objects.visible_to(user))


def verdicts_of(recommendation: Recommendation, user: User) -> list[dict[str, Any]]:
    """What later rounds found of it, the latest first: on the whole, then on each point."""
    rows = Verdict.objects.visible_to(user).filter(recommendation=recommendation)
    found: dict[int, dict[str, Any]] = {}
    latest_first = rows.order_by("-round__fieldwork_started_on", "round", "sub_point__order")
    for verdict in latest_first.select_related("round", "sub_point"):
        entry = found.setdefault(
            verdict.round_id, {"round": verdict.round, "whole": None, "points": []}
        )
        if verdict.sub_point is None:
            entry["whole"] = verdict
        else:
            entry["points"].append(verdict)
    return list(found.values())


class VerdictListView(DetailView):
    """What was asked, done and found; for whoever writes verdicts, what is still to say."""

    template_name = "audit/verdicts/list.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "round"

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user).exclude(previous=None)
        return rounds.select_related("force", "previous")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, round = self.request.user, self.object
        if not can_see_figures(user, round):
            require(user, Right.SEE_UNPUBLISHED_FIGURES, round)
        rows = earlier_of(round, user)
        may_write = can(user, Right.WRITE_FINDINGS, round) and not round.is_published
        return super().get_context_data(
            rows=[(row, row_part(row)) for row in rows],
            may_write=may_write,
            left=sum(row.left > 0 for row in rows),
            in_words=verdicts_in_words(verdict_of(row) for row in rows),
            **kwargs,
        )


class VerdictGiveView(ActionView):
    form_class = VerdictForm
    template_name = "audit/verdicts/give.html"
    right = Right.WRITE_FINDINGS
    success_message = "The verdict is saved."
    object: Round

    def get_object(self) -> Round:
        """The later round; the earlier recommendation is one of those that it can judge."""
        round = visible_or_404(Round, self.request, code=self.kwargs["code"])
        rows = earlier_of(round, self.request.user)
        found = [row for row in rows if row.recommendation.pk == self.kwargs["pk"]]
        if not found:
            raise Http404
        self.row = found[0]
        return round

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "recommendation": self.row.recommendation,
            "verdicts": self.row.verdicts,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.object,
            recommendation=self.row.recommendation,
            part=row_part(self.row),
            **kwargs,
        )

    def act(self, form: VerdictForm) -> None:
        verdicts_give(
            round=self.object,
            recommendation=self.row.recommendation,
            found=form.found(),
            by=self.request.user,
        )

    def done(self, result: None) -> str:
        return reverse("round-verdicts", args=[self.object.code])
