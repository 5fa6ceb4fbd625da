"""Case actions: where they stand, and what must be said of them."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices

from audit.rules.problems import Problem


class CaseActionState(TextChoices):
    TO_DO = "to_do", "To do"
    DONE = "done", "Done, to be checked"
    CHECKED = "checked", "Checked"


def state_of(done_on: date | None, checked_on: date | None) -> CaseActionState:
    if checked_on is not None:
        return CaseActionState.CHECKED
    return CaseActionState.TO_DO if done_on is None else CaseActionState.DONE


def done_problems(done_on: date, today: date) -> list[Problem]:
    if done_on <= today:
        return []
    return [Problem("done_on", "The date is in the future. Enter the day on which it was done.")]
