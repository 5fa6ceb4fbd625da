"""Rows of case files as django-import-export sees them: parsed, matched, told apart from what
stands, and refused or made into what `services/case_imports.py` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from audit.models import AreaOfPractice
from audit.rules.grading import Polarity
from audit.services.case_imports import CaseImport
from audit.services.judgements import Judgement
from audit.spreadsheets.case_matching import CaseMatching, CaseRow
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.case_rules import (
    Seen,
    assessor_problems,
    file_problems,
    is_complete,
    judged_problems,
)
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
        self.seen = Seen()
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
            if all(row[code] == "" for code in self._judged):
                vars(instance).update(stood)
            in_order(instance, self.known)

    def hindrances(self, row: CaseRow, unread: frozenset[str]) -> Why:
        found = [*self.seen.problems(row), *([row.problem] if row.problem[0] else [])]
        return [] if unread else found

    def problems(self, row: CaseRow, unread: frozenset[str]) -> Why:
        if unread:
            return []
        found = list(file_problems(row, self.stood, self.known))
        judgement = self._judgement(row)
        if judgement:
            found += assessor_problems(row, self.known)
        if judgement and not found and not self.hindered:
            found += judged_problems(row, judgement, self.known)
        return found

    def _judgement(self, row: CaseRow) -> Judgement | None:
        """None where nothing is said of it that does not stand already."""
        same = all(
            getattr(row, code, None) == getattr(self.stood, code, None)
            for code in ("areas", *self._judged)
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
            judgement=self._judgement(row),
            assessed_on=row.assessed_on,
            complete=is_complete(row, self.known),
            case_file=row.case_file,
            assessment=row.assessment,
        )


def in_order(row: CaseRow, known: CaseReference) -> None:
    """Puts what has no order of its own into that of the framework; grades go with their areas,
    and are left out where all are the overall grade."""
    place = known.places.__getitem__
    row.strengths = tuple(sorted(row.strengths, key=place))
    row.weaknesses = tuple(sorted(row.weaknesses, key=place))
    if len(row.area_grades) in (0, len(row.areas)):
        grades = row.area_grades or (row.grade,) * len(row.areas)
        pairs = sorted(zip(row.areas, grades, strict=True), key=lambda pair: place(pair[0]))
        row.areas = tuple(code for code, _ in pairs)
        row.area_grades = tuple(grade for _, grade in pairs)
        if all(grade == row.grade for grade in row.area_grades):
            row.area_grades = ()


def judgement_said(row: CaseRow, known: CaseReference) -> Judgement | None:
    if not row.says_grades:
        return None
    areas = [known.areas[code] for code in row.areas]
    grades = row.area_grades or (row.grade,) * len(areas)
    facts = {known.questions[code]: fact for code, fact in row.facts.items() if fact}
    return Judgement(
        area_grades=_graded(areas, grades),
        overall_grade=row.grade,
        rationale=row.rationale,
        systems_looked_at=row.assessment.systems_looked_at if row.assessment else "",
        observations=[*_seen(row.strengths, Polarity.STRENGTH, known)]
        + [*_seen(row.weaknesses, Polarity.WEAKNESS, known)],
        answers=facts,
    )


def _graded(areas: Iterable[AreaOfPractice], grades: Iterable[str]) -> dict[AreaOfPractice, str]:
    return dict(zip(areas, grades, strict=False))  # a difference in number is told by the rules


def _seen(codes: Iterable[str], side: Polarity, known: CaseReference) -> Iterator[tuple[Any, str]]:
    return ((known.themes[code], side) for code in codes)
