"""What the pages of a round's figures have in common: who may open them, and one area at a time."""

from __future__ import annotations

from typing import Any

from django.views.generic import DetailView

from audit.documents.figures import round_figures
from audit.models import Round
from audit.permissions import Right, can_see_figures, require, sees_every_case_file
from audit.views.counts import Counts
from audit.views.taken_out import CanBeTakenOut


class FiguresView(CanBeTakenOut, DetailView):
    """A page about a round for those who may see its figures; its numbers lead to their files."""

    slug_field = slug_url_kwarg = "code"
    context_object_name = "round"

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user)
        return rounds.select_related("force", "framework", "previous")

    def get_object(self, queryset=None) -> Round:
        round = super().get_object(queryset)
        if not can_see_figures(self.request.user, round):
            require(self.request.user, Right.SEE_UNPUBLISHED_FIGURES, round)
        return round

    def rows_to_take_out(self) -> list[Round]:
        self.object = self.round = self.get_object()
        return [self.object]

    def filter_words(self) -> str:
        titles = {row["code"]: row["title"] for row in self.areas()}
        return titles[self.area()] if self.area() else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.figures = round_figures(self.object)
        self.counts = Counts(
            self.object, linked=sees_every_case_file(self.request.user, self.object)
        )
        return super().get_context_data(figures=self.figures, **kwargs)

    def area(self) -> str:
        """The code in the address, where it is one of the framework's; else "" for all areas."""
        asked = self.request.GET.get("area", "")
        return asked if asked in {row.code for row in self.object.framework.areas} else ""

    def areas(self) -> list[dict[str, str]]:
        """The links from area to area, all together first."""
        areas = self.object.framework.areas
        rows = [{"code": row.code, "title": row.short_title} for row in areas]
        return [{"code": "", "title": "All areas"}, *rows]
