"""What a force answers to each recommendation of one inspection or audit, and what it does about
it: the parts that the action plan and the local policing body's response share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch

from audit.documents.identity import paragraphs
from audit.documents.recommendations import recommendation_part
from audit.models import (
    Action,
    Evidence,
    ForceMembership,
    NextStep,
    Response,
    Round,
    SubPointAnswer,
)
from audit.models.response_clocks import facts_of_response
from audit.rules.clocks import Running, running_clocks
from audit.rules.dates import day_text
from audit.rules.responses import DECISIONS
from audit.rules.roles import Role
from audit.rules.transitions import ResponseStatus

NO_ANSWER = "No answer yet"
ROLES = {
    Role.MANAGER: "a manager",
    Role.MODERATOR: "a moderator",
    Role.ACTION_OWNER: "an action owner",
}
"""What documents call those who own an answer or an action, the most answerable first."""


@dataclass(frozen=True)
class Around:
    """What the answers to one round's recommendations are told with; `evidence` counts what stands
    by response and by action, `roles` says what people of the force are: no name is printed."""

    steps: list[NextStep]
    evidence: Mapping[tuple[int | None, int | None], int]
    roles: Mapping[int, str]
    as_at: date


def answers_of(round: Round) -> list[Response]:
    """The answers of the round's own force, with all that is told of them."""
    actions = Action.objects.prefetch_related("responses__recommendation")
    rows = Response.objects.filter(recommendation__round=round, force=round.force)
    return list(
        rows.with_question()
        .select_related("recommendation__parent")
        .prefetch_related(
            *("recommendation__areas", "recommendation__sub_points", "point_answers"),
            *("steps", "extensions", Prefetch("actions", actions)),
        )
        .order_by("recommendation__number")
    )


def around(round: Round, answers: Iterable[Response], as_at: date) -> Around:
    keys = [answer.pk for answer in answers]
    steps = list(NextStep.objects.filter(round=round).select_related("round"))
    return Around(steps, _evidence(keys), _roles(round), as_at)


def answer_part(answer: Response, around: Around) -> dict[str, Any]:
    """One recommendation, what the force answers to it, what it does, and by when."""
    asked, count = answer.recommendation, around.evidence
    told = {row.sub_point_id: row for row in answer.point_answers.all()}
    clocks = [_clock(one, around.as_at) for one in running_clocks(facts_of_response(answer))]
    return {
        **recommendation_part(asked, around.steps),
        "limit": asked.time_limit,
        "groups": _points(answer, told),
        "decision": decision_of(answer),
        "answered_on": day_text(answer.answered_on) if answer.answered_on else "",
        "statement": paragraphs(answer.statement),
        "status": answer.get_status_display(),
        "owner": _person(answer.owner_id, around),
        "deputy": _person(answer.deputy_id, around),
        "actions": [_action(row, answer, around) for row in answer.actions.all()],
        "evidence": count.get((answer.pk, None), 0)
        + sum(count.get((None, row.pk), 0) for row in answer.actions.all()),
        "clocks": clocks,
        "overdue": any(clock["overdue"] for clock in clocks),
    }


def decision_of(answer: Response) -> str:
    """What the force last answered, whatever became of it since; that it has not, where so."""
    said = [step.status for step in answer.steps.all() if step.status in DECISIONS]
    return str(ResponseStatus(said[-1]).label) if said else NO_ANSWER


def answers_in_words(items: Iterable[Mapping[str, Any]]) -> str:
    """ "3 accepted, 1 not accepted": each answer that was given, and how many have none."""
    counts = Counter(item["decision"] for item in items)
    order = [*(str(status.label) for status in DECISIONS), NO_ANSWER]
    return ", ".join(f"{counts[said]} {_lower(said)}" for said in order if counts[said])


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]


def _points(answer: Response, told: Mapping[int, SubPointAnswer]) -> list[dict[str, Any]]:
    """As they are divided, each with what is answered to it."""
    points = answer.recommendation.sub_points.all()
    return [
        {"lead_in": lead_in, "points": [_point(point.text, told.get(point.pk)) for point in group]}
        for lead_in, group in groupby(points, key=lambda point: point.group)
    ]


def _point(text: str, said: SubPointAnswer | None) -> dict[str, str]:
    return {
        "text": text,
        "decision": said.get_decision_display() if said else NO_ANSWER,
        "statement": said.statement if said else "",
    }


def _action(action: Action, answer: Response, around: Around) -> dict[str, Any]:
    others = sorted(
        served.recommendation.number
        for served in action.responses.all()
        if served.pk != answer.pk
        and served.recommendation.round_id == answer.recommendation.round_id
    )
    moved = action.first_due_on != action.due_on
    return {
        "title": action.title,
        "what": paragraphs(action.what),
        "owner": _person(action.owner_id, around),
        "due": day_text(action.due_on),
        "first_due": day_text(action.first_due_on) if moved else "",
        "status": action.get_status_display(),
        "overdue": action.is_overdue(around.as_at),
        "done_on": day_text(action.done_on) if action.done_on else "",
        "dropped_because": action.dropped_because,
        "evidence": around.evidence.get((None, action.pk), 0),
        "also_serves": others,
    }


def _clock(clock: Running, day: date) -> dict[str, Any]:
    return {
        "title": clock.title,
        "due": str(clock.due or ""),
        "counted": clock.counted,
        "source": clock.source,
        "open": clock.open,
        "overdue": clock.is_overdue(day),
    }


def _person(key: int | None, around: Around) -> str:
    """What the person is, and never the name: whoever reads it, it may be passed on."""
    return "" if key is None else around.roles.get(key, "a person of the force")


def _roles(round: Round) -> dict[int, str]:
    """What each person of the force is, the most answerable of several roles."""
    held = ForceMembership.objects.filter(force=round.force).values_list("user", "role")
    least_first = reversed(ROLES)
    found = {key: role for wanted in least_first for key, role in held if role == wanted}
    return {key: ROLES[Role(role)] for key, role in found.items()}


def _evidence(answers: list[int]) -> dict[tuple[int | None, int | None], int]:
    served = Action.responses.through.objects.filter(response__in=answers).values("action")
    standing = Evidence.objects.standing().select_related(None).order_by()
    counts: Counter[tuple[int | None, int | None]] = Counter()
    for part in ({"update__response__in": answers}, {"update__action__in": served}):
        counts.update(standing.filter(**part).values_list("update__response", "update__action"))
    return counts
