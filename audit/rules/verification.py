"""Who checks that a recommendation was carried out: never those who carried it out."""

from __future__ import annotations

from django.db.models import TextChoices

from audit.rules.problems import Problem
from audit.rules.transitions import ResponseStatus


class Closure(TextChoices):
    """Who may verify what a document asks for (design, section 4: data of the source)."""

    INSPECTORATE = "inspectorate", "An inspector on the team"
    FORCE = "force", "A chief officer or second manager of the force"


OUTCOMES = (ResponseStatus.VERIFIED, ResponseStatus.RETURNED)


def verification_problems(*, outcome: str, why: str, had_a_hand: bool) -> list[Problem]:
    """`had_a_hand`: whether whoever verifies owned it, deputised, owned an action of it, reported
    on it or supplied evidence."""
    problems = []
    if had_a_hand:
        problems.append(
            Problem("", "You had a hand in this. Ask somebody who had none to verify it.")
        )
    if outcome not in OUTCOMES:
        problems.append(Problem("outcome", "Select whether it is verified or returned"))
    if not why.strip():
        problems.append(Problem("why", "Say what you looked at and what you found."))
    return problems
