"""Causes of concern in a sheet: each holds at least one recommendation when all is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from audit.models import Recommendation
from audit.rules.imports import CellProblem, Outcome, RowResult
from audit.services.import_results import Planned
from audit.services.recommendation_imports import RecommendationImport

CAUSE = Recommendation.Kind.CAUSE_OF_CONCERN
Heading = Callable[[str], str]


def with_whole_causes(
    found: Sequence[Planned], standing: Mapping[int, Recommendation], heading: Heading
) -> list[Planned]:
    """`found` is what would become of all rows of the sheet; `standing` are those that are there,
    by their numbers. Refused is a cause of concern that would be empty, and what would empty one;
    held back is one whose recommendations all wait for somebody to read them."""
    found = list(found)
    while (changed := _once(found, standing, heading)) != found:
        found = changed
    return found


def _once(
    found: list[Planned], standing: Mapping[int, Recommendation], heading: Heading
) -> list[Planned]:
    written = {row.number: (result, row) for result, row in found if row is not None}
    stay = {
        row.parent.number
        for number, row in standing.items()
        if row.parent is not None and number not in written
    }
    sure = stay | {row.parent for result, row in written.values() if _is_sure(result)}
    maybe = {row.parent for _, row in written.values()} - sure
    return [_judged(one, sure, maybe, heading) for one in found]


def _is_sure(result: RowResult) -> bool:
    return result.outcome != Outcome.HELD


def _judged(
    planned: Planned,
    sure: set[int | None],
    maybe: set[int | None],
    heading: Heading,
) -> Planned:
    result, row = planned
    if row is None:
        return planned
    if _begins(row) and row.number not in sure:
        if row.number not in maybe:
            why = "a cause of concern holds at least one recommendation; put one into the file"
            return _refused(result, CellProblem(heading("kind"), why))
        if _is_sure(result):
            why = "what it holds is held; both are imported or neither"
            problems = (*result.problems, CellProblem(heading("kind"), why))
            return replace(result, outcome=Outcome.HELD, problems=problems), row
    left = row.standing.parent if row.standing else None
    if left is not None and left.number not in {row.parent, *sure}:
        why = f"cause of concern {left.number} would hold no recommendation; leave it one"
        return _refused(result, CellProblem(heading("parent"), why))
    return planned


def _begins(row: RecommendationImport) -> bool:
    """To be a cause of concern, with this import."""
    return row.is_cause and (row.standing is None or row.standing.kind != CAUSE)


def _refused(result: RowResult, problem: CellProblem) -> Planned:
    return RowResult(result.number, Outcome.REFUSED, result.subject, (problem,)), None
