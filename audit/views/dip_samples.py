"""Setting up a dip sample, also for a recommendation, and lending its figures to a report."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from audit.documents.shares import shares_of
from audit.forms.dip_samples import DipSampleForm, FigureLendForm
from audit.models import Recommendation, Round, SubPoint, SupportingFigure
from audit.permissions import Right, can_see_figures, require, require_somewhere
from audit.services.dip_samples import dip_sample_open, figure_lend
from audit.views.actions import ActionView, OfRoundView, visible_or_404


class DipSampleOpenView(ActionView):
    """One page, and then straight to the draw."""

    form_class = DipSampleForm
    template_name = "audit/dip_samples/open.html"
    success_message = "The dip sample is set up. Draw its cases now."

    def get_object(self) -> Recommendation | None:
        """The recommendation that asks for it, if one does; `?point=` names one of its points."""
        self.point: SubPoint | None = None
        if "pk" not in self.kwargs:
            return None
        asked = visible_or_404(Recommendation, self.request, pk=self.kwargs["pk"])
        if named := self.request.GET.get("point", ""):
            key = int(named) if named.isascii() and named.isdigit() and len(named) < 10 else 0
            self.point = visible_or_404(SubPoint, self.request, recommendation=asked, pk=key)
        return asked

    def check_right(self) -> None:
        require_somewhere(self.request.user, Right.OPEN_ROUND)

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"user": self.request.user, "recommendation": self.object}
        return {**super().get_form_kwargs(), **more}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(recommendation=self.object, point=self.point, **kwargs)

    def act(self, form: DipSampleForm) -> Round:
        return dip_sample_open(
            round=form.round(),
            questions=form.cleaned_data["questions"],
            by=self.request.user,
            asked_for_by=self.object,
            asked_for_point=self.point,
        )

    def done(self, result: Round) -> str:
        return reverse("sample-frame", args=[result.code])


class FigureLendView(OfRoundView):
    """A count of this one's facts becomes a supporting figure of another one's report."""

    form_class = FigureLendForm
    template_name = "audit/dip_samples/lend.html"

    def check_right(self) -> None:
        if not can_see_figures(self.request.user, self.object):
            require(self.request.user, Right.SEE_UNPUBLISHED_FIGURES, self.object)
        require_somewhere(self.request.user, Right.WRITE_FINDINGS)

    def get_form_kwargs(self) -> dict[str, Any]:
        self.shares = shares_of(self.object)
        more = {"source": self.object, "shares": self.shares, "user": self.request.user}
        return {**super().get_form_kwargs(), **more}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        has_targets = context["form"].fields["target"].queryset.exists()
        return context | {"shares": self.shares, "has_targets": has_targets}

    def act(self, form: FigureLendForm) -> SupportingFigure:
        given = form.cleaned_data
        return figure_lend(
            source=self.object,
            share=given["share"],
            target=given["target"],
            by=self.request.user,
        )

    def done(self, result: SupportingFigure) -> str:
        self.success_message = f"It stands among the supporting figures: {result.label}"
        return result.round.get_absolute_url() + "#figures"
