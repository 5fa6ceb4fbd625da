"""One force's answer to a recommendation, from the asking to the check that it was carried out.

Each change of its status is a `ResponseStep`, so that how it stood on a day can be asked later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit.clock import today
from audit.models import (
    Evidence,
    Force,
    Recommendation,
    Response,
    SubPointAnswer,
    User,
)
from audit.models.progress import had_a_hand
from audit.permissions import Right, require
from audit.rules.dates import day_text
from audit.rules.problems import Problem
from audit.rules.responses import (
    ANSWERABLE,
    answer_problems,
    can_be_answered,
    delivery_problems,
    whole_of,
)
from audit.rules.roles import Role
from audit.rules.transitions import (
    RESPONSE_STEPS,
    ResponseStatus,
    TransitionError,
    require_step,
)
from audit.rules.verification import verification_problems
from audit.services.response_steps import (
    response_held,
    response_moved,
    response_saved,
    response_stepped,
)
from audit.services.saving import raise_problems
from audit.services.trail import values_of

A_RESPONSE = "A response"
OWNERS = (Role.MANAGER,)
"""Who can own a response: those who may answer for the force."""


@dataclass(frozen=True)
class PointAnswer:
    """What is answered to one sub-point."""

    decision: str
    statement: str = ""


@transaction.atomic
def response_assign(
    *, response: Response, owner: User | None, deputy: User | None, lock: int, by: User
) -> Response:
    """Names who answers for it, and who does when they cannot. Who hands it on is remembered."""
    require(by, Right.ANSWER, response)
    held = response_held(response, lock)
    before = values_of(held)
    raise_problems(_owner_problems(held.force, owner, deputy))
    had = {person for person in (held.owner, held.deputy) if person} - {owner, deputy}
    held.owner, held.deputy = owner, deputy
    held.past_owners.add(*had)
    return response_saved(held, "response.assigned", before, by=by)


@transaction.atomic
def response_answer(
    *,
    response: Response,
    decision: str,
    statement: str,
    points: Mapping[int, PointAnswer],
    lock: int,
    by: User,
) -> Response:
    """What the force answers: to each sub-point (by its key) where there are some, of which the
    whole follows, else one `decision`. It may be answered otherwise until work has begun; points
    that were left are answered later, too, and then the work goes on."""
    require(by, Right.ANSWER, response)
    held = response_held(response, lock)
    if not can_be_answered(held.status, held.points_left):
        raise TransitionError(
            "Work on it has begun, so its answer stands. Report progress instead."
        )
    asked = set(held.recommendation.sub_points.values_list("pk", flat=True))
    said = {key: points.get(key, PointAnswer("")) for key in asked}
    told = {key: (one.decision, one.statement) for key, one in said.items()}
    raise_problems(answer_problems(decision, statement, told))
    whole = whole_of([one.decision for one in said.values()]) if said else ResponseStatus(decision)
    before = {**values_of(held), "points": _points_of(held)}
    _points_write(held, said)
    under_way = held.status not in ANSWERABLE
    changed = not under_way and held.status != whole
    if changed:
        require_step(RESPONSE_STEPS, held.status, whole, A_RESPONSE)
        held.status = whole
    held.statement = statement.strip()
    held.answered_on = (under_way and held.answered_on) or today()
    held.full_clean()
    if changed:
        response_stepped(held, by=by, why=held.statement)
    return response_saved(held, "response.answered", before, by=by, points=_points_of(held))


@transaction.atomic
def response_deliver(*, response: Response, why: str, on: date, lock: int, by: User) -> Response:
    """The force says that it is done, which needs evidence; somebody else verifies it."""
    require(by, Right.ANSWER, response)
    held = response_held(response, lock)
    require_step(RESPONSE_STEPS, held.status, ResponseStatus.DELIVERED, A_RESPONSE)
    raise_problems([*_said_problems("why", why), *_delivery_day_problems(held, on)])
    raise_problems(
        delivery_problems(
            has_evidence=Evidence.objects.of_response(held).exists(),
            points_left=held.points_left,
        )
    )
    return response_moved(held, ResponseStatus.DELIVERED, "response.delivered", why, on, by)


@transaction.atomic
def response_verify(*, response: Response, outcome: str, why: str, by: User) -> Response:
    """Somebody who had no hand in it looked: it is verified, or returned because."""
    require(by, Right.VERIFY, response)
    held = response_held(response)
    last = held.steps.last()
    if last and (held.status, last.by_id, last.why) == (outcome, by.pk, why.strip()):
        return held  # sent twice
    raise_problems(verification_problems(outcome=outcome, why=why, had_a_hand=had_a_hand(held, by)))
    require_step(RESPONSE_STEPS, held.status, outcome, A_RESPONSE)
    return response_moved(held, ResponseStatus(outcome), f"response.{outcome}", why, today(), by)


@transaction.atomic
def responses_supersede(*, responses: Iterable[Response], why: str, by: User) -> None:
    """Another recommendation has taken the place of what they answer: nothing more is to be done.
    Whoever links the two was asked for the right to that."""
    for response in responses:
        held = response_held(response)
        require_step(RESPONSE_STEPS, held.status, ResponseStatus.SUPERSEDED, A_RESPONSE)
        raise_problems(_said_problems("why", why))
        response_moved(held, ResponseStatus.SUPERSEDED, "response.superseded", why, today(), by)


@transaction.atomic
def response_received(*, response: Response, on: date, lock: int, by: User) -> Response:
    """The day on which the IOPC received the answer: its time to publish it runs from then."""
    require(by, Right.ANSWER, response)
    held = response_held(response, lock)
    if held.recommendation.legal_basis != Recommendation.LegalBasis.IOPC_28A:
        raise TransitionError("The day of receipt starts a time only for the IOPC.")
    if held.answered_on is None:
        raise TransitionError("Answer the recommendation first.")
    raise_problems(_day_problems(held, on))
    before = values_of(held)
    held.answer_received_on = on
    return response_saved(held, "response.received", before, by=by)


def _owner_problems(force: Force, owner: User | None, deputy: User | None) -> list[Problem]:
    able = User.objects.with_role_in(force, *OWNERS)
    problems = [
        Problem(field, f"Choose a manager of {force}.")
        for field, person in (("owner", owner), ("deputy", deputy))
        if person and not able.filter(pk=person.pk).exists()
    ]
    if deputy and owner is None:
        problems.append(Problem("owner", "Choose an owner, whose deputy this is."))
    if deputy and deputy == owner:
        problems.append(Problem("deputy", "Choose somebody else than the owner."))
    return problems


def _said_problems(field: str, words: str) -> list[Problem]:
    return (
        [] if words.strip() else [Problem(field, "Say what was done, so that it can be checked.")]
    )


def _day_problems(held: Response, on: date) -> list[Problem]:
    if on > today():
        return [Problem("on", "The date is in the future. Enter the day on which it happened.")]
    if held.answered_on and on < held.answered_on:
        return [Problem("on", "This is before the recommendation was answered. Enter a later day.")]
    return []


def _delivery_day_problems(held: Response, on: date) -> list[Problem]:
    """Steps stay in their order, or how it stood on a day would be told wrongly."""
    last = held.steps.last()
    problems = _day_problems(held, on)
    if problems or last is None or on >= last.on:
        return problems
    said = f"Work on it began on {day_text(last.on)}. Enter that day or a later one."
    return [Problem("on", said)]


def _points_of(held: Response) -> dict[str, list[str]]:
    rows = SubPointAnswer.objects.filter(response=held)
    return {str(row.sub_point_id): [row.decision, row.statement] for row in rows}


def _points_write(held: Response, said: Mapping[int, PointAnswer]) -> None:
    for key, one in said.items():
        values = {"decision": one.decision, "statement": one.statement.strip()}
        SubPointAnswer.objects.update_or_create(response=held, sub_point_id=key, defaults=values)
