"""Actions: planning them, moving their dates, and saying how far they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from audit.clock import today
from audit.models import Action, DueChange, Evidence, Force, Response, SubPoint, User
from audit.permissions import Right, require
from audit.rules.actions import ACTION_STEPS, ActionStatus, done_problems, due_problems
from audit.rules.problems import Problem
from audit.rules.responses import PLANNABLE
from audit.rules.roles import Role
from audit.rules.transitions import (
    ResponseStatus,
    StaleError,
    TransitionError,
    require_step,
)
from audit.services.response_steps import begin, response_held
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of

OWNERS = (Role.MANAGER, Role.ACTION_OWNER)
"""Those who can report on one (`Right.UPDATE_ACTION`); an action owner may see nothing else."""
AN_ACTION = "An action"


@dataclass(frozen=True)
class Plan:
    """What an action is to be. `responses` holds at least one, all of one force."""

    title: str
    what: str
    owner: User
    due_on: date
    responses: tuple[Response, ...]
    sub_points: tuple[SubPoint, ...] = ()


@transaction.atomic
def action_add(*, plan: Plan, by: User) -> Action:
    """Plans an action for one or more responses of a force, each of them accepted."""
    for response in plan.responses:
        require(by, Right.ANSWER, response)
    raise_problems(_plan_problems(plan, new=plan.responses))
    action = Action(force=plan.responses[0].force, first_due_on=plan.due_on)
    _fill(action, plan)
    action.full_clean()
    action.save()
    _serve(action, plan)
    record("action.added", action, by=by, after={**values_of(action), **_served(action)})
    return action


@transaction.atomic
def action_change(*, action: Action, plan: Plan, why: str, lock: int, by: User) -> Action:
    """Changes what it says, whose it is or when it is due. A new date needs a reason; the first
    one stays on record."""
    require(by, Right.ANSWER, action)
    held = _held(action, lock)
    standing = {response_held(row) for row in held.responses.order_by("pk")}
    for response in {*plan.responses} - standing:
        require(by, Right.ANSWER, response)
    _require_open(held)
    gone = standing - {*plan.responses}
    problems = _plan_problems(plan, new=[row for row in plan.responses if row not in standing])
    problems += _taken_away_problems(gone)
    if plan.due_on != held.due_on and not why.strip():
        problems.append(Problem("why", "Say why the date changes."))
    raise_problems(problems)
    before = {**values_of(held), **_served(held)}
    if plan.due_on != held.due_on:
        change = DueChange(action=held, before=held.due_on, after=plan.due_on, why=why, by=by)
        change.full_clean()
        change.save()
    if plan.owner != held.owner:
        held.past_owners.add(held.owner)
    for response in gone:
        response.past_owners.add(*_hands(held))
    _fill(held, plan)
    _serve(held, plan)
    return _saved(held, "action.changed", before, by=by, why=why)


@transaction.atomic
def action_begin(*, action: Action, by: User) -> Action:
    """Its owner has begun; so have the responses that it serves."""
    require(by, Right.UPDATE_ACTION, action)
    held = _held(action)
    if not held.is_open:
        raise TransitionError("This action is over. A manager can open it again.")
    if held.status == ActionStatus.PLANNED:
        held = _moved(held, ActionStatus.IN_PROGRESS, "action.begun", by)
    for response in held.responses.all():
        begin(response_held(response), by=by)
    return held


@transaction.atomic
def action_done(*, action: Action, done_on: date, by: User) -> Action:
    """It is done, says its owner or a manager; what shows it is in its progress updates."""
    require(by, Right.UPDATE_ACTION, action)
    held = _held(action)
    if (held.status, held.done_on) == (ActionStatus.DONE, done_on):
        return held  # sent twice
    raise_problems(done_problems(done_on, today()))
    held = action_begin(action=held, by=by)
    held.done_on = done_on
    return _moved(held, ActionStatus.DONE, "action.done", by)


@transaction.atomic
def action_reopen(*, action: Action, why: str, by: User) -> Action:
    """It was not done after all, or is taken up again."""
    require(by, Right.ANSWER, action)
    held = _held(action)
    if not why.strip():
        raise_problems([Problem("why", "Say why it is opened again.")])
    if held.is_open:
        return held
    was_dropped = held.status == ActionStatus.DROPPED
    held.done_on, held.dropped_because = None, ""
    status = ActionStatus.PLANNED if was_dropped else ActionStatus.IN_PROGRESS
    return _moved(held, status, "action.reopened", by, why)


@transaction.atomic
def action_drop(*, action: Action, why: str, by: User) -> Action:
    """It will not be done, because; it stays on record."""
    require(by, Right.ANSWER, action)
    held = _held(action)
    if not why.strip():
        raise_problems([Problem("why", "Say why it is dropped.")])
    held.dropped_because = why.strip()
    return _moved(held, ActionStatus.DROPPED, "action.dropped", by, why)


def _held(action: Action, lock: int | None = None) -> Action:
    rows = Action.objects.select_for_update(of=("self",)).select_related("force", "owner")
    held = rows.get(pk=action.pk)
    if lock is not None and held.lock != lock:
        raise StaleError(
            "Somebody else saved this action after you opened the page. Compare what they saved "
            "with what you typed, then send it again."
        )
    return held


def _require_open(action: Action) -> None:
    if not action.is_open:
        raise TransitionError("This action is over. Open it again before you change it.")


def _moved(held: Action, status: ActionStatus, event: str, by: User, why: str = "") -> Action:
    before = values_of(Action.objects.get(pk=held.pk))
    require_step(ACTION_STEPS, before["status"], status, AN_ACTION)
    held.status = status
    return _saved(held, event, before, by=by, why=why)


def _saved(held: Action, event: str, before: dict[str, Any], *, by: User, why: str) -> Action:
    held.lock += 1
    held.full_clean()
    held.save()
    after = {**values_of(held), **_served(held)}
    record(event, held, by=by, before=before, after=after, reason=why.strip())
    return held


def _fill(action: Action, plan: Plan) -> None:
    action.title, action.what = plan.title.strip(), plan.what.strip()
    action.owner, action.due_on = plan.owner, plan.due_on


def _serve(action: Action, plan: Plan) -> None:
    action.responses.set(plan.responses)
    action.sub_points.set(plan.sub_points)


def _served(action: Action) -> dict[str, list[int]]:
    return {
        "responses": sorted(action.responses.values_list("pk", flat=True)),
        "sub_points": sorted(action.sub_points.values_list("pk", flat=True)),
    }


def _plan_problems(plan: Plan, new: Iterable[Response]) -> list[Problem]:
    if not plan.responses:
        return [Problem("responses", "Select at least one recommendation")]
    force: Force = plan.responses[0].force
    problems = [problem for row in plan.responses for problem in _date_problems(plan, row)][:1]
    if any(row.force_id != force.pk for row in plan.responses):
        problems.append(Problem("responses", "Select recommendations to one force"))
    if any(row.status not in PLANNABLE for row in new):
        problems.append(
            Problem("responses", "Answer the recommendation first, then plan what is to be done.")
        )
    able = User.objects.with_role_in(force, *OWNERS)
    if not able.filter(pk=plan.owner.pk).exists():
        problems.append(Problem("owner", f"Choose a manager or an action owner of {force}."))
    return problems + _point_problems(plan)


def _taken_away_problems(gone: Iterable[Response]) -> list[Problem]:
    """What was delivered rests on its actions and on their evidence."""
    delivered = (ResponseStatus.DELIVERED, ResponseStatus.VERIFIED)
    if all(row.status not in delivered for row in gone):
        return []
    return [Problem("responses", "Keep the recommendations that were delivered with this action.")]


def _hands(action: Action) -> set[int]:
    """Whoever owned it, now or once, reported on it or supplied evidence: they do not
    verify what it served, either, once it is taken away from that."""
    updates = action.updates.all()
    return {
        action.owner_id,
        *action.past_owners.values_list("pk", flat=True),
        *updates.values_list("by", flat=True),
        *Evidence.objects.filter(update__in=updates).values_list("by", flat=True),
    }


def _date_problems(plan: Plan, response: Response) -> list[Problem]:
    published = response.recommendation.published
    return due_problems(plan.due_on, published.first if published else None, today())


def _point_problems(plan: Plan) -> list[Problem]:
    asked = {row.recommendation_id for row in plan.responses}
    if all(point.recommendation_id in asked for point in plan.sub_points):
        return []
    return [Problem("sub_points", "Select points of the recommendations that it is for")]
