"""Published counts as a kind of import."""

from __future__ import annotations

from dataclasses import replace

from audit.models import ImportRun, Round, User
from audit.rules.written import grade_names
from audit.services.count_imports import CountWriter
from audit.services.imports import import_right
from audit.spreadsheets.columns import Column
from audit.spreadsheets.count_columns import COUNT_COLUMNS
from audit.spreadsheets.count_rows import CountResource, counts_under


class PublishedCounts:
    what = "count"
    keys: tuple[str, ...] = ()
    at_once = False
    """Each of its two forms has columns that the other has not."""

    def columns(self, round: Round) -> list[Column]:
        """Those of a row for each count, and a column for each grade, as reports print them."""
        scale = round.framework.scale
        means = grade_names(scale).means
        one_each = [replace(column, required=False) for column in COUNT_COLUMNS]
        below = [
            Column(
                counts_under(grade.code),
                f"Count: {grade.title}",
                tuple(name for name, code in means.items() if code == grade.code),
            )
            for grade in scale.grades
        ]
        return one_each + below

    def planner(self, run: ImportRun, headings: dict[str, str], by: User) -> CountResource:
        import_right(round=run.round, kind=run.kind, by=by)
        return CountResource(run.round, headings, by)

    def writer(self, run: ImportRun, by: User) -> CountWriter:
        return CountWriter(run.round, by)
