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
    CORONER_RESPONSE = "coroner_response", "Response to a coroner's report"


DUE_SOON_DAYS = 28
"""A thing is due soon in its last four weeks: boards meet monthly, so each thing stands as due
soon at one meeting at least; and of the shortest clock, 21 days, the whole is shown."""


@dataclass(frozen=True)
class Counting:
    """How a clock is counted. `step` maps the day of the event to the last day.

    `day` names the day of the event in a sentence; `day_counts` says that it is day one.
    """

    event: str
    day: str
    step: Step
    length: str
    source: str
    day_counts: bool = False

    @property
    def in_words(self) -> str:
        """ "six weeks from publication", "56 days beginning with the day of publication"."""
        if self.day_counts:
            return f"{self.length} beginning with {self.day}"
        return f"{self.length} from {self.event}"

    def from_start(self, start: PartialDate) -> str:
        """ "56 days beginning with 8 September 2022, the day of publication"; a start that is
        known to the month is named as such."""
        word = "beginning with" if self.day_counts else "after"
        if start.precision == Precision.DAY:
            return f"{self.length} {word} {start}, {self.day}"
        return f"{self.length} {word} {self.day}, of which only the month is known: {start}"


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

    def is_due_soon(self, today: date, days: int = DUE_SOON_DAYS) -> bool:
        """From `days` before the first day that the deadline can mean, until it is overdue."""
        return add_days(self.first, -days) <= today <= self.last

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


_PUBLISHED = ("publication", "the day of publication")
_REPORT = "the inspection report's next steps"

COUNTING: dict[Clock, Counting] = {
    Clock.IMMEDIATE_UPDATE: Counting(*_PUBLISHED, _days(42), "six weeks", _REPORT),
    Clock.ACTION_PLAN: Counting(*_PUBLISHED, _days(42), "six weeks", _REPORT),
    Clock.REVISIT: Counting(*_PUBLISHED, _months(6), "six months", _REPORT),
    Clock.POLICING_BODY_RESPONSE: Counting(
        *_PUBLISHED,
        _days_beginning_with(56),
        "56 days",
        "Police Act 1996, section 55(5A) and (5B)",
        day_counts=True,
    ),
    Clock.IOPC_RESPONSE: Counting(
        "the day the recommendation is made",
        "the day it was made",
        _days_beginning_with(56),
        "56 days",
        "Police Reform Act 2002, Schedule 3, paragraph 28B(2)",
        day_counts=True,
    ),
    Clock.IOPC_PUBLICATION: Counting(
        "receipt of the response",
        "the day the response was received",
        _days_beginning_with(21),
        "21 days",
        "Police Reform Act 2002, Schedule 3, paragraph 28B(5)",
        day_counts=True,
    ),
    # The regulation says "within 56 days of the date on which the report is sent", without
    # "beginning with": so the day itself is left out of the count.
    Clock.CORONER_RESPONSE: Counting(
        "the day the report is sent",
        "the day the report was sent",
        _days(56),
        "56 days",
        "Coroners and Justice Act 2009, Schedule 5, paragraph 7(2), and Coroners "
        "(Investigations) Regulations 2013, regulation 29(4)",
    ),
}

_SET = "the time limit of the recommendation"

LIMITS: dict[TimeLimit, Counting] = {
    TimeLimit.THREE_MONTHS: Counting(*_PUBLISHED, _months(3), "three calendar months", _SET),
    TimeLimit.SIX_MONTHS: Counting(*_PUBLISHED, _months(6), "six calendar months", _SET),
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
    if limit not in LIMITS or published is None:
        return None
    return _counted(LIMITS[limit].step, published)


def _counted(step: Step, start: PartialDate) -> Due:
    return Due(step(start.first), step(start.last), start.precision)
