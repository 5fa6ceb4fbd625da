"""When a review of access is due, and which accounts stand out in it."""

from __future__ import annotations

from datetime import date

import pytest

from audit.rules.access_review import Review, Use, use_of


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2026, 8, 22), "22 November 2026"),
        (date(2026, 11, 30), "28 February 2027"),
        (date(2027, 11, 30), "29 February 2028"),
    ],
)
def test_the_next_review_is_due_three_calendar_months_later(last, due):
    assert str(Review(last, "Dana Frost").due) == due


def test_it_is_overdue_only_after_its_day():
    review = Review(date(2026, 8, 22), "Dana Frost")
    assert not review.due.is_overdue(date(2026, 11, 22))
    assert review.due.is_overdue(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("last_sign_in", "use"),
    [
        (None, Use.NEVER),
        (date(2026, 11, 22), Use.USED),
        (date(2026, 8, 25), Use.USED),
        (date(2026, 8, 24), Use.UNUSED),
        (date(2020, 1, 1), Use.UNUSED),
    ],
)
def test_an_account_is_unused_after_ninety_days(last_sign_in, use):
    assert use_of(last_sign_in, today=date(2026, 11, 22)) == use
