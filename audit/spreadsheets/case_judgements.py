"""What a row of a sheet of case files says of how a file was judged, put into order and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from audit.rules.grading import Polarity
from audit.services.judgements import Judgement
from audit.spreadsheets.case_matching import CaseRow
from audit.spreadsheets.case_reference import CaseReference


def in_order(row: CaseRow, known: CaseReference, *, areas_said: bool) -> None:
    """Puts what has no order of its own into that of the framework; grades get their areas, and
    are left out where all are the overall grade."""
    place = known.places.__getitem__
    row.strengths = tuple(sorted(row.strengths, key=place))
    row.weaknesses = tuple(sorted(row.weaknesses, key=place))
    if row.area_grades and not row.area_grades[0][0]:
        if len(row.area_grades) != len(row.areas):
            return  # told by the rules
        row.area_grades = tuple(
            (area, grade) for area, (_, grade) in zip(row.areas, row.area_grades, strict=True)
        )
    elif row.area_grades and not areas_said:
        row.areas = tuple(area for area, _ in row.area_grades)
    row.areas = tuple(sorted(row.areas, key=place))
    row.area_grades = tuple(sorted(row.area_grades, key=lambda pair: place(pair[0])))
    if all(grade == row.grade for _, grade in row.area_grades):
        row.area_grades = ()


def judgement_said(row: CaseRow, known: CaseReference) -> Judgement | None:
    if not row.says_grades:
        return None
    graded = dict(row.area_grades) or dict.fromkeys(row.areas, row.grade)
    facts = {known.questions[code]: fact for code, fact in row.facts.items() if fact}
    return Judgement(
        area_grades=(
            {known.areas[code]: grade for code, grade in graded.items()}
            if known.round.grades
            else {}
        ),
        overall_grade=row.grade,
        rationale=row.rationale,
        systems_looked_at=row.assessment.systems_looked_at if row.assessment else "",
        observations=[*_seen(row.strengths, Polarity.STRENGTH, known)]
        + [*_seen(row.weaknesses, Polarity.WEAKNESS, known)],
        answers=facts,
    )


def _seen(codes: Iterable[str], side: Polarity, known: CaseReference) -> Iterator[tuple[Any, str]]:
    return ((known.themes[code], side) for code in codes)
