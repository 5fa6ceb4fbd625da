"""How long something took: the time from one answer to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from audit.rules.answers import DURATION, Fact, field_of
from audit.rules.problems import Problem

UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}
"""The units in which a question may ask for a duration."""
LARGER = {"days": ("day", "hour"), "hours": ("hour", "minute"), "minutes": ("minute", "")}


class End(Protocol):
    code: str
    text: str


class Interval(Protocol):
    """A question of the kind "duration" (models.Question)."""

    code: str
    kind: str
    unit: str
    counts_as_good: Any

    @property
    def starts_with(self) -> End | None: ...

    @property
    def ends_with(self) -> End | None: ...


@dataclass(frozen=True)
class Duration:
    """From `start` to `end`, told in `unit`; below zero where the end came first."""

    start: datetime
    end: datetime
    unit: str

    @property
    def length(self) -> timedelta:
        """Of real time: in summer and winter an hour is an hour, whatever clocks show."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)

    @property
    def amount(self) -> float:
        """In `unit`; hours for a unit that nobody knows."""
        return self.length / UNITS.get(self.unit, UNITS["hours"])

    def __str__(self) -> str:
        """ "13 hours", "1 hour 20 minutes", "2 days before"."""
        large, small = LARGER.get(self.unit, LARGER["hours"])
        length = abs(self.length)
        whole, rest = divmod(length, UNITS[f"{large}s"])
        parts = [_counted(whole, large)] if whole or not small else []
        if small and (count := rest // UNITS[f"{small}s"]):
            parts.append(_counted(count, small))
        words = " ".join(parts) or _counted(0, large)
        return f"{words} before" if self.length < timedelta() else words


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def duration_of(question: Interval, answers: Mapping[str, Fact]) -> Duration | None:
    """Between the answers (by their questions' codes); None where a time is missing."""
    ends = _ends(question, answers)
    return Duration(*ends, question.unit) if ends else None


def may_come_first(question: Interval) -> bool:
    """Whether the end may lie before the start: only where the start is a date on which something
    was due. Data says so by a limit of zero, which nothing else could keep."""
    limit = question.counts_as_good.get("at_most")
    return limit is not None and limit <= 0


def order_problems(questions: Iterable[Interval], answers: Mapping[str, Fact]) -> list[Problem]:
    """An end before its start, told once, beside the end."""
    problems: dict[str, Problem] = {}
    for question in questions:
        if question.kind != DURATION or may_come_first(question):
            continue
        ends = _ends(question, answers)
        start, end = question.starts_with, question.ends_with
        if ends and start and end and ends[1] < ends[0]:
            sentence = (
                f"The answer to “{end.text}” is before the answer to “{start.text}”. "
                "Correct one of the two."
            )
            problems.setdefault(end.code, Problem(field_of(end.code), sentence))
    return list(problems.values())


def _ends(question: Interval, answers: Mapping[str, Fact]) -> tuple[datetime, datetime] | None:
    if question.starts_with is None or question.ends_with is None:
        return None
    start = answers.get(question.starts_with.code, Fact()).at
    end = answers.get(question.ends_with.code, Fact()).at
    return (start, end) if start and end else None
