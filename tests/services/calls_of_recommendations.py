"""The services of answers, actions and progress; see tests/services/calls.py."""

from __future__ import annotations

from audit.clock import today
from audit.models import SubPoint
from audit.services.actions import (
    Plan,
    action_add,
    action_begin,
    action_change,
    action_done,
    action_drop,
    action_reopen,
)
from audit.services.evidence import evidence_add, evidence_withdraw
from audit.services.progress import action_report, response_report
from audit.services.responses import (
    PointAnswer,
    response_answer,
    response_assign,
    response_deliver,
    response_received,
    response_verify,
)
from audit.services.verdicts import Found, verdict_give, verdicts_give
from tests.evidence.keeping import checked_file
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory, shown_by
from tests.services.calls import MARK, leaves


def _response(world, basis="internal", **fields):
    recommendation = RecommendationFactory(round=world.audit, legal_basis=basis)
    return ResponseFactory(recommendation=recommendation, **fields)


def _manager(world):
    return world.person("manager@wexshire")


@leaves("response.assigned")
def of_response_assign(world):
    response = _response(world)
    manager = _manager(world)
    return lambda: response_assign(
        response=response, owner=manager, deputy=None, lock=1, by=manager
    )


@leaves("response.answered")
def of_response_answer(world):
    response = _response(world)
    point = SubPoint.objects.create(recommendation=response.recommendation, text=MARK)
    points = {point.pk: PointAnswer("accepted_in_part", MARK)}
    return lambda: response_answer(
        response=response, decision="", statement=MARK, points=points, lock=1, by=_manager(world)
    )


@leaves("progress_update.given", "response.begun")
def of_response_report(world):
    response = _response(world, status="accepted")
    return lambda: response_report(response=response, text=MARK, by=_manager(world))


def _begun(world):
    response, manager = _response(world, status="accepted"), _manager(world)
    shown_by(response_report(response=response, text=MARK, by=manager))
    response.refresh_from_db()
    return response


@leaves("response.delivered")
def of_response_deliver(world):
    response = _begun(world)
    delivered = {"why": MARK, "on": today(), "lock": response.lock}
    return lambda: response_deliver(response=response, **delivered, by=_manager(world))


def _delivered(world):
    response = _begun(world)
    return response_deliver(
        response=response, why=MARK, on=today(), lock=response.lock, by=_manager(world)
    )


@leaves("response.verified")
def of_response_verify(world):
    response, second = _delivered(world), world.person("manager2@wexshire")
    return lambda: response_verify(response=response, outcome="verified", why=MARK, by=second)


@leaves("response.returned")
def of_response_verify_that_returns(world):
    response, second = _delivered(world), world.person("manager2@wexshire")
    return lambda: response_verify(response=response, outcome="returned", why=MARK, by=second)


@leaves("response.received")
def of_response_received(world):
    response = _response(world, basis="iopc_28a", status="accepted", answered_on=today())
    return lambda: response_received(response=response, on=today(), lock=1, by=_manager(world))


def _plan(world, *responses, **fields):
    values = {"title": MARK, "what": MARK, "owner": _manager(world), "due_on": today()}
    return Plan(responses=responses, **(values | fields))


def _action(world):
    response = _response(world, status="accepted")
    return action_add(plan=_plan(world, response), by=_manager(world))


@leaves("action.added")
def of_action_add(world):
    plan = _plan(world, _response(world, status="accepted"))
    return lambda: action_add(plan=plan, by=_manager(world))


@leaves("action.changed")
def of_action_change(world):
    action = _action(world)
    owner = world.person("manager2@wexshire")
    plan = _plan(world, *action.responses.all(), owner=owner)
    return lambda: action_change(action=action, plan=plan, why=MARK, lock=1, by=_manager(world))


@leaves("action.begun", "response.begun")
def of_action_begin(world):
    action = _action(world)
    return lambda: action_begin(action=action, by=_manager(world))


@leaves("action.begun", "response.begun", "progress_update.given")
def of_action_report(world):
    action = _action(world)
    return lambda: action_report(action=action, text=MARK, by=_manager(world))


@leaves("action.begun", "response.begun", "action.done")
def of_action_done(world):
    action = _action(world)
    return lambda: action_done(action=action, done_on=today(), by=_manager(world))


@leaves("action.dropped")
def of_action_drop(world):
    action = _action(world)
    return lambda: action_drop(action=action, why=MARK, by=_manager(world))


@leaves("action.reopened")
def of_action_reopen(world):
    action = action_done(action=_action(world), done_on=today(), by=_manager(world))
    return lambda: action_reopen(action=action, why=MARK, by=_manager(world))


def _earlier(world):
    """A recommendation of the audit that the world's own one follows."""
    world.audit.previous = RoundFactory()
    world.audit.save()
    return RecommendationFactory(round=world.audit.previous)


@leaves("verdict.added")
def of_verdict_give(world):
    earlier = _earlier(world)
    return lambda: verdict_give(
        round=world.audit,
        recommendation=earlier,
        movement="partly",
        state_now="requires_improvement",
        text=MARK,
        by=world.moderator,
    )


@leaves("verdict.added", "verdict.added")
def of_verdicts_give(world):
    earlier = _earlier(world)
    point = SubPoint.objects.create(recommendation=earlier, text=MARK)
    found = {key: Found("improved", "satisfactory", MARK) for key in (None, point.pk)}
    return lambda: verdicts_give(
        round=world.audit, recommendation=earlier, found=found, by=world.moderator
    )


@leaves("evidence.added")
def of_evidence_add(world):
    manager = _manager(world)
    update = response_report(response=_response(world, status="accepted"), text=MARK, by=manager)
    return lambda: evidence_add(update=update, checked=checked_file(), by=manager)


@leaves("evidence.withdrawn")
def of_evidence_withdraw(world):
    manager = _manager(world)
    update = response_report(response=_response(world, status="accepted"), text=MARK, by=manager)
    evidence = evidence_add(update=update, checked=checked_file(), by=manager)
    return lambda: evidence_withdraw(evidence=evidence, because=MARK, by=manager)
