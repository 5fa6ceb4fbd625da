"""The first page after signing in: what waits for this person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.views.generic import TemplateView

from audit.clock import today
from audit.models import CaseFile, ImmediateConcern, Query, ReportVersion, Response, Round
from audit.permissions import Right, can_somewhere
from audit.rules.roles import Role
from audit.views.progress import Case

SHOWN = 8
"""Rows of each list on this page; the rest is one click away."""


class HomeView(TemplateView):
    template_name = "audit/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        to_grade = CaseFile.objects.visible_to(user).in_turn(user).filter(is_done=False)
        rounds = Round.objects.visible_to(user).select_related("force")
        versions = ReportVersion.objects.visible_to(user).without_content()
        answers = Response.objects.visible_to(user).open()
        mine = answers.filter(force__in=user.scope.forces_of(Role.MANAGER))
        asked = Query.objects.visible_to(user).waiting_for(user)
        concerns = ImmediateConcern.objects.visible_to(user).waiting_for(user.scope)
        return super().get_context_data(
            concerns=concerns.order_by("raised_at")[:SHOWN],
            queries=asked.select_related("case_file", "asked_by").order_by("asked_at")[:SHOWN],
            queries_count=asked.count(),
            grades=can_somewhere(user, Right.GRADE),
            to_grade=[
                Case.of(one, user) for one in to_grade.select_related("round", "area")[:SHOWN]
            ],
            to_grade_count=to_grade.count(),
            rounds=rounds.open()[:SHOWN],
            answers_recommendations=can_somewhere(user, Right.ANSWER),
            answers=_by_due(mine)[:SHOWN],
            answers_count=mine.count(),
            versions=versions.select_related("report__round__force").order_by("-published_at")[
                :SHOWN
            ],
            administers=can_somewhere(user, Right.ADMINISTER),
            **kwargs,
        )


def _by_due(answers: QuerySet[Response]) -> list[tuple[Response, bool]]:
    """What falls due first comes first, each with whether it is overdue."""
    now = today()
    rows = answers.select_related("recommendation__source_document", "recommendation__round")
    ordered = sorted(rows, key=lambda row: row.recommendation.due_day or date.max)
    return [(row, row.is_overdue(now)) for row in ordered]
