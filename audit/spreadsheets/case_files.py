"""Case files as a kind of import."""

from __future__ import annotations

from audit.models import ImportRun, Round, User
from audit.services.case_imports import CaseWriter
from audit.services.imports import import_right
from audit.spreadsheets.case_columns import NUMBER, REFERENCE, case_columns
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.case_rows import CaseFileResource
from audit.spreadsheets.columns import Column


class CaseFiles:
    what = "case file"
    keys = (REFERENCE, NUMBER)
    at_once = False

    def columns(self, round: Round) -> list[Column]:
        return case_columns(round)

    def planner(self, run: ImportRun, headings: dict[str, str], by: User) -> CaseFileResource:
        everything = import_right(round=run.round, kind=run.kind, by=by)
        known = CaseReference(run.round, by, everything=everything)
        return CaseFileResource(known, headings, run.number_kind)

    def writer(self, run: ImportRun, by: User) -> CaseWriter:
        return CaseWriter(run.round, by)
