from datetime import date

import pytest

from audit.rules.clocks import DELIVERY, NO_ANSWER_DATE, Facts, no_answer_date, running_clocks
from audit.rules.dates import parse_partial_date
from audit.rules.deadlines import Clock, TimeLimit
from audit.rules.extensions import Extended

DAY = parse_partial_date("2022-09-08")


def _facts(basis="inspection", limit=TimeLimit.THREE_MONTHS, **given) -> Facts:
    return Facts(basis=basis, limit=limit, **{"published": DAY, **given})


def _told(facts: Facts) -> list[tuple[str, str]]:
    return [(clock.code, str(clock.due or "")) for clock in running_clocks(facts)]


def test_an_inspection_asks_for_a_plan_and_for_delivery():
    assert _told(_facts()) == [
        (Clock.ACTION_PLAN, "20 October 2022"),
        (DELIVERY, "8 December 2022"),
    ]


def test_what_is_to_be_done_at_once_has_an_update_and_no_last_day():
    facts = _facts(limit=TimeLimit.IMMEDIATELY)
    assert _told(facts) == [(Clock.IMMEDIATE_UPDATE, "20 October 2022"), (DELIVERY, "")]
    assert running_clocks(facts)[1].counted == "To be acted on at once; no last day is set"


def test_the_local_policing_body_is_given_56_days_of_its_own():
    told = _told(_facts(policing_body=True))
    assert told[1] == (Clock.POLICING_BODY_RESPONSE, "2 November 2022")


def test_a_recommendation_of_the_iopc_runs_from_the_day_it_was_made():
    made = parse_partial_date("2026-03-01")
    facts = _facts("iopc_28a", TimeLimit.NONE, made=made, received=parse_partial_date("2026-04-20"))
    assert _told(facts) == [
        (Clock.IOPC_RESPONSE, "25 April 2026"),
        (Clock.IOPC_PUBLICATION, "10 May 2026"),
    ]


def test_a_coroners_report_runs_from_the_day_it_was_sent():
    facts = _facts("coroner", TimeLimit.NONE, made=parse_partial_date("2026-03-01"))
    assert _told(facts) == [(Clock.CORONER_RESPONSE, "26 April 2026")]


@pytest.mark.parametrize("basis", ["iopc_section_10", "case_review", "internal", "noted"])
def test_for_the_rest_no_date_is_set_in_law(basis):
    facts = _facts(basis, TimeLimit.NONE, made=DAY)
    assert running_clocks(facts) == []
    assert no_answer_date(facts) == NO_ANSWER_DATE
    assert _told(_facts(basis, TimeLimit.BY_DATE, due_by=date(2026, 9, 1))) == [
        (DELIVERY, "1 September 2026")
    ]


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        (_facts(), "Six weeks after 8 September 2022, the day of publication"),
        (
            _facts("iopc_28a", made=DAY),
            "56 days beginning with 8 September 2022, the day it was made",
        ),
        (
            _facts("coroner", made=DAY),
            "56 days after 8 September 2022, the day the report was sent",
        ),
        (
            _facts(published=parse_partial_date("2020-03")),
            "Six weeks after the day of publication, of which only the month is known: March 2020",
        ),
        (_facts(published=None), "Six weeks from publication, not dated yet"),
        (
            _facts("iopc_28a", made=DAY, extended=Extended(date(2022, 12, 1), date(2022, 10, 3))),
            "56 days beginning with 8 September 2022, the day it was made; "
            "extended to 1 December 2022 on the application of 3 October 2022",
        ),
    ],
)
def test_how_it_was_counted_is_said(facts, counted):
    assert running_clocks(facts)[0].counted == counted


def test_an_extension_moves_the_last_day():
    given = Extended(date(2022, 12, 1), date(2022, 10, 3))
    assert _told(_facts("iopc_28a", TimeLimit.NONE, made=DAY, extended=given)) == [
        (Clock.IOPC_RESPONSE, "1 December 2022")
    ]


def _nagging(today: date, **given) -> list[str]:
    clocks = running_clocks(_facts(policing_body=True, **given))
    return [clock.code for clock in clocks if clock.is_due_soon(today) or clock.is_overdue(today)]


@pytest.mark.parametrize("today", [date(2022, 10, 1), date(2022, 12, 1), date(2030, 1, 1)])
def test_historic_rounds_never_nag(today):
    assert _nagging(today)
    assert _nagging(today, historic=True) == []


def test_what_is_answered_waits_for_delivery_alone():
    late = date(2023, 1, 1)
    assert _nagging(late) == [Clock.ACTION_PLAN, DELIVERY]
    assert _nagging(late, answered=True) == [DELIVERY]
    assert _nagging(late, answered=True, work_left=False) == []


def test_what_others_have_to_do_reminds_nobody_of_the_force():
    assert Clock.POLICING_BODY_RESPONSE not in _nagging(date(2023, 1, 1))


def test_each_clock_names_its_source():
    facts = [
        _facts(policing_body=True),
        _facts("iopc_28a", made=DAY, received=DAY),
        _facts("coroner", made=DAY),
    ]
    sources = {clock.code: clock.source for one in facts for clock in running_clocks(one)}
    assert sources[Clock.POLICING_BODY_RESPONSE] == "Police Act 1996, section 55(5A) and (5B)"
    assert "paragraph 28B(2)" in sources[Clock.IOPC_RESPONSE]
    assert "regulation 29(4)" in sources[Clock.CORONER_RESPONSE]
    assert sources[DELIVERY] == "The time limit of the recommendation"
