from datetime import date, timedelta

import pytest

from audit.rules.case_actions import CaseActionState, done_problems, state_of

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("done_on", "checked_on", "state"),
    [
        (None, None, CaseActionState.TO_DO),
        (DAY, None, CaseActionState.DONE),
        (DAY, DAY, CaseActionState.CHECKED),
    ],
)
def test_where_it_stands(done_on, checked_on, state):
    assert state_of(done_on, checked_on) == state


def test_nothing_is_done_in_the_future():
    assert done_problems(DAY, DAY) == []
    [problem] = done_problems(DAY + timedelta(days=1), DAY)
    assert problem.field == "done_on"
