"""The first page after signing in: what waits for this person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.views.generic import TemplateView

from audit.clock import today
from audit.documents.waiting import Item, waiting_for
from audit.models import CaseFile, ImmediateConcern, Query, ReportVersion, Round, User
from audit.permissions import Right, can_somewhere
from audit.views.progress import Case

SHOWN = 8
"""Rows of each list on this page; the rest is one click away."""


@dataclass(frozen=True)
class WorkingList:
    """The first items of a list, and how many there are."""

    title: str
    items: list[Item]
    count: int


class HomeView(TemplateView):
    template_name = "audit/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        to_grade = CaseFile.objects.visible_to(user).in_turn(user).filter(is_done=False)
        rounds = Round.objects.visible_to(user).select_related("force")
        versions = ReportVersion.objects.visible_to(user).without_content()
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
            working_lists=working_lists(user),
            versions=versions.select_related("report__round__force").order_by("-published_at")[
                :SHOWN
            ],
            administers=can_somewhere(user, Right.ADMINISTER),
            **kwargs,
        )


def working_lists(user: User) -> list[WorkingList]:
    """What is overdue, due soon, to be verified and to be done later; a list without anything is
    left out."""
    waiting = waiting_for(user, today())
    lists = (
        ("Overdue", waiting.overdue),
        ("Due soon", waiting.due_soon),
        ("Waiting for your verification", waiting.to_verify),
        ("To be done later", waiting.later),
    )
    return [WorkingList(title, items[:SHOWN], len(items)) for title, items in lists if items]
