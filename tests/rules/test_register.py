from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from audit.rules.dates import PartialDate, Precision
from audit.rules.deadlines import Due
from audit.rules.extensions import Extended
from audit.rules.register import (
    ANSWER,
    Asked,
    Counted,
    Moved,
    Waiting,
    counted_on,
    month_ends,
    moved_between,
    state_at,
)

FIRST = date(2026, 3, 10)
ANSWER_DAY, DELIVERY_DAY = date(2026, 4, 21), date(2026, 6, 10)


def due(day):
    return Due(day, day, Precision.DAY)


LIFE = Asked(
    steps=(
        (FIRST, "awaiting_response"),
        (date(2026, 4, 20), "accepted"),
        (date(2026, 5, 4), "in_progress"),
        (date(2026, 6, 8), "delivered"),
        (date(2026, 6, 15), "returned"),
        (date(2026, 6, 16), "in_progress"),
        (date(2026, 7, 1), "delivered"),
        (date(2026, 7, 20), "verified"),
    ),
    answer=due(ANSWER_DAY),
    delivery=due(DELIVERY_DAY),
)


@pytest.mark.parametrize(
    ("day", "status", "due_on", "late", "waiting"),
    [
        (date(2026, 3, 10), "awaiting_response", ANSWER_DAY, "", {"us"}),
        (date(2026, 4, 19), "awaiting_response", ANSWER_DAY, "due_soon", {"us"}),
        (date(2026, 4, 20), "accepted", DELIVERY_DAY, "", {"us"}),
        (date(2026, 5, 13), "in_progress", DELIVERY_DAY, "due_soon", {"us"}),
        (date(2026, 6, 12), "delivered", None, "", {"verification"}),
        (date(2026, 6, 15), "returned", DELIVERY_DAY, "overdue", {"us"}),
        (date(2026, 7, 1), "delivered", None, "", {"verification"}),
        (date(2026, 12, 1), "verified", None, "", set()),
    ],
)
def test_how_one_stood_on_a_day(day, status, due_on, late, waiting):
    state = state_at(LIFE, day)
    assert state.status == status
    assert (state.due and state.due.last) == due_on
    assert state.late == late
    assert state.waiting == waiting


def test_before_it_was_asked_it_is_not_in_the_register():
    assert state_at(LIFE, date(2026, 3, 9)) is None


def test_an_inspections_is_put_to_the_force_when_it_is_published():
    early = replace(LIFE, published=PartialDate(date(2026, 4, 1)))
    assert state_at(early, date(2026, 3, 31)) is None
    assert early.put_on == date(2026, 4, 1)


def test_a_month_is_overdue_only_after_its_last_day():
    month = replace(LIFE, answer=Due(date(2026, 4, 12), date(2026, 5, 12), Precision.MONTH))
    still = replace(month, steps=LIFE.steps[:1])
    assert state_at(still, date(2026, 5, 12)).late == "due_soon"
    assert state_at(still, date(2026, 5, 13)).late == "overdue"


def test_a_historic_one_is_never_late():
    historic = replace(LIFE, steps=LIFE.steps[:1], nags=False)
    assert state_at(historic, date(2030, 1, 1)).late == ""


def test_more_time_counts_from_the_day_it_was_applied_for():
    given = Extended(until=date(2026, 5, 5), applied_on=date(2026, 4, 15))
    longer = replace(LIFE, steps=LIFE.steps[:1], extensions=(given,))
    assert state_at(longer, date(2026, 4, 14)).due.last == ANSWER_DAY
    state = state_at(longer, date(2026, 4, 22))
    assert (state.due.last, state.due_for, state.late) == (given.until, ANSWER, "due_soon")


def test_the_iopc_is_waited_for_as_long_as_its_time_runs():
    asked = replace(LIFE, steps=LIFE.steps[:2], received=date(2026, 4, 20))
    assert Waiting.THEM not in state_at(asked, date(2026, 4, 19)).waiting
    assert state_at(asked, date(2026, 5, 10)).waiting == {Waiting.US, Waiting.THEM}
    assert Waiting.THEM not in state_at(asked, date(2026, 5, 11)).waiting


def test_the_local_policing_body_is_waited_for_until_it_publishes():
    asked = replace(LIFE, body=True, body_answered=date(2026, 5, 1))
    assert Waiting.THEM in state_at(asked, date(2026, 4, 30)).waiting
    assert Waiting.THEM not in state_at(asked, date(2026, 5, 1)).waiting


@pytest.mark.parametrize(
    ("since", "day", "moved"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), {Moved.NEW}),
        (date(2026, 4, 19), date(2026, 5, 31), {Moved.ANSWERED}),
        (date(2026, 4, 20), date(2026, 5, 31), set()),
        (date(2026, 6, 7), date(2026, 6, 30), {Moved.DELIVERED, Moved.RETURNED, "newly_overdue"}),
        (date(2026, 6, 30), date(2026, 7, 31), {Moved.DELIVERED, Moved.VERIFIED}),
    ],
)
def test_what_became_of_one_between_two_days(since, day, moved):
    assert moved_between(LIFE, since, day, state_at(LIFE, day)) == moved


def test_what_was_overdue_before_is_not_newly_so():
    silent = replace(LIFE, steps=LIFE.steps[:1])
    day = date(2026, 6, 1)
    assert moved_between(silent, date(2026, 5, 1), day, state_at(silent, day)) == set()


def test_each_is_in_one_count():
    rows = [
        LIFE,
        replace(LIFE, steps=LIFE.steps[:1]),
        replace(LIFE, steps=LIFE.steps[:1], answer=None, delivery=None),
        replace(LIFE, steps=(*LIFE.steps[:1], (date(2026, 4, 1), "not_accepted"))),
        replace(LIFE, steps=LIFE.steps[:4]),
    ]
    day = date(2026, 8, 1)
    counted = counted_on(rows, day)
    assert counted == Counted(day, in_time=1, late=1, delivered=1, verified=1, closed=1)
    assert (counted.open, counted.total) == (2, 5)


def test_the_days_of_the_chart_are_the_ends_of_months_and_the_last_day():
    days = month_ends(date(2026, 3, 30), 12, first=date(2026, 1, 31))
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 30)]
    assert len(month_ends(date(2026, 3, 31), 12, first=date(2020, 1, 1))) == 13
