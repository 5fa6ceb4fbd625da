"""Recommendations: the list, and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.views.generic import DetailView

from audit.clock import today
from audit.documents.clocks import recommendation_clocks, response_clocks
from audit.forms.recommendation_filter import RecommendationFilter
from audit.models import Recommendation, Response, Round, User
from audit.permissions import Right, can, can_somewhere
from audit.services.recommendation_changes import settled
from audit.services.recommendations import spreads, writing_right
from audit.spreadsheets.round_listing import recommendation_listing
from audit.views.lists import PagedListView
from audit.views.recommendation_links import links_context
from audit.views.register import forces_with_register
from audit.views.taken_out import TakenOut
from audit.views.verdicts import verdicts_of


class RecommendationListView(PagedListView):
    template_name = "audit/recommendations/list.html"
    taken_out = TakenOut(
        "recommendations", "Recommendations", Right.SEE_PUBLISHED, recommendation_listing
    )

    def get_queryset(self):
        rows = Recommendation.objects.visible_to(self.request.user).with_subjects()
        self.filter = RecommendationFilter(self.request.GET, queryset=rows, request=self.request)
        return self.filter.qs

    def rows_to_take_out(self):
        """Each with the answers that the person may see (`answers`)."""
        answers = Response.objects.visible_to(self.request.user).select_related("force", "owner")
        return self.get_queryset().prefetch_related(Prefetch("responses", answers, "answers"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.filter.form, **kwargs)
        visible = Response.objects.visible_to(self.request.user)
        shown = visible.filter(recommendation__in=[row.pk for row in context["object_list"]])
        answers: dict[int, list[tuple[Response, bool]]] = {}
        related = ("force", "owner", "recommendation__round", "recommendation__source_document")
        for response in shown.select_related(*related):
            marked = (response, response.is_overdue(today()))
            answers.setdefault(response.recommendation_id, []).append(marked)
        context["registers"] = forces_with_register(self.request.user)
        context["rows"] = [(row, answers.get(row.pk, [])) for row in context["object_list"]]
        return context


class RecommendationDetailView(DetailView):
    template_name = "audit/recommendations/detail.html"

    def get_queryset(self):
        rows = Recommendation.objects.visible_to(self.request.user).with_subjects()
        return rows.select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visible = Response.objects.visible_to(self.request.user)
        responses = list(visible.filter(recommendation=self.object).with_question())
        own = responses[0] if len(responses) == 1 else None
        rounds = Round.objects.visible_to(self.request.user)
        may_write = can(self.request.user, writing_right(self.object), self.object)
        return super().get_context_data(
            recommendation=self.object,
            held=Recommendation.objects.visible_to(self.request.user).filter(parent=self.object),
            may_change=may_write and not settled(self.object),
            may_put=may_write and spreads(self.object) and self.object.asks_for_answer,
            **links_context(self.object, self.request.user),
            responses=[(response, response.is_overdue(today())) for response in responses],
            clocks=response_clocks(own) if own else recommendation_clocks(self.object),
            round=rounds.filter(pk=self.object.round_id).first(),
            dip_samples=dip_samples_of(self.object, self.request.user),
            verdicts=verdicts_of(self.object, self.request.user),
            may_ask=can_somewhere(self.request.user, Right.OPEN_ROUND),
            **kwargs,
        )


def dip_samples_of(recommendation: Recommendation, user: User):
    rounds = Round.objects.visible_to(user).filter(asked_for_by=recommendation)
    return rounds.select_related("asked_for_point")
