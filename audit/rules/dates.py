"""Dates that are known to the day or only to the month, and arithmetic that keeps what is known.

The inspection reports often state a month ("fieldwork in October 2019"). A deadline counted
from such a date is itself known only to the month, and says so.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices

from audit.rules.problems import Problem

YEARS = range(1900, 2101)
"""Another year is a typing error; from some, no deadline could be counted."""


class Precision(TextChoices):
    DAY = "day", "the day"
    MONTH = "month", "the month"


@dataclass(frozen=True)
class PartialDate:
    """A date known to the day or to the month; of a month, `day` is the first."""

    day: date
    precision: Precision = Precision.DAY

    @property
    def first(self) -> date:
        """The earliest day that this can mean."""
        return self.day.replace(day=1) if self.precision == Precision.MONTH else self.day

    @property
    def last(self) -> date:
        """The latest day that this can mean."""
        return end_of_month(self.day) if self.precision == Precision.MONTH else self.day

    def __str__(self) -> str:
        return month_text(self.day) if self.precision == Precision.MONTH else day_text(self.day)


def parse_partial_date(raw: str) -> PartialDate:
    """ "2019-10" or "2019-10-14"; raises ValueError with a sentence on anything else."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}", raw):
            return PartialDate(date.fromisoformat(f"{raw}-01"), Precision.MONTH)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return PartialDate(date.fromisoformat(raw))
    except ValueError:
        pass
    raise ValueError(
        f"“{raw}” is not a date: write it as 2019-10-14, "
        "or as 2019-10 where only the month is known"
    )


def day_text(day: date) -> str:
    """ "8 September 2022", whatever the machine's locale."""
    return f"{day.day} {month_text(day)}"


def month_text(day: date) -> str:
    return f"{calendar.month_name[day.month]} {day.year}"


def end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """Calendar months: the same day of the month, or its last where that day does not exist."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    length = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, length))


def add_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def year_problems(**dates: PartialDate | None) -> list[Problem]:
    """`dates` by their fields."""
    return [
        Problem(field, f"{known} cannot be right. Correct the year.")
        for field, known in dates.items()
        if known and known.day.year not in YEARS
    ]


def round_date_problems(
    *,
    fieldwork_started: PartialDate | None,
    fieldwork_ended: PartialDate | None,
    published: PartialDate | None,
    previous_published: PartialDate | None,
) -> list[Problem]:
    """Fieldwork ends after it starts, publication follows it, and a review follows its parent.

    Only what must be wrong is refused: dates known to the month get the benefit of the doubt.
    """
    problems = year_problems(
        fieldwork_started_on=fieldwork_started,
        fieldwork_ended_on=fieldwork_ended,
        published_on=published,
    )
    if fieldwork_started and fieldwork_ended and fieldwork_ended.last < fieldwork_started.first:
        problems.append(
            Problem(
                "fieldwork_ended_on",
                f"Fieldwork cannot end ({fieldwork_ended}) before it starts ({fieldwork_started}). "
                "Correct one of the two dates.",
            )
        )
    fieldwork = fieldwork_ended or fieldwork_started
    if published and fieldwork and published.last < fieldwork.first:
        problems.append(
            Problem(
                "published_on",
                f"The publication date ({published}) cannot be before fieldwork ({fieldwork}). "
                "Correct one of the two dates.",
            )
        )
    if published and previous_published and published.last < previous_published.first:
        problems.append(
            Problem(
                "published_on",
                f"This cannot be published ({published}) before the one it follows "
                f"({previous_published}). Correct the date, or choose another one to follow.",
            )
        )
    return problems
