"""When a thing is due: which event starts the clock, how long it runs, and on whose authority.

Every clock names its source. Historic rounds have deadlines too, but nothing nags about them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import TextChoices

from audit.rules.dates import PartialDate, Precision, add_days, add_months, day_text, month_text

Step = Callable[[date], date]


class TimeLimit(TextChoices):
    """The time a recommendation allows, counted from publication."""

    IMMEDIATELY = "immediately", "Immediately"
    THREE_MONTHS = "3_months", "Within three months"
    SIX_MONTHS = "6_months", "Within six months"
    BY_DATE = "by_date", "By a date"
    NONE = "none", "No time limit"


class Clock(TextChoices):
    IMMEDIATE_UPDATE = "immediate_update", "Update on immediate recommendations"
    ACTION_PLAN = "action_plan", "Action plan for the other recommendations"
    REVISIT = "revisit", "Revisit by the inspectorate"
    POLICING_BODY_RESPONSE = "policing_body_response", "Local policing body's published response"
    IOPC_RESPONSE = "iopc_response", "Response to an IOPC recommendation"
    IOPC_PUBLICATION = "iopc_publication", "IOPC publishes the response"


@dataclass(frozen=True)
class Counting:
    """How a clock is counted. `step` maps the day of the event to the last day."""

    event: str
    step: Step
    length: str
    source: str


@dataclass(frozen=True)
class Due:
    """The last day on which a thing is in time; a stretch of days where its start is inexact."""

    first: date
    last: date
    precision: Precision

    def __str__(self) -> str:
        """ "12 May 2020", "June 2020", or "April or May 2020" where the month itself is open."""
        if self.precision == Precision.DAY:
            return day_text(self.last)
        if month_text(self.first) == month_text(self.last):
            return month_text(self.last)
        year = "" if self.first.year == self.last.year else f" {self.first.year}"
        return f"{month_text(self.first).split()[0]}{year} or {month_text(self.last)}"

    def is_overdue(self, today: date) -> bool:
        """Only what is surely late: after the last day that the deadline can mean."""
        return today > self.last


def _days(count: int) -> Step:
    return lambda day: add_days(day, count)


def _days_beginning_with(count: int) -> Step:
    """The day of the event is day one, so the last day is `count` - 1 days later."""
    return lambda day: add_days(day, count - 1)


def _months(count: int) -> Step:
    return lambda day: add_months(day, count)


_REPORT = "the inspection report's next steps"

COUNTING: dict[Clock, Counting] = {
    Clock.IMMEDIATE_UPDATE: Counting("publication", _days(42), "six weeks", _REPORT),
    Clock.ACTION_PLAN: Counting("publication", _days(42), "six weeks", _REPORT),
    Clock.REVISIT: Counting("publication", _months(6), "six months", _REPORT),
    Clock.POLICING_BODY_RESPONSE: Counting(
        "publication",
        _days_beginning_with(56),
        "56 days beginning with the day of publication",
        "Police Act 1996, section 55",
    ),
    Clock.IOPC_RESPONSE: Counting(
        "the day the recommendation is made",
        _days_beginning_with(56),
        "56 days beginning with the day it was made",
        "Police Reform Act 2002, Schedule 3, paragraph 28B",
    ),
    Clock.IOPC_PUBLICATION: Counting(
        "receipt of the response",
        _days_beginning_with(21),
        "21 days beginning with the day of receipt",
        "Police Reform Act 2002, Schedule 3, paragraph 28B",
    ),
}

_LIMITS: dict[TimeLimit, Step] = {
    TimeLimit.THREE_MONTHS: _months(3),
    TimeLimit.SIX_MONTHS: _months(6),
}


def hours_after(moment: datetime, hours: int) -> datetime:
    """When so many hours have passed, also over the night on which the clocks change."""
    return moment.astimezone(UTC) + timedelta(hours=hours)


def due(clock: Clock, start: PartialDate) -> Due:
    """When `clock`, started by its event on `start`, runs out."""
    return _counted(COUNTING[clock].step, start)


def recommendation_due(
    limit: TimeLimit, published: PartialDate | None, by: date | None = None
) -> Due | None:
    """When a recommendation's time limit ends; None for no limit, "immediately" or no date yet.

    An immediate recommendation asks for action now and has no last day: what falls due is
    the update on it (`Clock.IMMEDIATE_UPDATE`).
    """
    if limit == TimeLimit.BY_DATE:
        return Due(by, by, Precision.DAY) if by else None
    if limit not in _LIMITS or published is None:
        return None
    return _counted(_LIMITS[limit], published)


def _counted(step: Step, start: PartialDate) -> Due:
    return Due(step(start.first), step(start.last), start.precision)
