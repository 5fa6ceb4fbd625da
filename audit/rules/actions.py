"""Actions: what a force does about recommendations, and where each stands."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices

from audit.rules.dates import add_months, day_text
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


LONGEST_YEARS = 10
"""An action due later than that is a slip of the pen."""


def due_problems(due_on: date, published: date | None, today: date) -> list[Problem]:
    """`published` is the first day on which what it answers can have been published."""
    latest = add_months(today, 12 * LONGEST_YEARS)
    if due_on > latest:
        said = f"This is more than {LONGEST_YEARS} years ahead. Enter {day_text(latest)} or before."
        return [Problem("due_on", said)]
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
