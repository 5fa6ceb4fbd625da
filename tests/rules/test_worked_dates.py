"""Deadlines worked by hand on a calendar, one row each."""

from datetime import date, timedelta

import pytest

from audit.rules.dates import Precision, parse_partial_date
from audit.rules.deadlines import Clock, TimeLimit, due, recommendation_due

UPDATE, PLAN, REVISIT = Clock.IMMEDIATE_UPDATE, Clock.ACTION_PLAN, Clock.REVISIT
BODY, IOPC, PUBLISHES = Clock.POLICING_BODY_RESPONSE, Clock.IOPC_RESPONSE, Clock.IOPC_PUBLICATION
CORONER = Clock.CORONER_RESPONSE
THREE, SIX = TimeLimit.THREE_MONTHS, TimeLimit.SIX_MONTHS

WORKED = [
    # The dates of the Durham page: when it became a web page, as an example to count from.
    (PLAN, "2022-09-08", "20 October 2022"),
    (UPDATE, "2022-09-08", "20 October 2022"),
    (BODY, "2022-09-08", "2 November 2022"),
    (IOPC, "2022-09-08", "2 November 2022"),
    (CORONER, "2022-09-08", "3 November 2022"),
    (PUBLISHES, "2022-09-08", "28 September 2022"),
    (THREE, "2022-09-08", "8 December 2022"),
    (SIX, "2022-09-08", "8 March 2023"),
    (REVISIT, "2022-09-08", "8 March 2023"),
    # Six weeks: over a month's end, a year's end, a leap day, and past none.
    (PLAN, "2026-01-01", "12 February 2026"),
    (PLAN, "2025-11-20", "1 January 2026"),
    (PLAN, "2025-11-19", "31 December 2025"),
    (PLAN, "2024-01-18", "29 February 2024"),
    (PLAN, "2024-01-19", "1 March 2024"),
    (PLAN, "2025-01-18", "1 March 2025"),
    (PLAN, "2024-02-29", "11 April 2024"),
    (UPDATE, "2026-05-31", "12 July 2026"),
    # 56 days beginning with the day: that day is day one.
    (BODY, "2024-01-01", "25 February 2024"),
    (BODY, "2024-01-05", "29 February 2024"),
    (BODY, "2024-01-06", "1 March 2024"),
    (BODY, "2025-01-05", "1 March 2025"),
    (BODY, "2025-11-06", "31 December 2025"),
    (BODY, "2025-11-07", "1 January 2026"),
    (IOPC, "2024-02-29", "24 April 2024"),
    (IOPC, "2023-12-31", "24 February 2024"),
    (IOPC, "2026-03-01", "25 April 2026"),
    # 21 days beginning with the day of receipt.
    (PUBLISHES, "2024-02-09", "29 February 2024"),
    (PUBLISHES, "2024-02-10", "1 March 2024"),
    (PUBLISHES, "2025-02-09", "1 March 2025"),
    (PUBLISHES, "2025-12-12", "1 January 2026"),
    # 56 days of the day a coroner's report is sent: that day is not counted.
    (CORONER, "2024-01-01", "26 February 2024"),
    (CORONER, "2024-01-04", "29 February 2024"),
    (CORONER, "2025-01-04", "1 March 2025"),
    (CORONER, "2025-11-05", "31 December 2025"),
    (CORONER, "2024-02-29", "25 April 2024"),
    # Calendar months: the same day, or the last where there is none.
    (THREE, "2025-11-30", "28 February 2026"),
    (THREE, "2023-11-30", "29 February 2024"),
    (THREE, "2025-11-28", "28 February 2026"),
    (THREE, "2025-11-29", "28 February 2026"),
    (THREE, "2023-11-29", "29 February 2024"),
    (THREE, "2024-11-30", "28 February 2025"),
    (THREE, "2026-01-31", "30 April 2026"),
    (THREE, "2026-03-31", "30 June 2026"),
    (THREE, "2024-02-29", "29 May 2024"),
    (THREE, "2025-10-31", "31 January 2026"),
    (SIX, "2026-08-31", "28 February 2027"),
    (SIX, "2027-08-31", "29 February 2028"),
    (SIX, "2026-08-28", "28 February 2027"),
    (SIX, "2026-03-31", "30 September 2026"),
    (SIX, "2024-02-29", "29 August 2024"),
    (SIX, "2026-12-31", "30 June 2027"),
    (REVISIT, "2023-08-30", "29 February 2024"),
    (REVISIT, "2026-05-31", "30 November 2026"),
    # 2000 was a leap year, 2100 is none.
    (PLAN, "2000-01-19", "1 March 2000"),
    (PLAN, "2100-01-18", "1 March 2100"),
    (THREE, "2099-11-30", "28 February 2100"),
    # A start known to the month gives an end known to the month, or to two.
    (THREE, "2020-03", "June 2020"),
    (THREE, "2025-11", "February 2026"),
    (SIX, "2020-03", "September 2020"),
    (SIX, "2025-08", "February 2026"),
    (REVISIT, "2020-03", "September 2020"),
    (UPDATE, "2020-03", "April or May 2020"),
    (PLAN, "2025-12", "January or February 2026"),
    (PLAN, "2025-11", "December 2025 or January 2026"),
    (PLAN, "2026-02", "March or April 2026"),
    (BODY, "2020-03", "April or May 2020"),
    (BODY, "2025-12", "January or February 2026"),
    (BODY, "2025-01", "February or March 2025"),
    (BODY, "2026-07", "August or September 2026"),
    (IOPC, "2025-11", "December 2025 or January 2026"),
    (CORONER, "2025-12", "January or February 2026"),
    (PUBLISHES, "2026-01", "January or February 2026"),
    (PUBLISHES, "2026-12", "December 2026 or January 2027"),
]


@pytest.mark.parametrize(("clock", "start", "expected"), WORKED)
def test_worked(clock, start, expected):
    known = parse_partial_date(start)
    if isinstance(clock, Clock):
        found = due(clock, known)
    else:
        found = recommendation_due(clock, known)
    assert str(found) == expected
    assert found.precision == known.precision


def _edges(start: str) -> tuple[date, date]:
    found = due(Clock.ACTION_PLAN, parse_partial_date(start))
    return found.first, found.last


def test_what_is_known_to_the_month_reaches_from_its_first_day_to_its_last():
    assert _edges("2020-03") == (date(2020, 4, 12), date(2020, 5, 12))


@pytest.mark.parametrize(
    ("today", "soon", "overdue"),
    [
        ("2022-09-21", False, False),
        ("2022-09-22", True, False),  # 28 days before the last
        ("2022-10-20", True, False),  # the last day itself
        ("2022-10-21", False, True),
    ],
)
def test_due_soon_gives_way_to_overdue_after_the_last_day(today, soon, overdue):
    found, day = due(Clock.ACTION_PLAN, parse_partial_date("2022-09-08")), date.fromisoformat(today)
    assert (found.is_due_soon(day), found.is_overdue(day)) == (soon, overdue)


def test_known_to_the_month_it_is_due_soon_from_the_earliest_that_it_can_mean():
    found = due(Clock.ACTION_PLAN, parse_partial_date("2020-03"))
    assert found.precision == Precision.MONTH
    first, last = found.first, found.last
    assert not found.is_due_soon(first - timedelta(days=29))
    assert found.is_due_soon(first - timedelta(days=28))
    assert found.is_due_soon(last)
    assert not found.is_due_soon(last + timedelta(days=1))
