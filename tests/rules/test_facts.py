from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.facts import (
    WHY_NOT,
    FactCount,
    Given,
    amount,
    count_answers,
    duration,
    is_good,
    quantile,
    spread_sentence,
)

YES_NO = ("yes", "no")
ARREST = datetime(2025, 3, 3, 22, 0, tzinfo=ZoneInfo("Europe/London"))

answers = st.lists(
    st.one_of(
        st.sampled_from(YES_NO).map(Given), st.sampled_from(WHY_NOT).map(lambda r: Given(missing=r))
    )
)
numbers = st.lists(st.floats(-1000, 1000), min_size=1, max_size=60)


def missing(reason, times=1):
    return [Given(missing=reason)] * times


def yes_no(yes=0, no=0, **reasons):
    rows = [Given("yes")] * yes + [Given("no")] * no
    for reason, times in reasons.items():
        rows += missing(reason, times)
    return count_answers(rows, YES_NO, {"any_of": ["yes"]})


def spread(*values, **reasons):
    rows = [Given(value) for value in values]
    for reason, times in reasons.items():
        rows += missing(reason, times)
    return count_answers(rows, (), {})


@given(answers)
def test_every_file_is_accounted_for(rows):
    fact = count_answers(rows, YES_NO, {})
    assert fact.files == len(rows)
    assert fact.known == sum(fact.counts.values())
    assert fact.applicable == len(rows) - fact.missing["not_applicable"]


def test_what_is_not_recorded_is_no_no():
    fact = yes_no(3, 1, not_recorded=2, could_not_see=1)
    assert dict(fact.counts) == {"yes": 3, "no": 1}
    assert fact.missing["not_recorded"] == 2


def test_a_choice_without_answers_counts_nothing():
    assert dict(count_answers([], ("all", "some"), {}).counts) == {"all": 0, "some": 0}


def test_a_choice_that_is_no_longer_offered_still_counts():
    assert dict(count_answers([Given("once")], YES_NO, {}).counts) == {"yes": 0, "no": 0, "once": 1}


def test_good_answers_are_counted_where_the_question_says_which_are():
    assert yes_no(3, 1).good == 3
    assert count_answers([Given("yes")], YES_NO, {}).good is None
    assert count_answers([Given(71.0), Given(73.0)], (), {"at_most": 72}).good == 1


@pytest.mark.parametrize(
    ("value", "rule", "good"),
    [
        ("in_full", {"any_of": ["in_full"]}, True),
        ("in_part", {"any_of": ["in_full"]}, False),
        (72, {"at_most": 72}, True),
        (72.5, {"at_most": 72}, False),
        ("yes", {}, None),
        (ARREST, {"at_most": 72}, None),
    ],
)
def test_what_counts_as_good(value, rule, good):
    assert is_good(value, rule) is good


@given(numbers, st.sampled_from([0.25, 0.5, 0.75]))
def test_quantiles_are_those_of_numpy_and_excel(values, share):
    values.sort()
    assert quantile(values, share) == pytest.approx(numpy.quantile(values, share), abs=1e-9)


def test_a_spread_has_median_quartiles_and_longest():
    found = spread(40, 13, 1, 13).spread
    assert (found.median, found.quartiles, found.longest) == (13, (10, 19.75), 40)


def test_dates_are_known_and_have_no_spread():
    fact = count_answers([Given(ARREST)], (), {})
    assert (fact.known, fact.spread) == (1, None)


def test_a_duration_is_in_the_unit_of_its_question():
    came = Given(ARREST + timedelta(hours=13))
    assert duration(Given(ARREST), came, "hours").value == 13
    assert duration(Given(ARREST), came, "minutes").value == pytest.approx(780)
    assert duration(Given(ARREST), came, "days").value == pytest.approx(13 / 24)


def test_an_hour_lost_to_summer_time_is_not_counted():
    before = datetime(2025, 3, 29, 23, 30, tzinfo=ZoneInfo("Europe/London"))
    after = datetime(2025, 3, 30, 3, 30, tzinfo=ZoneInfo("Europe/London"))
    assert duration(Given(before), Given(after), "hours").value == 3


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("not_applicable", "unanswered", "not_applicable"),
        ("could_not_see", "not_recorded", "not_recorded"),
        ("unanswered", "could_not_see", "could_not_see"),
        ("unanswered", "", "unanswered"),
        ("", "not_recorded", "not_recorded"),
    ],
)
def test_a_duration_without_both_ends_says_why(start, end, reason):
    ends = [Given(missing=why) if why else Given(ARREST) for why in (start, end)]
    assert duration(*ends, "hours") == Given(missing=reason)


def test_an_end_before_its_start_is_no_value():
    early = Given(ARREST - timedelta(days=2))
    assert duration(Given(ARREST), early, "days").missing == "ends_before_start"


def test_what_was_done_before_it_was_due_is_below_zero():
    early = Given(ARREST - timedelta(days=2))
    assert duration(Given(ARREST), early, "days", may_end_first=True).value == -2


def test_a_duration_lies_between_dates():
    with pytest.raises(ValueError, match="two dates with times"):
        duration(Given("yes"), Given(ARREST), "hours")


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        (
            spread(2, 13, 13, 40, not_recorded=2),
            "Median 13 hours, in 4 of 6 files; not recorded in 2.",
        ),
        (spread(1, not_applicable=3), "Median 1 hour, in 1 of 1 file."),
        (spread(2.25, 2.5), "Median 2.4 hours, in 2 of 2 files."),
        (
            spread(unanswered=1, ends_before_start=2),
            "Not known in any of 3 files: not answered in 1, not computed, because the end lies "
            "before the start, in 2.",
        ),
        (spread(not_applicable=3), "No file yet to which this applies."),
        (spread(), "No file yet to which this applies."),
    ],
)
def test_a_spread_in_words(fact, sentence):
    assert spread_sentence(fact, "hours") == sentence


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (13.0, "hours", "13 hours"),
        (1.0, "days", "1 day"),
        (0.96, "hours", "1 hour"),
        (2.54, "minutes", "2.5 minutes"),
        (2.25, "hours", "2.3 hours"),
        (1204.0, "", "1,204"),
        (-2.0, "days", "-2 days"),
    ],
)
def test_amounts(value, unit, words):
    assert amount(value, unit) == words


def test_a_fact_without_files_has_no_denominator():
    assert isinstance(yes_no(), FactCount)
    assert yes_no().applicable == 0
