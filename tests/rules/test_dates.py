from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.dates import (
    PartialDate,
    Precision,
    add_months,
    end_of_month,
    parse_partial_date,
    round_date_problems,
)

DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_three_months_from_30_november_end_on_the_last_day_of_february():
    assert add_months(date(2025, 11, 30), 3) == date(2026, 2, 28)


def test_three_months_from_30_november_before_a_leap_year_end_on_29_february():
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)


@given(DATES, st.integers(0, 60))
def test_adding_months_lands_in_the_right_month(day, months):
    after = add_months(day, months)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months


@given(DATES, st.integers(0, 60))
def test_adding_months_keeps_the_day_unless_the_month_is_too_short(day, months):
    after = add_months(day, months)
    assert after.day == day.day or after == end_of_month(after)


@given(DATES)
def test_a_month_covers_each_of_its_days(day):
    month = PartialDate(day.replace(day=1), Precision.MONTH)
    assert month.first <= day <= month.last


def test_a_month_is_written_without_a_day():
    assert str(parse_partial_date("2020-03")) == "March 2020"


def test_a_day_is_written_in_full():
    assert str(parse_partial_date("2022-09-08")) == "8 September 2022"


@pytest.mark.parametrize("raw", ["2020", "03/2020", "2020-13", "2020-02-30", "March 2020", ""])
def test_anything_else_is_no_date(raw):
    with pytest.raises(ValueError, match="is not a date: write it as"):
        parse_partial_date(raw)


def _problems(**dates):
    names = ("fieldwork_started", "fieldwork_ended", "published", "previous_published")
    given = {name: dates.get(name) and parse_partial_date(dates[name]) for name in names}
    return [(problem.field, problem.message) for problem in round_date_problems(**given)]


def test_fieldwork_cannot_end_before_it_starts():
    [(field, message)] = _problems(fieldwork_started="2026-03-10", fieldwork_ended="2026-03-09")
    assert field == "fieldwork_ended_on"
    assert "before it starts (10 March 2026)" in message


def test_publication_cannot_precede_fieldwork():
    [(field, message)] = _problems(fieldwork_ended="2019-10", published="2019-09")
    assert field == "published_on"
    assert "before fieldwork (October 2019)" in message


def test_publication_in_the_month_of_fieldwork_gets_the_benefit_of_the_doubt():
    assert _problems(fieldwork_ended="2019-10", published="2019-10") == []


def test_a_review_cannot_be_published_before_its_parent():
    [(field, message)] = _problems(published="2020-02-29", previous_published="2020-03")
    assert field == "published_on"
    assert "before the one it follows (March 2020)" in message


@pytest.mark.parametrize("raw", ["0001-01-01", "1899-12-31", "2101-01", "9999-12-31"])
def test_a_year_that_cannot_be_right_is_refused(raw):
    problems = _problems(published=raw)
    assert ("published_on", f"{parse_partial_date(raw)} cannot be right. Correct the year.") in (
        problems
    )
