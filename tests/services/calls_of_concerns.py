"""The services of immediate concerns and case actions; see tests/services/calls.py."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from audit.clock import today
from audit.models import (
    ImmediateConcern,
)
from audit.services.case_actions import (
    case_action_add,
    case_action_change,
    case_action_check,
    case_action_done,
    case_action_remove,
)
from audit.services.concern_clocks import concerns_escalate
from audit.services.concern_contacts import contacts_name
from audit.services.concerns import (
    concern_acknowledge,
    concern_answer,
    concern_close,
    concern_numbers_reveal,
    concern_raise,
    concern_send_back,
)
from tests.services.calls import MARK, leaves, number_added


def _concern(world):
    return concern_raise(
        case_file=world.case_file,
        kind="child_at_risk",
        what=MARK,
        told_whom=MARK,
        rang_at=timezone.now(),
        by=world.auditor,
    )


@leaves("concern.raised")
def of_concern_raise(world):
    return lambda: _concern(world)


@leaves("concern.acknowledged")
def of_concern_acknowledge(world):
    concern, manager = _concern(world), world.person("manager@wexshire")
    return lambda: concern_acknowledge(concern=concern, by=manager)


def _answer(world, concern):
    manager = world.person("manager@wexshire")
    return concern_answer(concern=concern, done=MARK, child_safe=MARK, by=manager)


@leaves("concern.answered")
def of_concern_answer(world):
    concern = _concern(world)
    return lambda: _answer(world, concern)


@leaves("concern.sent_back")
def of_concern_send_back(world):
    concern = _answer(world, _concern(world))
    return lambda: concern_send_back(concern=concern, reason=MARK, by=world.auditor)


@leaves("concern.closed")
def of_concern_close(world):
    concern = _answer(world, _concern(world))
    return lambda: concern_close(concern=concern, note=MARK, by=world.auditor)


@leaves("concern.escalated")
def of_concerns_escalate(world):
    late = timezone.now() - timedelta(minutes=1)
    ImmediateConcern.objects.filter(pk=_concern(world).pk).update(due_at=late)
    return concerns_escalate


@leaves("local_numbers.revealed")
def of_concern_numbers_reveal(world):
    number_added(world)()
    concern, manager = _concern(world), world.person("manager@wexshire")
    return lambda: concern_numbers_reveal(concern=concern, by=manager)


@leaves("round.contacts_named")
def of_contacts_name(world):
    return lambda: contacts_name(
        round=world.audit,
        contact=world.person("manager@wexshire"),
        deputy=world.moderator,
        telephone=MARK,
        by=world.moderator,
    )


def _action(world):
    return case_action_add(
        case_file=world.case_file, what=MARK, owner=MARK, due_on=today(), by=world.auditor
    )


def _done(world):
    return case_action_done(action=_action(world), done_on=today(), note=MARK, by=world.auditor)


@leaves("case_action.added")
def of_case_action_add(world):
    return lambda: _action(world)


@leaves("case_action.changed")
def of_case_action_change(world):
    given = {"what": "Other", "owner": MARK, "due_on": today(), "reason": MARK}
    action = _action(world)
    return lambda: case_action_change(action=action, **given, by=world.auditor)


@leaves("case_action.done")
def of_case_action_done(world):
    action = _action(world)
    return lambda: case_action_done(action=action, done_on=today(), note=MARK, by=world.auditor)


@leaves("case_action.checked")
def of_case_action_check(world):
    action = _done(world)
    return lambda: case_action_check(action=action, is_done=True, note=MARK, by=world.moderator)


@leaves("case_action.returned")
def of_case_action_check_that_returns(world):
    action = _done(world)
    return lambda: case_action_check(action=action, is_done=False, note=MARK, by=world.moderator)


@leaves("case_action.removed")
def of_case_action_remove(world):
    action = _action(world)
    return lambda: case_action_remove(action=action, reason=MARK, by=world.moderator)
