"""Rows of case files as django-import-export sees them: parsed, matched, told apart from what
stands, and refused or made into what `services/case_imports.py` writes."""

from __future__ import annotations

from typing import Any

from audit.services.case_import_rows import CaseImport
from audit.services.judgements import Judgement
from audit.spreadsheets.case_judgements import in_order, judgement_said
from audit.spreadsheets.case_matching import CaseMatching, CaseRow
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.case_rules import (
    Seen,
    area_problems,
    assessor_problems,
    file_problems,
    is_complete,
    judged_problems,
)
from audit.spreadsheets.cells import is_said
from audit.spreadsheets.resources import RowResource, Why

JUDGED = frozenset({"grade", "area_grades", "rationale", "strengths", "weaknesses"})
KEPT_IF_EMPTY = frozenset(
    {"reference", "local_number", "number_kind", "areas", "chosen_by", "chosen_how", "origin"}
) | {"assessor", "assessed_on"}
"""Where an empty cell leaves what stands."""
SHOWN_OF_NEW = frozenset({"areas", "grade", "assessor"})


class CaseFileResource(RowResource):
    kept_if_empty = KEPT_IF_EMPTY
    shown_of_new = SHOWN_OF_NEW
    subject_column = "reference"

    def __init__(self, known: CaseReference, headings: dict[str, str], number_kind: str) -> None:
        super().__init__(headings, known.widgets, CaseMatching(known, number_kind))
        self.known = known
        self.seen = Seen(known)
        self._judged = [code for code in headings if code in JUDGED or code.startswith("answer-")]

    def subject_of(self, row: CaseRow) -> str:
        return row.reference or "New file"

    def texts(self, row: CaseRow) -> dict[str, str]:
        return {"rationale": row.rationale}

    def import_instance(self, instance: CaseRow, row: Any, **kwargs: Any) -> None:
        """Where no cell says anything of the judgement, what stands of it is left alone."""
        stood = {code: getattr(instance, code, None) for code in self._judged}
        try:
            super().import_instance(instance, row, **kwargs)
        finally:
            if not any(is_said(row[code]) for code in self._judged):
                vars(instance).update(stood)
            said = bool(self.loader.text(row, "areas"))
            in_order(instance, self.known, areas_said=said)

    def hindrances(self, row: CaseRow, unread: frozenset[str]) -> Why:
        self.stood.version = row.version  # says what the row started from, and changes nothing
        found = [*self.seen.problems(row), *([row.problem] if row.problem[0] else [])]
        return [] if unread else found

    def problems(self, row: CaseRow, unread: frozenset[str]) -> Why:
        if unread:
            return []
        found = [*file_problems(row, self.stood, self.known), *area_problems(row)]
        self._said = None
        if any(column == "area_grades" for column, _ in found):
            return found
        judgement = self._said = self._judgement(row)
        if judgement:
            found += assessor_problems(row, self.known)
        if judgement and not found and not self.hindered:
            found += judged_problems(row, judgement, self.known)
        return found

    def _judgement(self, row: CaseRow) -> Judgement | None:
        """None where nothing is said of it that does not stand already."""
        same = all(
            getattr(row, code, None) == getattr(self.stood, code, None)
            for code in ("areas", "assessed_on", *self._judged)
        )
        known = row.areas and (row.assessment is None or not same) and row.says_grades
        return judgement_said(row, self.known) if known else None

    def to_write(self, row: CaseRow) -> CaseImport:
        more = row.local_number != self.stood.local_number or not row.case_file
        return CaseImport(
            reference=row.reference,
            number=(row.number_kind, row.local_number) if row.local_number and more else None,
            area=row.case_file.area if row.case_file else self.known.areas[row.areas[0]],
            chosen_by=row.chosen_by,
            chosen_how=row.chosen_how,
            origin=row.origin,
            assessor=self.known.people[row.assessor],
            judgement=self._said,
            assessed_on=row.assessed_on,
            complete=is_complete(row, self.known),
            case_file=row.case_file,
            assessment=row.assessment,
        )
