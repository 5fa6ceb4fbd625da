"""A round beside the one before, each number leading to the case files behind it."""

from __future__ import annotations

from typing import Any

from django.views.generic import DetailView

from audit.documents.compared_told import compared_context
from audit.documents.rounds_compared import compared_part, rounds_compared
from audit.forms.case_file_filter import ANY_GRADE
from audit.models import Round, User
from audit.permissions import Right, can_see_figures, require, sees_every_case_file
from audit.views.actions import visible_or_404
from audit.views.counts import Counts


def require_figures(user: User, round: Round) -> None:
    if not can_see_figures(user, round):
        require(user, Right.SEE_UNPUBLISHED_FIGURES, round)


def counts_for(user: User, round: Round) -> Counts:
    return Counts(round, linked=sees_every_case_file(user, round))


def linked_pairs(rows: list[dict[str, Any]], counts: tuple[Counts, Counts]) -> list[dict[str, Any]]:
    """The rows of `pair_rows`, each cell and each total with its link."""
    return [
        {
            **row,
            "sides": [
                {
                    **side,
                    "cells": [
                        {**cell, "count": own.count(cell["count"], grade=cell["code"], area=area)}
                        for cell in side["cells"]
                    ],
                    "total": own.count(side["total"], grade=ANY_GRADE, area=area),
                }
                for side, own in zip(row["sides"], counts, strict=True)
            ],
        }
        for row in rows
        for area in [row["code"]]
    ]


class RoundComparedView(DetailView):
    template_name = "audit/compared/page.html"
    slug_field = slug_url_kwarg = "code"
    context_object_name = "round"

    def get_queryset(self):
        rounds = Round.objects.visible_to(self.request.user).exclude(previous=None)
        return rounds.select_related("force", "framework")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, round = self.request.user, self.object
        require_figures(user, round)
        before = visible_or_404(Round, self.request, pk=round.previous_id)
        require_figures(user, before)
        part = compared_part(rounds_compared(before, round))
        shown = compared_context(part)
        counts = counts_for(user, before), counts_for(user, round)
        return super().get_context_data(
            before=before,
            part=part,
            shown=shown,
            rows=linked_pairs(shown["pair_rows"], counts),
            **kwargs,
        )
