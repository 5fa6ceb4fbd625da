"""What a later inspection found of an earlier recommendation: two questions, answered apart."""

from __future__ import annotations

from collections.abc import Iterable

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


MOVED = {
    Movement.IMPROVED: ("has improved", "have improved"),
    Movement.PARTLY: ("has partly improved", "have partly improved"),
    Movement.NOT_IMPROVED: ("has not improved", "have not improved"),
}


def verdicts_in_words(verdicts: Iterable[tuple[str, str] | None]) -> str:
    """ "Of 7 recommendations 3 have improved, and of 2 nothing is reported. …"; "" for none.

    Each is a movement and a state; None where no verdict is given yet.
    """
    rows = list(verdicts)
    if not rows:
        return ""
    moved = [row[0] for row in rows if row]
    said = [
        f"{count} {one if count == 1 else several}"
        for movement, (one, several) in MOVED.items()
        if (count := moved.count(movement))
    ]
    silent = moved.count(Movement.NOT_REPORTED)
    if silent:
        said.append(f"of {silent} no movement is reported")
    left = len(rows) - len(moved)
    if left:
        said.append(f"on {left} no verdict is given yet")
    of = f"Of {len(rows)} earlier recommendation{'s' if len(rows) > 1 else ''}"
    states = [row[1] for row in rows if row]
    return f"{of}, {_listed(said)}.{_states(states)}"


def _states(states: list[str]) -> str:
    parts = []
    for state, one, several in (
        (StateNow.SATISFACTORY, "is satisfactory now", "are satisfactory now"),
        (StateNow.REQUIRES_IMPROVEMENT, "still requires improvement", "still require improvement"),
    ):
        count = states.count(state)
        if count:
            parts.append(f"{count} {one if count == 1 else several}")
    return f" {_listed(parts).capitalize()}." if parts else ""


def _listed(parts: list[str]) -> str:
    *rest, last = parts
    return f"{', '.join(rest)} and {last}" if rest else last


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
