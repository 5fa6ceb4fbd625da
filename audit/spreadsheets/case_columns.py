"""The columns of a sheet of graded case files, in the order of the template."""

from __future__ import annotations

from audit.models import Question, Round
from audit.rules.answers import field_of, is_answered
from audit.services.judgement_problems import asked_of
from audit.spreadsheets.columns import Column

REFERENCE, NUMBER = "reference", "local_number"
FILE_COLUMNS = (
    Column(
        REFERENCE,
        "Reference",
        ("Ref", "Case reference", "Case ref", "File reference", "File ref", "Case file"),
    ),
    Column(NUMBER, "Local number", ("Local no", "Number", "Crime number", "Case number")),
    Column("number_kind", "Kind of local number", ("Kind of number", "Number kind")),
    Column(
        "areas", "Areas", ("Area", "Area of practice", "Case type", "Case types", "Type of case")
    ),
    Column("chosen_by", "Chosen by", ("Selected by",)),
    Column("chosen_how", "Chosen how", ("How chosen", "Selected how", "Selection")),
)
"""Of the file itself; what stands here needs somebody who moderates."""
JUDGEMENT_COLUMNS = (
    Column("origin", "Origin", ("Kind of assessment",)),
    Column("assessor", "Assessor", ("Auditor", "Assessed by", "Graded by", "Audited by")),
    Column("grade", "Grade", ("Overall grade", "Overall", "Final grade", "Judgement", "Rating")),
    Column("area_grades", "Area grades", ("Grades by area", "Grade by area")),
    Column("rationale", "Rationale", ("Reason", "Reasons", "Reason for the grade", "Why")),
    Column("strengths", "Strengths", ("Strength",)),
    Column("weaknesses", "Weaknesses", ("Weakness", "Areas for improvement")),
    Column(
        "assessed_on",
        "Assessed on",
        ("Date assessed", "Assessment date", "Audit date", "Date of audit", "Date graded"),
    ),
)
VERSION = Column("version", "Version")
"""Of a workbook that an assessor took away: the save that each row started from."""


def asked_questions(round: Round) -> list[Question]:
    """All that are asked of any file of `round`, in the order of the journey."""
    asked = asked_of(round, list(round.framework.areas))
    return [question for question in asked.questions if is_answered(question)]


def case_columns(round: Round) -> list[Column]:
    """All that an import of case files of `round` understands."""
    questions = map(question_column, asked_questions(round))
    return [*FILE_COLUMNS, *JUDGEMENT_COLUMNS, *questions, VERSION]


def question_column(question: Question) -> Column:
    return Column(field_of(question.code), question.text, (question.code,))
