"""The quarterly review of access: when the next one is due, and what it looks at most closely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from audit.rules.dates import Precision, add_days, add_months
from audit.rules.deadlines import Due

MONTHS_BETWEEN_REVIEWS = 3
"""OWASP ASVS 5.0 leaves the interval to the owner of the data; a quarter is our estimate."""
UNUSED_DAYS = 90
"""From here on an unused account stands out; our estimate too."""


class Use(Enum):
    """How an account is used, as a review asks it."""

    USED = "used"
    UNUSED = "unused"
    NEVER = "never"


def review_due(last: date) -> Due:
    """When access has to be reviewed again after a review on `last`."""
    day = add_months(last, MONTHS_BETWEEN_REVIEWS)
    return Due(day, day, Precision.DAY)


def use_of(last_sign_in: date | None, today: date) -> Use:
    if last_sign_in is None:
        return Use.NEVER
    return Use.UNUSED if add_days(last_sign_in, UNUSED_DAYS) <= today else Use.USED


@dataclass(frozen=True)
class Review:
    """The last review of a force: when, and by whom."""

    day: date
    by: str

    @property
    def due(self) -> Due:
        return review_due(self.day)
