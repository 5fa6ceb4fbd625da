"""Times between answers: how long, in which words, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from audit.rules.answers import Fact
from audit.rules.durations import Duration, duration_of, order_problems
from tests.rules.questions import ARRIVED, CALLED, WAIT

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def after(**length) -> dict[str, Fact]:
    return {"arrived": Fact(at=NOON), "called": Fact(at=NOON + timedelta(**length))}


@pytest.mark.parametrize(
    ("length", "unit", "words"),
    [
        ({"hours": 13}, "hours", "13 hours"),
        ({"hours": 1, "minutes": 20}, "hours", "1 hour 20 minutes"),
        ({"minutes": 5}, "hours", "5 minutes"),
        ({}, "hours", "0 hours"),
        ({"days": 57, "hours": 1}, "days", "57 days 1 hour"),
        ({"days": 2}, "hours", "48 hours"),
        ({"hours": 3}, "days", "3 hours"),
        ({"minutes": 90}, "minutes", "90 minutes"),
        ({"days": -2}, "days", "2 days before"),
    ],
)
def test_a_duration_is_told_in_the_questions_unit(length, unit, words):
    assert str(Duration(NOON, NOON + timedelta(**length), unit)) == words


def test_a_duration_counts_the_hours_that_passed_and_not_those_of_clocks():
    """The clocks went forward on 29 March 2026 at 1 in the morning."""
    start = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)
    end = datetime(2026, 3, 29, 3, 30, tzinfo=LONDON)
    assert Duration(start, end, "hours").amount == 2


def test_the_amount_is_in_the_questions_unit():
    assert duration_of(WAIT, after(minutes=90)).amount == 1.5


@pytest.mark.parametrize(
    "answers",
    [{}, {"arrived": Fact(at=NOON)}, {"arrived": Fact(at=NOON), "called": Fact(absence="x")}],
)
def test_without_both_times_there_is_no_duration(answers):
    assert duration_of(WAIT, answers) is None
    assert order_problems([WAIT], answers) == []


def test_an_end_before_its_start_is_told_beside_the_end():
    [problem] = order_problems([ARRIVED, CALLED, WAIT], after(hours=-1))
    assert problem.field == "answer-called"
    assert problem.message == (
        "The answer to “When was the adult called?” is before the answer to "
        "“When did the child arrive?”. Correct one of the two."
    )


def test_two_durations_with_the_same_ends_tell_it_once():
    assert len(order_problems([WAIT, replace(WAIT, code="again")], after(hours=-1))) == 1


def test_an_end_may_come_before_the_day_on_which_it_was_due():
    visit = replace(WAIT, counts_as_good={"at_most": 0})
    assert order_problems([visit], after(days=-1)) == []
    assert order_problems([replace(WAIT, counts_as_good={"at_most": 72})], after(days=-1))
