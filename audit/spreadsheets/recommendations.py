"""Recommendations as a kind of import."""

from __future__ import annotations

from audit.models import ImportRun, Round, User
from audit.services.imports import import_right
from audit.services.recommendation_imports import RecommendationWriter
from audit.spreadsheets.columns import Column
from audit.spreadsheets.recommendation_columns import RECOMMENDATION_COLUMNS
from audit.spreadsheets.recommendation_rows import RecommendationResource


class Recommendations:
    what = "recommendation"
    keys = ("number",)
    at_once = True

    def columns(self, round: Round) -> list[Column]:
        return list(RECOMMENDATION_COLUMNS)

    def planner(self, run: ImportRun, headings: dict[str, str], by: User) -> RecommendationResource:
        import_right(round=run.round, kind=run.kind, by=by)
        return RecommendationResource(run.round, headings, by)

    def writer(self, run: ImportRun, by: User) -> RecommendationWriter:
        return RecommendationWriter(run.round, by)
