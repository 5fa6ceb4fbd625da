"""Immediate concerns and case actions of a folder: their state follows from their steps."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.models import CaseAction, ConcernStep, ImmediateConcern, User
from tests.services.loading.small_folder import AUDITOR, MODERATOR

CONTACT = "manager@wexshire.example"
CONCERNS = (
    "number,reference,kind,what,told_whom,rang_at,raised_by,raised_at\n"
    f"1,SMALL-1,child_at_risk,Seen alone.,Duty inspector,2026-11-10 15:10,{AUDITOR},"
    "2026-11-10 15:25\n"
)
STEPS = "concern,deed,by,at,text,child_safe\n"
ACKNOWLEDGED = f"1,acknowledged,{CONTACT},2026-11-10 15:50,,\n"
ANSWERED = f"1,answered,{CONTACT},2026-11-10 18:00,Visited.,Seen by an officer.\n"
CLOSED = f"1,closed,{AUDITOR},2026-11-11 09:00,I have seen the note.,\n"
ACTIONS = (
    "reference,what,owner,due_on,done_on,done_by,done_note,checked_on,checked_by,check_note\n"
    "SMALL-1,See the boy.,Child abuse team,2026-11-20,,,,,,\n"
    f"SMALL-2,Tell the school.,Exploitation team,2026-11-20,2026-11-18,{AUDITOR},Told.,"
    f"2026-11-19,{MODERATOR},Seen.\n"
)


@pytest.fixture
def raised(folder):
    def write(*steps: str) -> None:
        (folder / "concerns.csv").write_text(CONCERNS, "utf-8")
        (folder / "concern_steps.csv").write_text(STEPS + "".join(steps), "utf-8")
        (folder / "case_actions.csv").write_text(ACTIONS, "utf-8")

    return write


def concern() -> ImmediateConcern:
    return ImmediateConcern.objects.get()


def clock(moment) -> str:
    return f"{timezone.localtime(moment):%d %H:%M}"


def test_a_concern_is_raised_with_its_clock_running(raised, load, settings):
    settings.CONCERN_HOURS, settings.CONCERN_ANSWER_HOURS = 4, 24
    raised()
    load()
    assert (concern().status, concern().raised_by.email) == ("raised", AUDITOR)
    assert (clock(concern().due_at), clock(concern().answer_by)) == ("10 19:25", "11 15:25")


def test_its_state_and_its_clock_follow_the_steps(raised, load):
    raised(ACKNOWLEDGED)
    load()
    assert (concern().status, concern().due_at) == ("acknowledged", concern().answer_by)


def test_a_concern_can_be_answered_and_closed(raised, load):
    raised(ACKNOWLEDGED, ANSWERED, CLOSED)
    load()
    assert (concern().status, concern().due_at) == ("closed", None)
    assert (clock(concern().answered_at), clock(concern().closed_at)) == ("10 18:00", "11 09:00")
    steps = [step.deed for step in concern().steps.all()]
    assert steps == ["raised", "acknowledged", "answered", "closed"]


def test_nobody_is_written_to_about_what_is_loaded(raised, load, mailoutbox):
    raised(ACKNOWLEDGED)
    load()
    assert not ConcernStep.objects.filter(mailed_at=None).exists()
    assert mailoutbox == []


def test_loading_again_changes_nothing(raised, load, rows):
    raised(ACKNOWLEDGED)
    load()
    before = rows()
    assert not load().wrote
    assert rows() == before


def test_what_people_have_done_since_is_kept(raised, load):
    raised(ACKNOWLEDGED)
    load()
    ImmediateConcern.objects.update(told_whom="Somebody else")
    CaseAction.objects.update(owner="Another team")
    load()
    assert concern().told_whom == "Somebody else"
    assert set(CaseAction.objects.values_list("owner", flat=True)) == {"Another team"}


def test_a_step_of_the_clock_says_whom_it_told_until_somebody_acts(raised, load, folder):
    raised()
    steps = (
        "1,escalated,,2026-11-10 19:25:07,,,contacts\n1,escalated,,2026-11-10 23:25:07,,,force\n"
    )
    heading = STEPS.replace("child_safe", "child_safe,told")
    (folder / "concern_steps.csv").write_text(heading + steps, "utf-8")
    load()
    assert (concern().escalated_to, concern().opened_to_force) == ("force", True)
    told = concern().steps.filter(deed="escalated")
    assert {step.by for step in told} == {User.objects.service_account()}
    assert {timezone.localtime(step.at).second for step in told} == {7}


def test_case_actions_are_loaded_as_far_as_they_have_come(raised, load):
    raised()
    load()
    states = {action.case_file.reference: action.state for action in CaseAction.objects.all()}
    assert states == {"SMALL-1": "to_do", "SMALL-2": "checked"}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (CLOSED, "deed: An immediate concern that is raised cannot become closed"),
        (ACKNOWLEDGED.replace("1,ack", "9,ack"), "concern: “9” is not known"),
        (ACKNOWLEDGED.replace("acknowledged", "escalated"), "told: “” is not known. Use one of"),
        (ANSWERED.replace("Seen by an officer.", ""), "Say what was done, and how you know"),
    ],
)
def test_a_step_that_cannot_be_is_refused(step, said, raised, problems):
    raised(step)
    assert problems()[0].startswith(f"concern_steps.csv, line 2: {said}")


def test_an_action_without_a_day_is_refused(raised, edit, problems):
    raised()
    edit("case_actions.csv", "2026-11-20,,", ",,")
    assert problems()[0] == "case_actions.csv, line 2: due_on is empty. Fill it in."
