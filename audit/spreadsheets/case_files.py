"""Case files as a kind of import."""

from __future__ import annotations

from collections.abc import Sequence

from audit.models import ImportRun, Round, User
from audit.services.case_imports import CaseWriter
from audit.services.import_results import Planned
from audit.services.imports import import_right
from audit.spreadsheets.case_columns import NUMBER, REFERENCE, case_columns
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.case_rows import CaseFileResource
from audit.spreadsheets.cells import Cells
from audit.spreadsheets.columns import Column


class CaseFiles:
    what = "case file"
    keys = (REFERENCE, NUMBER)
    at_once = False

    def columns(self, round: Round) -> list[Column]:
        return case_columns(round)

    def planner(self, run: ImportRun, headings: dict[str, str], by: User) -> CasePlanner:
        return CasePlanner(run, headings, by)


class CasePlanner:
    def __init__(self, run: ImportRun, headings: dict[str, str], by: User) -> None:
        everything = import_right(round=run.round, kind=run.kind, by=by)
        known = CaseReference(run.round, by, everything=everything)
        self.resource = CaseFileResource(known, headings, run.number_kind)
        self.writer = CaseWriter(run.round, by)

    def planned(self, rows: Sequence[tuple[int, Cells]]) -> list[Planned]:
        return self.resource.planned(rows)
