"""Actions: what a force does about recommendations, and where each stands."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices

from audit.rules.problems import Problem
from audit.rules.transitions import Table


class ActionStatus(TextChoices):
    PLANNED = "planned", "Planned"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


ACTION_STEPS: Table = {
    ActionStatus.PLANNED: frozenset(
        {ActionStatus.IN_PROGRESS, ActionStatus.DONE, ActionStatus.DROPPED}
    ),
    ActionStatus.IN_PROGRESS: frozenset({ActionStatus.DONE, ActionStatus.DROPPED}),
    ActionStatus.DONE: frozenset({ActionStatus.IN_PROGRESS}),
    ActionStatus.DROPPED: frozenset({ActionStatus.PLANNED}),
}

OPEN = (ActionStatus.PLANNED, ActionStatus.IN_PROGRESS)
"""Somebody has still to do it."""


def due_problems(due_on: date, published: date | None) -> list[Problem]:
    """`published` is the first day on which what it answers can have been published."""
    if published is None or due_on >= published:
        return []
    return [
        Problem(
            "due_on",
            "The action cannot be due before the recommendation was published. Enter a later day.",
        )
    ]


def done_problems(done_on: date, today: date) -> list[Problem]:
    if done_on <= today:
        return []
    return [Problem("done_on", "The date is in the future. Enter the day on which it was done.")]
