"""What a row of a sheet of case files says of how a file was judged, put into order and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from audit.models import AreaOfPractice
from audit.rules.grading import Polarity
from audit.services.judgements import Judgement
from audit.spreadsheets.case_matching import CaseRow
from audit.spreadsheets.case_reference import CaseReference


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
        area_grades=_graded(areas, grades) if known.round.grades else {},
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
