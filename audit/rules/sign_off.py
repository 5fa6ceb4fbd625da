"""Signing a round off: what must be done, what must be explained, what is only listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from audit.rules.problems import Problem


class Weight(Enum):
    MUST = "must be done first"
    EXPLAIN = "must be explained"
    LISTED = "is listed"


@dataclass(frozen=True)
class Task:
    """`left` is how much of it is not done; `said` tells how it stands, in a sentence.

    `code` names it for the page, which knows where it is mended.
    """

    code: str
    title: str
    left: int
    said: str
    weight: Weight

    @property
    def is_done(self) -> bool:
        return not self.left


def to_explain(tasks: Iterable[Task]) -> list[Task]:
    return [task for task in tasks if task.left and task.weight == Weight.EXPLAIN]


def sign_off_problems(tasks: Iterable[Task], explanation: str) -> list[Problem]:
    tasks = list(tasks)
    problems = [
        Problem("", task.said) for task in tasks if task.left and task.weight == Weight.MUST
    ]
    short = to_explain(tasks)
    if short and not explanation.strip():
        missing = " ".join(task.said for task in short)
        problems.append(Problem("explanation", f"Explain what is missing: {missing}"))
    return problems
