"""Recommendations as a kind of import."""

from __future__ import annotations

from collections.abc import Sequence

from audit.models import ImportRun, Round, User
from audit.services.import_results import Planned
from audit.services.imports import import_right
from audit.services.recommendation_imports import RecommendationWriter
from audit.spreadsheets.cells import Cells
from audit.spreadsheets.columns import Column
from audit.spreadsheets.recommendation_columns import RECOMMENDATION_COLUMNS
from audit.spreadsheets.recommendation_rows import RecommendationResource


class Recommendations:
    what = "recommendation"
    keys = ("number",)
    at_once = True

    def columns(self, round: Round) -> list[Column]:
        return list(RECOMMENDATION_COLUMNS)

    def planner(self, run: ImportRun, headings: dict[str, str], by: User) -> RecommendationPlanner:
        return RecommendationPlanner(run, headings, by)


class RecommendationPlanner:
    def __init__(self, run: ImportRun, headings: dict[str, str], by: User) -> None:
        import_right(round=run.round, kind=run.kind, by=by)
        self.resource = RecommendationResource(run.round, headings, by)
        self.writer = RecommendationWriter(run.round, by)

    def planned(self, rows: Sequence[tuple[int, Cells]]) -> list[Planned]:
        return self.resource.planned(rows)
