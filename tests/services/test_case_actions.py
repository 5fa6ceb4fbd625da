"""Case actions: asked for, done, checked by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.clock import today
from audit.models import CaseAction, LogText
from audit.rules.case_actions import CaseActionState
from audit.rules.transitions import TransitionError
from audit.services.case_actions import (
    case_action_add,
    case_action_change,
    case_action_check,
    case_action_done,
    case_action_remove,
)
from tests.factories import CaseFileFactory

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 1)


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def action(case_file, auditor) -> CaseAction:
    return case_action_add(
        case_file=case_file, what="Write down why.", owner="Supervisor", due_on=DUE, by=auditor
    )


def done(action, by) -> CaseAction:
    return case_action_done(action=action, done_on=today(), note="Written.", by=by)


def test_from_asked_to_checked(action, auditor, moderator):
    assert done(action, auditor).state == CaseActionState.DONE
    checked = case_action_check(action=action, is_done=True, note="It is there.", by=moderator)
    assert checked.state == CaseActionState.CHECKED
    assert not CaseAction.objects.open().exists()


def test_whoever_marks_it_done_does_not_check_it(action, auditor):
    done(action, auditor)
    with pytest.raises(TransitionError, match="Ask somebody else"):
        case_action_check(action=action, is_done=True, note="It is there.", by=auditor)


def test_what_is_found_not_done_is_to_be_done_again(action, auditor, moderator):
    done(action, auditor)
    back = case_action_check(action=action, is_done=False, note="It is not there.", by=moderator)
    assert (back.state, back.done_by) == (CaseActionState.TO_DO, None)
    assert LogText.objects.latest("pk").reason == "It is not there."
    assert done(action, moderator).state == CaseActionState.DONE


def test_what_is_to_be_done_cannot_be_checked_nor_what_is_checked_again(action, auditor, moderator):
    with pytest.raises(TransitionError):
        case_action_check(action=action, is_done=True, note="Seen.", by=moderator)
    done(action, auditor)
    for _ in range(2):  # the second is a second click
        case_action_check(action=action, is_done=True, note="Seen.", by=moderator)
    with pytest.raises(TransitionError):
        case_action_check(action=action, is_done=True, note="Seen again.", by=moderator)


def test_marking_it_done_twice_has_one_effect(action, auditor, moderator, events):
    before = len(events())
    done(action, auditor)
    done(action, auditor)
    assert events()[before:] == ["case_action.done"]
    with pytest.raises(TransitionError):
        done(action, moderator)


def test_nothing_is_done_in_the_future(action, auditor):
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(ValidationError, match="in the future"):
        case_action_done(action=action, done_on=tomorrow, note="Soon.", by=auditor)


def test_what_was_done_and_checked_is_said(action, auditor, moderator):
    with pytest.raises(ValidationError, match="what was done"):
        case_action_done(action=action, done_on=today(), note=" ", by=auditor)
    done(action, auditor)
    with pytest.raises(ValidationError, match="what you checked"):
        case_action_check(action=action, is_done=True, note=" ", by=moderator)


def test_it_is_changed_with_a_reason_and_only_before_it_is_done(action, auditor):
    given = {"what": "Write down who.", "owner": "Team", "due_on": DUE, "by": auditor}
    with pytest.raises(ValidationError, match="why it is changed"):
        case_action_change(action=action, reason="", **given)
    assert case_action_change(action=action, reason="Clearer", **given).owner == "Team"
    done(action, auditor)
    with pytest.raises(TransitionError):
        case_action_change(action=action, reason="Clearer still", **given)


def test_only_who_moderates_removes_it_and_says_why(action, auditor, moderator):
    with pytest.raises(PermissionDenied):
        case_action_remove(action=action, reason="A mistake", by=auditor)
    with pytest.raises(ValidationError, match="why it is removed"):
        case_action_remove(action=action, reason="", by=moderator)
    case_action_remove(action=action, reason="A mistake", by=moderator)
    assert not CaseAction.objects.exists()
    assert LogText.objects.latest("pk").before["what"] == "Write down why."


@pytest.mark.parametrize("field", ["what", "owner"])
def test_it_says_what_and_whose(field, case_file, auditor):
    given = {"what": "Write.", "owner": "Team", "due_on": DUE}
    with pytest.raises(ValidationError) as refusal:
        case_action_add(case_file=case_file, by=auditor, **given | {field: " "})
    assert field in refusal.value.message_dict


def test_a_reconstructed_file_has_nothing_to_put_right(person):
    case_file = CaseFileFactory(reconstructed=True)
    with pytest.raises(ValidationError, match="published counts"):
        case_action_add(
            case_file=case_file,
            what="Write.",
            owner="Team",
            due_on=DUE,
            by=person("moderator@wexshire"),
        )


@pytest.mark.parametrize("name", ["auditor2@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_who_does_not_grade_the_file_asks_for_nothing(name, case_file, action, person):
    assert not CaseAction.objects.visible_to(person(name)).exists()
    with pytest.raises(PermissionDenied):
        case_action_add(
            case_file=case_file, what="Write.", owner="Team", due_on=DUE, by=person(name)
        )


def test_the_late_ones_come_first(case_file, auditor, moderator):
    def asked(days: int) -> CaseAction:
        due = today() + timedelta(days=days)
        return case_action_add(
            case_file=case_file, what="Write.", owner="Team", due_on=due, by=auditor
        )

    later, late, finished = asked(5), asked(-5), asked(-9)
    case_action_done(action=finished, done_on=today(), note="Written.", by=auditor)
    rows = CaseAction.objects.all()
    assert list(rows.most_urgent_first()) == [late, later, finished]
    assert list(rows.late(today())) == [late]
    assert list(rows.in_states(["to_do"])) == [late, later]
