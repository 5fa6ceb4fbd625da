from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.dates import PartialDate, Precision, add_months, parse_partial_date
from audit.rules.deadlines import COUNTING, Clock, TimeLimit, due, recommendation_due

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
CLOCKS = st.sampled_from(list(Clock))


def _month(day: date) -> PartialDate:
    return PartialDate(day.replace(day=1), Precision.MONTH)


def _due(clock: Clock, start: str) -> str:
    return str(due(clock, parse_partial_date(start)))


@given(DAYS)
def test_56_days_beginning_with_a_day_end_55_days_later(day):
    assert due(Clock.POLICING_BODY_RESPONSE, PartialDate(day)).last - day == timedelta(days=55)


@given(DAYS)
def test_an_iopc_response_is_counted_likewise(day):
    assert due(Clock.IOPC_RESPONSE, PartialDate(day)).last - day == timedelta(days=55)


@given(DAYS)
def test_the_iopc_publishes_within_21_days_beginning_with_receipt(day):
    assert due(Clock.IOPC_PUBLICATION, PartialDate(day)).last - day == timedelta(days=20)


@pytest.mark.parametrize("clock", [Clock.IMMEDIATE_UPDATE, Clock.ACTION_PLAN])
def test_six_weeks_after_publication_end_on_the_same_weekday(clock):
    assert _due(clock, "2020-03-03") == "14 April 2020"


def test_the_revisit_is_within_six_calendar_months():
    assert _due(Clock.REVISIT, "2019-08-31") == "29 February 2020"


def test_56_days_count_over_a_leap_day():
    assert _due(Clock.POLICING_BODY_RESPONSE, "2020-01-06") == "1 March 2020"
    assert _due(Clock.POLICING_BODY_RESPONSE, "2021-01-06") == "2 March 2021"


@pytest.mark.parametrize("clock", list(Clock))
def test_each_clock_names_its_event_its_length_and_its_source(clock):
    counting = COUNTING[clock]
    assert counting.event
    assert counting.length
    assert counting.source


def _limit(limit: TimeLimit, start: str, **by) -> str:
    return str(recommendation_due(limit, parse_partial_date(start), **by))


def test_three_months_from_30_november_end_on_the_last_of_february():
    assert _limit(TimeLimit.THREE_MONTHS, "2025-11-30") == "28 February 2026"


def test_three_months_from_30_november_before_a_leap_year():
    assert _limit(TimeLimit.THREE_MONTHS, "2023-11-30") == "29 February 2024"


@given(DAYS)
def test_six_months_are_calendar_months(day):
    found = recommendation_due(TimeLimit.SIX_MONTHS, PartialDate(day))
    assert found.last == add_months(day, 6)


def test_three_months_from_a_month_end_in_a_month():
    assert _limit(TimeLimit.THREE_MONTHS, "2020-03") == "June 2020"


def test_weeks_from_a_month_end_in_one_of_two_months():
    assert _due(Clock.IMMEDIATE_UPDATE, "2020-03") == "April or May 2020"


def test_both_years_are_named_where_the_two_months_lie_across_a_new_year():
    assert _due(Clock.IMMEDIATE_UPDATE, "2019-11") == "December 2019 or January 2020"


def test_one_year_is_named_where_both_months_lie_in_the_next():
    assert _due(Clock.IMMEDIATE_UPDATE, "2019-12") == "January or February 2020"


@given(CLOCKS, DAYS)
def test_a_month_precise_start_gives_a_month_precise_end(clock, day):
    assert due(clock, _month(day)).precision == Precision.MONTH


@given(CLOCKS, DAYS)
def test_a_month_precise_deadline_covers_that_of_each_of_its_days(clock, day):
    whole, exact = due(clock, _month(day)), due(clock, PartialDate(day))
    assert whole.first <= exact.last <= whole.last


@given(CLOCKS, DAYS, st.integers(-400, 0))
def test_nothing_is_overdue_up_to_its_last_possible_day(clock, day, offset):
    deadline = due(clock, _month(day))
    assert not deadline.is_overdue(deadline.last + timedelta(days=offset))


@given(CLOCKS, DAYS)
def test_the_day_after_the_last_possible_day_is_overdue(clock, day):
    deadline = due(clock, PartialDate(day))
    assert deadline.is_overdue(deadline.last + timedelta(days=1))


def test_a_date_that_is_set_is_the_deadline():
    assert _limit(TimeLimit.BY_DATE, "2020-03", by=date(2020, 9, 1)) == "1 September 2020"


@pytest.mark.parametrize("limit", [TimeLimit.IMMEDIATELY, TimeLimit.NONE, TimeLimit.BY_DATE])
def test_no_last_day_without_a_length_or_a_date(limit):
    assert recommendation_due(limit, parse_partial_date("2020-03")) is None


def test_before_publication_no_deadline_runs():
    assert recommendation_due(TimeLimit.THREE_MONTHS, None) is None
