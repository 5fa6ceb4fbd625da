"""Rows of recommendations: parsed, matched by their numbers, and refused or made into what
`services/recommendation_imports.py` writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from audit.models import Round, User
from audit.rules.deadlines import TimeLimit
from audit.rules.imports import CellProblem, Outcome, RowResult, in_a_cell
from audit.rules.recommendations import due_problems
from audit.rules.sub_points import Point, typed_points
from audit.services.import_results import Planned
from audit.services.recommendation_imports import RecommendationImport
from audit.spreadsheets.cells import Cells
from audit.spreadsheets.recommendation_causes import with_whole_causes
from audit.spreadsheets.recommendation_reference import (
    CAUSE,
    RecommendationReference,
    RecommendationRow,
    in_order,
    stood_points,
)
from audit.spreadsheets.resources import WHOLE, RowResource, Why

NEEDED = {"title": "enter what it is called", "text": "enter what it asks for"}


class RecommendationResource(RowResource):
    shown_of_new = frozenset({"number", "kind", "title", "parent"})
    subject_column = "number"

    def __init__(self, round: Round, headings: dict[str, str], by: User) -> None:
        self.known = RecommendationReference(round, by)
        super().__init__(headings, self.known.widgets, self.known)
        self._seen: dict[int, int] = {}
        self._named: set[int] = set()
        """Numbers of causes of concern that rows so far have named."""
        self._results: dict[int, RowResult] = {}
        """What became of the first row of each number."""

    def subject_of(self, row: RecommendationRow) -> str:
        return f"{row.number}. {row.title}"

    def texts(self, row: RecommendationRow) -> dict[str, str]:
        points = typed_points(row.sub_points)
        return {"title": row.title, "text": row.text, "sub_points": points}

    def import_instance(self, instance: RecommendationRow, row: Any, **kwargs: Any) -> None:
        """Where a cell is empty that must say one of several things, the usual one is meant."""
        try:
            super().import_instance(instance, row, **kwargs)
        finally:
            instance.kind = instance.kind or RecommendationRow.kind
            instance.time_limit = instance.time_limit or RecommendationRow.time_limit
            instance.sub_points = _in_their_groups(instance)
            instance.areas = in_order(instance.areas, self.known.areas)
            instance.themes = in_order(instance.themes, self.known.themes)

    def hindrances(self, row: RecommendationRow, unread: frozenset[str]) -> Why:
        if row.number is None:
            yield "number", "enter its number in the document"
            return
        first = self._seen.setdefault(row.number, row.row_number)
        if first != row.row_number:
            yield "number", f"row {first} has the same number; delete one of them"

    def problems(self, row: RecommendationRow, unread: frozenset[str]) -> Why:
        if row.standing and row.standing.pk in self.known.settled:
            yield WHOLE, self.known.settled[row.standing.pk]
        yield from ((code, say) for code, say in NEEDED.items() if not getattr(row, code))
        if not unread & {"time_limit", "due_by"}:
            yield from _limit_problems(row)
            yield from self._due_problems(row)
        if not unread & {"number", "kind", "parent"}:
            yield from self._parent_problems(row)

    def _due_problems(self, row: RecommendationRow) -> Why:
        published = self.known.round.published
        for problem in due_problems(
            row.time_limit, row.due_by, noted=False, published=published, made=None
        ):
            yield problem.field, in_a_cell(problem)

    def _parent_problems(self, row: RecommendationRow) -> Why:
        if row.standing and row.standing.kind == CAUSE != row.kind and self._is_held(row.number):
            yield "kind", "it holds recommendations; take them out of it first"
        if row.parent is None:
            return
        kind = self.known.in_file.get(row.parent) or self.known.standing_kind(row.parent)
        if row.kind == CAUSE:
            yield "parent", "a cause of concern cannot be held by another one; leave this empty"
        elif not kind:
            yield (
                "parent",
                f"no cause of concern has the number {row.parent}; correct it, or put its row "
                "above this one",
            )
        elif kind != CAUSE:
            yield "parent", f"number {row.parent} is no cause of concern; correct one of them"

    def _is_held(self, number: int | None) -> bool:
        return number in self._named or (number is not None and self.known.holds(number))

    def planned(self, rows: Sequence[tuple[int, Cells]]) -> list[Planned]:
        """Of all rows: what a cause of concern holds waits for it, whether its row stands above or
        below, and it for that."""
        found = super().planned(rows)
        for (_, cells), (result, _) in zip(rows, found, strict=True):
            number = self.known.text(cells, "number")
            if number:
                self._results.setdefault(int(number), result)
        found = [self._with_parent(result, row) for result, row in found]
        return with_whole_causes(found, self.known.standing or {}, self.heading)

    def _with_parent(self, result: RowResult, row: RecommendationImport | None) -> Planned:
        if row is None or row.parent is None:
            return result, row
        self._named.add(row.parent)
        parent = self._results.get(row.parent)
        if parent is None or self.known.standing_kind(row.parent) == CAUSE:
            return result, row
        if parent.outcome == Outcome.REFUSED:
            why = f"row {parent.number}, which holds it, is refused; correct that one first"
            problem = CellProblem(self.heading("parent"), why)
            return RowResult(result.number, Outcome.REFUSED, result.subject, (problem,)), None
        if parent.outcome == Outcome.HELD:
            why = f"row {parent.number}, which holds it, is held; both are imported or neither"
            problems = (*result.problems, CellProblem(self.heading("parent"), why))
            return replace(result, outcome=Outcome.HELD, problems=problems), row
        return result, row

    def to_write(self, row: RecommendationRow) -> RecommendationImport:
        assert row.number is not None
        return RecommendationImport(
            number=row.number,
            kind=row.kind,
            title=row.title,
            text=row.text,
            chapter=self.known.chapters[row.chapter] if row.chapter else None,
            time_limit=row.time_limit,
            due_by=row.due_by,
            parent=row.parent,
            areas=tuple(self.known.areas[code] for code in row.areas),
            themes=tuple(self.known.themes[code] for code in row.themes),
            sub_points=row.sub_points,
            standing=row.standing,
        )


def _in_their_groups(row: RecommendationRow) -> tuple[Point, ...]:
    """Where a cell names no group at all, a point that stays keeps its own."""
    if row.standing is None or any(group for group, _ in row.sub_points):
        return row.sub_points
    groups = {text: group for group, text in stood_points(row.standing)}
    return tuple((groups.get(text, ""), text) for _, text in row.sub_points)


def _limit_problems(row: RecommendationRow) -> Why:
    is_by_date = row.time_limit == TimeLimit.BY_DATE
    if is_by_date and row.due_by is None:
        yield "due_by", "enter the date that it is due by"
    if row.due_by is not None and not is_by_date:
        label = TimeLimit.BY_DATE.label
        yield "due_by", f"write “{label}” as the time limit, or leave this empty"
