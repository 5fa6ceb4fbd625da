"""What a later inspection found of an earlier recommendation: two questions, answered apart."""

from __future__ import annotations

from django.db.models import TextChoices

from audit.rules.problems import Problem


class Movement(TextChoices):
    """Whether it moved since it was asked for."""

    IMPROVED = "improved", "Improved"
    PARTLY = "partly", "Partly improved"
    NOT_IMPROVED = "not_improved", "Not improved"
    NOT_REPORTED = "not_reported", "Not reported"


class StateNow(TextChoices):
    """Whether it is good enough now."""

    SATISFACTORY = "satisfactory", "Satisfactory"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Still requires improvement"
    NOT_REPORTED = "not_reported", "Not reported"


def verdict_problems(movement: str, state_now: str, text: str) -> list[Problem]:
    """A verdict that reports something says what was found."""
    problems = []
    if movement not in Movement:
        problems.append(Problem("movement", "Select whether it has improved"))
    if state_now not in StateNow:
        problems.append(Problem("state_now", "Select how it stands now"))
    said = {movement, state_now} - {Movement.NOT_REPORTED.value}
    if not problems and said and not text.strip():
        problems.append(Problem("text", "Say what you found."))
    return problems
