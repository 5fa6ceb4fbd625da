from datetime import date

import pytest

from audit.rules.clocks import Facts, answer_clock, answer_counted, answer_due, answer_started
from audit.rules.dates import parse_partial_date
from audit.rules.deadlines import TimeLimit
from audit.rules.extensions import EXTENSIONS, Extended, extension_problems

TODAY = date(2026, 11, 30)


def _facts(basis="iopc_28a", **given) -> Facts:
    made = given.pop("made", "2022-09-08")
    return Facts(
        basis=basis,
        limit=TimeLimit.NONE,
        published=parse_partial_date("2022-09-08"),
        made=made and parse_partial_date(made),
        **given,
    )


def _problems(facts: Facts, until: str, applied_on: str) -> list[str]:
    found = extension_problems(
        clock=answer_clock(facts.basis, facts.limit),
        started=answer_started(facts),
        counted=answer_counted(facts),
        running=answer_due(facts),
        until=date.fromisoformat(until),
        applied_on=date.fromisoformat(applied_on),
        today=TODAY,
    )
    return [problem.message for problem in found]


def test_applied_for_on_the_last_day_the_iopc_may_extend():
    assert _problems(_facts(), "2022-12-01", "2022-11-02") == []


def test_applied_for_a_day_late_the_iopc_may_not():
    (message,) = _problems(_facts(), "2022-12-01", "2022-11-03")
    assert "after the last day (2 November 2022)" in message
    assert "paragraph 28B(3)" in message


def test_the_coroner_may_be_asked_after_the_end():
    assert _problems(_facts("coroner"), "2022-12-01", "2022-11-10") == []


@pytest.mark.parametrize("basis", ["inspection", "iopc_section_10", "case_review", "internal"])
def test_nothing_else_can_be_extended(basis):
    (message,) = _problems(_facts(basis), "2022-12-01", "2022-10-01")
    assert message.startswith("No law gives more time")


def test_a_clock_that_has_not_started_cannot_be_extended():
    (message,) = _problems(_facts(made=None), "2022-12-01", "2022-10-01")
    assert message.startswith("Its clock has not started")


def test_the_new_last_day_is_later_than_the_one_before():
    (message,) = _problems(_facts(), "2022-11-02", "2022-10-01")
    assert "after 2 November 2022" in message


def test_no_more_than_a_year_is_given_at_once():
    assert _problems(_facts(), "2023-11-02", "2022-11-02") == []
    assert _problems(_facts(), "2023-11-03", "2022-11-02") == [
        "This is more than a year after 2 November 2022, the last day now. "
        "Enter 2 November 2023 or before."
    ]


def test_what_was_extended_is_extended_from_there_but_asked_for_in_the_period_itself():
    given = _facts(extended=Extended(date(2022, 12, 1), date(2022, 10, 1)))
    assert "after 1 December 2022" in _problems(given, "2022-11-20", "2022-11-01")[0]
    assert "after the last day (2 November 2022)" in _problems(given, "2023-01-10", "2022-11-20")[0]
    assert _problems(given, "2023-01-10", "2022-11-01") == []


def test_an_application_lies_between_the_start_and_today():
    assert "before the clock started" in _problems(_facts(), "2022-12-01", "2022-09-07")[0]
    assert "in the future" in _problems(_facts(), "2023-11-02", "2026-12-01")[0]


def test_known_to_the_month_an_application_is_late_only_when_it_surely_is():
    facts = _facts(made="2022-09")
    assert _problems(facts, "2023-01-10", "2022-11-24") == []
    assert _problems(facts, "2023-01-10", "2022-11-25")


@pytest.mark.parametrize("rule", EXTENSIONS.values())
def test_each_says_who_gives_it_and_where_that_stands(rule):
    assert rule.by
    assert rule.source
