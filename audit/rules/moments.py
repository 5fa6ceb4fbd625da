"""Moments as people type them: a date and a time of day, in Europe/London."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from audit.rules.typed_dates import NAMES, Fault, read_date

LONDON = ZoneInfo("Europe/London")

TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap]m)?", re.IGNORECASE | re.ASCII)
PARTED = re.compile(
    r"(.*\S)[\s,T]+(\d{1,2}[:.]?\d{2}(?::\d{2})?\s*(?:[ap]m)?|\d{1,2}\s*[ap]m)", re.I
)
TIME_PART = 3
EXAMPLE = "for example 14:30"
WORDS = {
    "unreal": "must be a real date",
    "year": "must have a year of 4 numbers",
    "time": f"must have a time of day, {EXAMPLE}",
    "skipped": "is in the hour that the clocks left out. Correct the time",
}


def read_time(text: str) -> time | None:
    """ "14:30", "1430", "14.30", "9:05", "2pm" or "2.30 pm"; None for anything else."""
    found = TIME.fullmatch(text.strip())
    if not found or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_moment(typed: Sequence[str | None]) -> datetime | Fault | None:
    """What day, month, year and time mean; None where nothing was typed."""
    *date_parts, clock = [(text or "").strip() for text in typed]
    day = read_date(date_parts, day_optional=False)
    if day is None and not clock:
        return None
    if day is None or (isinstance(day, Fault) and day.code == "incomplete"):
        missing = tuple(part for part, text in enumerate(date_parts) if not text)
        return Fault("incomplete", missing if clock else (*missing, TIME_PART))
    if isinstance(day, Fault):
        return day
    if not clock:
        return Fault("incomplete", (TIME_PART,))
    at = read_time(clock)
    if at is None:
        return Fault("time", (TIME_PART,))
    return _in_london(datetime.combine(day.day, at))


def _in_london(naive: datetime) -> datetime | Fault:
    """In the hour that the clocks go back, the first of the two is meant."""
    moment = naive.replace(tzinfo=LONDON)
    back = moment.astimezone(UTC).astimezone(LONDON)
    return moment if back.replace(tzinfo=None) == naive else Fault("skipped", (TIME_PART,))


def fault_words(fault: Fault) -> str:
    """What is wrong, to go on after what was asked for: "must include a month and a time"."""
    if fault.code != "incomplete":
        return WORDS[fault.code]
    names = [f"a {(*NAMES, 'time')[part]}" for part in fault.parts]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"must include {listed}" + (f", {EXAMPLE}" if fault.parts == (TIME_PART,) else "")


def moment_parts(text: str) -> list[str]:
    """One text as day, month, year and time: "3/3/2026 14:30", "3 Mar 2026, 2pm" and, as Excel
    and other programs write it, "2026-03-03 14:30:00"."""
    found = PARTED.fullmatch(text.strip())
    date_text, clock = (found[1], found[2]) if found else (text.strip(), "")
    clock = re.sub(r"^(\d{1,2}:\d{2}):\d{2}", r"\1", clock)
    return [*date_parts(date_text), clock]


def date_parts(text: str) -> list[str]:
    """One text as day, month and year: "3/3/2026", "3 Mar 2026", "2026-03-03". What is said beyond
    that spoils the year."""
    day, month, *rest = [part for part in re.split(r"[\s/.,-]+", text) if part] + ["", ""]
    if len(day) == 4 and len(rest) == 3:
        return [rest[0], month, day]
    return [day, month, " ".join(rest).strip()]


def typed_parts(moment: datetime) -> list[str]:
    """A stored moment as it would be typed."""
    local = moment.astimezone(LONDON)
    return [str(local.day), str(local.month), str(local.year), f"{local:%H:%M}"]
