"""What a force answers, point by point, and what that makes of its answer as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from audit.rules.problems import Problem
from audit.rules.transitions import ResponseStatus

DECISIONS = (
    ResponseStatus.ACCEPTED,
    ResponseStatus.ACCEPTED_IN_PART,
    ResponseStatus.NOT_ACCEPTED,
)
"""What can be answered to a recommendation, and to each of its points."""

NEEDS_REASON = frozenset({ResponseStatus.ACCEPTED_IN_PART, ResponseStatus.NOT_ACCEPTED})
"""Valid answers, published as such; a reader must learn why."""

OPEN = (
    ResponseStatus.AWAITING,
    ResponseStatus.ACCEPTED,
    ResponseStatus.ACCEPTED_IN_PART,
    ResponseStatus.IN_PROGRESS,
    ResponseStatus.RETURNED,
)
"""The force has to do something next."""

ANSWERABLE = (ResponseStatus.AWAITING, *DECISIONS)
"""It can be answered, or answered otherwise, until work on it has begun."""

UNDER_WAY = (ResponseStatus.IN_PROGRESS, ResponseStatus.RETURNED)


def can_be_answered(status: str, points_left: int) -> bool:
    """Points that no decision was taken on can be answered while work goes on, too: nothing is
    delivered before they are."""
    return status in ANSWERABLE or (status in UNDER_WAY and points_left > 0)


PLANNABLE = tuple(status for status in OPEN if status != ResponseStatus.AWAITING)
"""An action can be planned: it is accepted, and work on it is left."""

REPORTABLE = (*PLANNABLE, ResponseStatus.DELIVERED)
"""Progress can be reported: it is accepted, and not closed."""


def whole_of(decisions: Collection[str]) -> ResponseStatus:
    """The answer to a recommendation from those to its points; `decisions` holds at least one."""
    for decision in (ResponseStatus.ACCEPTED, ResponseStatus.NOT_ACCEPTED):
        if all(one == decision for one in decisions):
            return decision
    return ResponseStatus.ACCEPTED_IN_PART


def answer_problems(
    decision: str, statement: str, points: Mapping[int, tuple[str, str]]
) -> list[Problem]:
    """`points` maps each sub-point's key to its decision ("" for none yet) and its words.

    A reason stands beside the point that is not accepted as it is; the recommendation as a
    whole needs one only where it has no points.
    """
    problems = [_point_problem(key, *said) for key, said in points.items()]
    if not points and decision not in DECISIONS:
        problems.append(Problem("decision", "Select what the force answers"))
    if not points and decision in NEEDS_REASON and not statement.strip():
        problems.append(Problem("statement", "Say why it is not accepted as it stands."))
    return [problem for problem in problems if problem]


def _point_problem(key: int, decision: str, statement: str) -> Problem | None:
    if decision not in DECISIONS:
        return Problem(f"point-{key}", "Select what the force answers to this point")
    if decision in NEEDS_REASON and not statement.strip():
        return Problem(f"point-{key}_statement", "Say why this point is not accepted as it stands.")
    return None


def delivery_problems(*, has_evidence: bool, points_left: int) -> list[Problem]:
    """A closing needs evidence; `points_left` counts points that no decision was taken on."""
    problems = []
    if not has_evidence:
        problems.append(
            Problem(
                "",
                "Attach evidence first: give a progress update with a file, or name a dip sample.",
            )
        )
    if points_left:
        problems.append(Problem("", "Answer each point of the recommendation first."))
    return problems
