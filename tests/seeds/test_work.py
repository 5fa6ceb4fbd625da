"""What goes on in Wexshire's audits beside the grading: queries, concerns, case actions."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import CaseAction, CaseFile, Conflict, ImmediateConcern, Query, SignOff

pytestmark = pytest.mark.django_db

WRITTEN_ON = date(2026, 11, 22)
"""When the demonstration was written: what is late then is late ever after."""


def test_some_queries_are_open_and_one_of_them_is_answered(loaded):
    still = Query.objects.open().filter(case_file__round=loaded["wexshire-2026"])
    assert still.count() >= 3
    answered = [query for query in still.with_last_writer() if query.last_by != query.asked_by_id]
    assert len(answered) == 1


def test_no_query_is_open_on_a_file_that_is_agreed(loaded):
    assert not Query.objects.open().filter(case_file__status="agreed").exists()
    assert not Query.objects.open().filter(case_file__round=loaded["wexshire-2025"]).exists()


def test_every_query_is_asked_in_words_and_by_somebody_who_sees_the_file(loaded):
    for query in Query.objects.all():
        assert query.messages.first().by == query.asked_by
        assert CaseFile.objects.visible_to(query.asked_by).contains(query.case_file)


def test_one_concern_is_acknowledged_and_one_is_closed(loaded):
    states = {
        concern.case_file.round.code: concern.status for concern in ImmediateConcern.objects.all()
    }
    assert states == {"wexshire-2026": "acknowledged", "wexshire-2025": "closed"}


def test_whoever_answers_a_concern_is_its_contact_and_did_not_raise_it(loaded):
    for concern in ImmediateConcern.objects.all():
        steps = concern.steps.filter(deed__in=("acknowledged", "answered"))
        assert {step.by for step in steps} <= set(concern.contacts)


def test_case_actions_are_to_do_done_checked_and_late(loaded):
    actions = CaseAction.objects.filter(case_file__round=loaded["wexshire-2026"])
    assert {action.state for action in actions} == {"to_do", "done", "checked"}
    assert actions.late(WRITTEN_ON).count() == 2
    assert actions.filter(done_on=None, due_on__gt=WRITTEN_ON).count() == 2


def test_the_first_audit_is_signed_off_by_its_moderator(loaded):
    sign_off = SignOff.objects.get()
    assert (sign_off.round.code, sign_off.signed_by.email) == (
        "wexshire-2025",
        "moderator@wexshire.example",
    )
    assert "One case action" in sign_off.explanation
    assert CaseAction.objects.open().filter(case_file__round=sign_off.round).count() == 1


def test_nobody_is_asked_to_grade_a_case_on_which_they_worked(loaded):
    conflicts = list(Conflict.objects.filter(case_file__round=loaded["wexshire-2026"]))
    assert len(conflicts) == 2
    assert not any(row.person_id in row.case_file.assessors for row in conflicts)
