"""The graded cases of an audit as the template has them, taken out of the database."""

from __future__ import annotations

from audit.models import Assessment, CaseFile, Question, Round
from audit.rules.answer_words import cell_text
from audit.rules.grading import Polarity
from audit.spreadsheets.case_columns import (
    FILE_COLUMNS,
    JUDGEMENT_COLUMNS,
    asked_questions,
)
from audit.spreadsheets.writing import Listing, Value


def case_listing(round: Round) -> Listing:
    questions = asked_questions(round)
    columns = [column.title for column in (*FILE_COLUMNS, *JUDGEMENT_COLUMNS)]
    files = CaseFile.objects.filter(round=round).order_by("reference")
    rows = [row for case_file in files for row in _rows(case_file, questions)]
    return Listing("Cases", (*columns, *(one.code for one in questions)), rows)


def _rows(case_file: CaseFile, questions: list[Question]) -> list[list[Value]]:
    found = case_file.assessments.order_by("pk")
    return [[*_of_file(case_file, one), *_of_grading(one, questions)] for one in found] or [
        [*_of_file(case_file, None), *[None] * (8 + len(questions))]
    ]


def _of_file(case_file: CaseFile, assessment: Assessment | None) -> list[Value]:
    graded = assessment.area_grades.order_by("area__order") if assessment else []
    areas = [row.area.title for row in graded] or [case_file.area.title]
    number = case_file.local_numbers.first()
    return [
        case_file.reference,
        number.number if number else None,
        number.get_kind_display() if number else None,
        "; ".join(areas),
        case_file.get_chosen_by_display(),
        case_file.get_chosen_how_display(),
    ]


def _of_grading(assessment: Assessment, questions: list[Question]) -> list[Value]:
    grades = [row.grade for row in assessment.area_grades.order_by("area__order")]
    facts = {row.question_id: row.fact for row in assessment.answers.all()}
    return [
        assessment.get_origin_display(),
        assessment.assessor.email,
        assessment.overall_grade,
        "; ".join(grades) if all(grades) else None,
        assessment.rationale,
        _seen(assessment, Polarity.STRENGTH),
        _seen(assessment, Polarity.WEAKNESS),
        assessment.assessed_on,
        *(cell_text(question, facts.get(question.pk)) for question in questions),
    ]


def _seen(assessment: Assessment, side: str) -> str:
    rows = assessment.observations.filter(polarity=side).order_by("theme__order")
    return "; ".join(row.theme.title for row in rows)
