"""The results by area and grade as tidy data: files alone, whose pages are others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.views import View

from audit.models import Round
from audit.permissions import Right, can_see_figures, require
from audit.spreadsheets.figures_listing import grade_figures_listing
from audit.views.actions import visible_or_404
from audit.views.taken_out import CanBeTakenOut, TakenOut


class GradeFiguresView(CanBeTakenOut, View):
    """Of every inspection or audit whose figures the person may see."""

    taken_out = TakenOut(
        "all_grade_figures",
        "Results by area and grade",
        Right.SEE_PUBLISHED,
        grade_figures_listing,
        figures=True,
    )

    def rows_to_take_out(self):
        user = self.request.user
        rounds = Round.objects.visible_to(user).with_figures_visible_to(user)
        return rounds.select_related("force", "framework")


class RoundGradeFiguresView(GradeFiguresView):
    """Of one."""

    taken_out = replace(GradeFiguresView.taken_out, what="grade_figures")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = visible_or_404(Round, request, code=kwargs["code"])

    def rows_to_take_out(self):
        if not can_see_figures(self.request.user, self.round):
            require(self.request.user, Right.SEE_UNPUBLISHED_FIGURES, self.round)
        return super().rows_to_take_out().filter(pk=self.round.pk)
