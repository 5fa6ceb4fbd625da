"""Writing recommendations: in the report of a round, in another document, and changing them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from audit.forms.recommendations import RecommendationForm
from audit.forms.sources import RecommendationForcesForm
from audit.models import Recommendation, Response
from audit.permissions import Right, require
from audit.services.recommendation_changes import recommendation_change, settled
from audit.services.recommendations import recommendation_add, recommendation_put, writing_right
from audit.views.actions import ActionView, OfRoundView, visible_or_404
from audit.views.sources import OfSourceView


class RecommendationAddView(OfRoundView):
    form_class = RecommendationForm
    template_name = "audit/recommendations/add.html"
    right = Right.WRITE_FINDINGS
    success_message = "The recommendation is added."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "round": self.object, "user": self.request.user}

    def act(self, form: RecommendationForm) -> Recommendation:
        return _added(form, self.request)

    def done(self, result: Recommendation) -> str:
        return result.get_absolute_url()


class SourceRecommendationAddView(OfSourceView):
    form_class = RecommendationForm
    template_name = "audit/sources/recommendation_add.html"
    success_message = "The recommendation is added."

    def act(self, form: RecommendationForm) -> Recommendation:
        return _added(form, self.request)

    def done(self, result: Recommendation) -> str:
        return result.get_absolute_url()


def _added(form: RecommendationForm, request: HttpRequest) -> Recommendation:
    return recommendation_add(
        recommendation=form.recommendation(),
        first=form.first(),
        about=form.about(),
        forces=form.cleaned_data.get("forces", ()),
        by=request.user,
    )


class OfRecommendationView(ActionView):
    """A step with one that its document's author takes."""

    object: Recommendation

    def get_object(self) -> Recommendation:
        return visible_or_404(Recommendation, self.request, pk=self.kwargs["pk"])

    def check_right(self) -> None:
        require(self.request.user, writing_right(self.object), self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(recommendation=self.object, **kwargs)

    def done(self, result: Any) -> str:
        return self.object.get_absolute_url()


class RecommendationChangeView(OfRecommendationView):
    """Until it is answered; then the page says why it is not changed any more."""

    form_class = RecommendationForm
    template_name = "audit/recommendations/change.html"
    success_message = "The recommendation is changed."

    def get_form_kwargs(self) -> dict[str, Any]:
        of_round = self.object.round is not None
        return {
            **super().get_form_kwargs(),
            "user": self.request.user,
            "round": self.object.round,
            "document": None if of_round else self.object.source_document,
            "recommendation": self.object,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(settled=settled(self.object), **kwargs)

    def act(self, form: RecommendationForm) -> Recommendation:
        return recommendation_change(
            recommendation=form.recommendation(), about=form.about(), by=self.request.user
        )


class RecommendationForcesView(OfRecommendationView):
    form_class = RecommendationForcesForm
    template_name = "audit/recommendations/forces.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "recommendation": self.object}

    def act(self, form: RecommendationForcesForm) -> list[Response]:
        return recommendation_put(
            recommendation=self.object, forces=form.cleaned_data["forces"], by=self.request.user
        )

    def done(self, result: list[Response]) -> str:
        forces = "1 more force" if len(result) == 1 else f"{len(result)} more forces"
        self.success_message = f"It is put to {forces}."
        return super().done(result)
