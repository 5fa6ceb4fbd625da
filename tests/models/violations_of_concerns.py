"""What breaks each constraint on immediate concerns and case actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from audit.models import CaseAction, ConcernStep, ImmediateConcern, User
from tests.models.violations_of_cases import breaks, change


def concern(world, **fields: Any) -> ImmediateConcern:
    now = timezone.now()
    values = {
        "case_file": world.case_file,
        "kind": "child_at_risk",
        "what": "The child goes home tonight.",
        "told_whom": "The duty inspector",
        "rang_at": now,
        "raised_by": world.assessor,
        "raised_at": now,
        "due_at": now,
        "answer_by": now,
    }
    return ImmediateConcern.objects.create(**values | fields)


def action(world, **fields: Any) -> CaseAction:
    values = {"what": "Write down why.", "owner": "Supervisor", "due_on": date(2026, 11, 30)}
    return CaseAction.objects.create(case_file=world.case_file, **values | fields)


def done(world) -> CaseAction:
    return action(world, done_on=date(2026, 11, 20), done_note="Written.", done_by=world.assessor)


@breaks("concern_says_what")
def _(world):
    concern(world, what="")


@breaks("concern_told_somebody")
def _(world):
    concern(world, told_whom="")


@breaks("concern_rung_first")
def _(world):
    concern(world, rang_at=timezone.now() + timedelta(minutes=1))


@breaks("concern_clock_runs")
def _(world):
    concern(world, due_at=None)


@breaks("concern_closed_at")
def _(world):
    change(concern(world), status="closed", due_at=None)


def _step(world, **fields: Any) -> None:
    ConcernStep.objects.create(concern=concern(world), by=world.assessor, **fields)


@breaks("concern_answer_says_both")
def _(world):
    _step(world, deed="answered", text="He was arrested.")


@breaks("concern_sent_back_with_reason")
def _(world):
    _step(world, deed="sent_back")


@breaks("concern_escalated_to_somebody")
def _(world):
    _step(world, deed="escalated")


@breaks("case_action_says_what_and_whose")
def _(world):
    action(world, owner="")


@breaks("case_action_done_whole")
def _(world):
    action(world, done_on=date(2026, 11, 20), done_by=world.assessor)


@breaks("case_action_checked_whole")
def _(world):
    change(done(world), checked_on=date(2026, 11, 21))


def _checker() -> User:
    return User.objects.get(email="moderator@wexshire.example")


@breaks("case_action_checked_after_done")
def _(world):
    change(
        done(world), checked_on=date(2026, 11, 19), checked_by=_checker(), check_note="It is there."
    )


@breaks("case_action_checked_by_another")
def _(world):
    change(
        done(world),
        checked_on=date(2026, 11, 21),
        checked_by=world.assessor,
        check_note="It is there.",
    )
