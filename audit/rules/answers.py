"""Answers: facts of a case, and what keeps something from being one.

"No record of it" is not "not done", and neither is "I could not see it".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from audit.rules.problems import Problem

ABSENCES = ("not_recorded", "not_applicable", "could_not_see")
"""Why there is no value; their words are in models.Answer.Absence."""
DURATION = "duration"
MOST = Decimal("99999999.99")
"""The largest number that an answer holds."""


class Asked(Protocol):
    """What the rules need to know of a question (models.Question)."""

    code: str
    text: str
    kind: str
    choices: Any


@dataclass(frozen=True)
class Fact:
    """One answer: exactly one of a choice, a number and a time, or why there is none."""

    choice: str = ""
    number: Decimal | None = None
    at: datetime | None = None
    absence: str = ""


def field_of(code: str) -> str:
    """The name under which a question's answer is asked for, and its problems are told."""
    return f"answer-{code}"


def codes_of(question: Asked) -> tuple[str, ...]:
    """The values that a choice or a yes/no may have."""
    if question.kind == "yes_no":
        return ("yes", "no")
    return tuple(str(row["code"]) for row in question.choices)


def is_answered(question: Asked) -> bool:
    """Whether people are asked: a duration is worked out."""
    return question.kind != DURATION


def fact_problems(question: Asked, fact: Fact) -> list[Problem]:
    """What is wrong with one answer by itself."""
    given = [fact.choice or None, fact.number, fact.at, fact.absence or None]
    if sum(value is not None for value in given) != 1:
        return [_problem(question, "give one answer, or say why there is none")]
    if fact.absence:
        return [] if fact.absence in ABSENCES else [_problem(question, "say why there is none")]
    return _value_problems(question, fact)


def _value_problems(question: Asked, fact: Fact) -> list[Problem]:
    if question.kind in ("yes_no", "choice"):
        if fact.choice in codes_of(question):
            return []
        return [_problem(question, "choose one of the answers that are offered")]
    if question.kind == "number":
        if fact.number is not None and 0 <= fact.number <= MOST:
            return []
        return [_problem(question, "enter a number that is 0 or more")]
    if question.kind == "date_time":
        return [] if fact.at is not None else [_problem(question, "enter a date and a time")]
    return [_problem(question, "leave it out, because it is worked out from other answers")]


def _problem(question: Asked, what: str) -> Problem:
    return Problem(field_of(question.code), f"“{question.text}”: {what}.")


def asked_problems(
    answered: Iterable[Asked], asked: Collection[str], areas: Sequence[str]
) -> list[Problem]:
    """An answer to a question that is not asked of the file: another area's, or another
    framework's, or one that was not chosen for the dip sample. `asked` holds codes."""
    where = " and ".join(f"“{area}”" for area in areas)
    return [
        Problem(
            field_of(question.code),
            f"“{question.text}” is not asked of a file under {where}. Leave it out.",
        )
        for question in answered
        if question.code not in asked
    ]


def unanswered(questions: Iterable[Asked], answers: Mapping[str, Fact]) -> list[str]:
    """The codes of questions, in their order, that nobody has answered yet."""
    return [row.code for row in questions if is_answered(row) and row.code not in answers]
