from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.concerns import (
    CONCERN_STEPS,
    WITH_FORCE,
    ConcernStatus,
    Level,
    call_problems,
    level_due,
)
from audit.rules.deadlines import hours_after

LONDON = ZoneInfo("Europe/London")
DUE = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 3, 28, 23, tzinfo=LONDON), datetime(2026, 3, 29, 4, tzinfo=LONDON)),
        (datetime(2026, 10, 24, 23, tzinfo=LONDON), datetime(2026, 10, 25, 2, tzinfo=LONDON)),
        (datetime(2026, 11, 22, 23, tzinfo=LONDON), datetime(2026, 11, 23, 3, tzinfo=LONDON)),
    ],
)
def test_four_hours_are_four_hours_in_any_night(start, end):
    assert hours_after(start, 4) == end


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(LONDON)),
    st.integers(1, 400),
)
def test_as_many_hours_pass_as_are_set(start, hours):
    assert hours_after(start, hours) - start.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("now", "level"),
    [
        (DUE - MINUTE, None),
        (DUE, Level.CONTACTS),
        (DUE + timedelta(hours=4) - MINUTE, Level.CONTACTS),
        (DUE + timedelta(hours=4), Level.FORCE),
        (DUE + timedelta(days=30), Level.FORCE),
    ],
)
def test_the_contacts_are_told_first_and_then_the_whole_force(now, level):
    assert level_due(DUE, now, 4) == level


def test_where_no_clock_runs_nobody_is_told():
    assert level_due(None, DUE, 4) is None


def test_a_call_that_is_still_to_be_made_is_refused():
    assert call_problems(DUE, DUE) == []
    [problem] = call_problems(DUE + MINUTE, DUE)
    assert problem.field == "rang_at"


def test_only_what_is_answered_can_be_closed():
    closing = {before for before, after in CONCERN_STEPS.items() if ConcernStatus.CLOSED in after}
    assert closing == {ConcernStatus.ANSWERED}
    assert all(ConcernStatus.ANSWERED in CONCERN_STEPS[status] for status in WITH_FORCE)
