"""What can be done next with an answer, and which of it is the one thing to do."""

from __future__ import annotations

import pytest

from audit.rules.response_deeds import Deed, Standing, deeds_open, next_deed
from audit.rules.transitions import ResponseStatus


def standing(status: str, **values) -> Standing:
    return Standing(**{"status": status, "may_answer": True, "may_verify": False} | values)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("awaiting_response", "answer assign"),
        ("accepted", "answer plan report assign"),
        ("accepted_in_part", "answer plan report assign"),
        ("not_accepted", "answer"),
        ("in_progress", "plan report deliver assign"),
        ("delivered", "report assign"),
        ("returned", "plan report assign"),
        ("verified", ""),
        ("superseded", ""),
    ],
)
def test_what_the_force_may_do_follows_where_it_stands(status, words):
    assert [deed.value for deed in deeds_open(standing(status))] == words.split()


@pytest.mark.parametrize("status", ResponseStatus)
def test_whoever_may_not_answer_is_offered_nothing(status):
    nothing = standing(status, may_answer=False, answered=True, told_receipt=True)
    assert deeds_open(nothing) == []
    assert next_deed(nothing) is None


@pytest.mark.parametrize("status", ResponseStatus)
def test_only_what_is_delivered_is_verified(status):
    deeds = deeds_open(standing(status, may_answer=False, may_verify=True))
    assert deeds == ([Deed.VERIFY] if status == ResponseStatus.DELIVERED else [])


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"status": "awaiting_response"}, Deed.ANSWER),
        ({"status": "accepted"}, Deed.PLAN),
        ({"status": "accepted_in_part", "has_actions": True}, Deed.REPORT),
        ({"status": "in_progress"}, Deed.REPORT),
        ({"status": "in_progress", "has_evidence": True, "actions_left": 1}, Deed.REPORT),
        ({"status": "in_progress", "has_evidence": True}, Deed.DELIVER),
        ({"status": "returned", "has_evidence": True}, Deed.REPORT),
        ({"status": "delivered"}, None),
        ({"status": "delivered", "may_verify": True}, Deed.VERIFY),
        ({"status": "not_accepted"}, None),
        ({"status": "verified"}, None),
    ],
)
def test_one_thing_is_next(values, wanted):
    assert next_deed(standing(**values)) == wanted


def test_receipt_is_noted_of_an_answer_to_whoever_has_a_time_of_their_own():
    for answered, told in ((False, True), (True, False), (True, True)):
        found = deeds_open(standing("accepted", answered=answered, told_receipt=told))
        assert (Deed.RECEIVED in found) == (answered and told)
