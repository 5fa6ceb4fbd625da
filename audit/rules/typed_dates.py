"""Dates as people type them, part by part."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.rules.dates import PartialDate, Precision

DAY, MONTH, YEAR = range(3)
NAMES = ("day", "month", "year")
MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a typed date (a message's code), and in which of its three parts."""

    code: str
    parts: tuple[int, ...]


def read_date(typed: Sequence[str | None], *, day_optional: bool) -> PartialDate | Fault | None:
    """The date that three texts mean; None where nothing was typed. Months may be names."""
    texts = [(text or "").strip() for text in typed]
    if not any(texts):
        return None
    needed = (MONTH, YEAR) if day_optional else (DAY, MONTH, YEAR)
    missing = tuple(part for part in needed if not texts[part])
    return Fault("incomplete", missing) if missing else _real_date(*texts)


def _real_date(day_text: str, month_text: str, year_text: str) -> PartialDate | Fault:
    day = _number(day_text) if day_text else 1
    month = MONTHS.get(month_text.lower()) or _number(month_text)
    year = _number(year_text)
    right = (1 <= day <= 31, 1 <= month <= 12, year >= 1)
    if not all(right):
        return Fault("unreal", tuple(part for part in range(3) if not right[part]))
    if len(year_text) != 4:
        return Fault("year", (YEAR,))
    try:
        found = date(year, month, day)
    except ValueError:
        return Fault("unreal", (DAY, MONTH, YEAR))
    return PartialDate(found, Precision.DAY if day_text else Precision.MONTH)


def _number(text: str) -> int:
    """0 where the text is no number, because no part of a date is 0."""
    return int(text) if text.isascii() and text.isdigit() else 0
