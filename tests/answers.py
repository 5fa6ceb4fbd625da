"""Answers and observations for tests, given as a person would say them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from audit.models import Answer, Assessment, Observation, Question, Round, Theme, User
from audit.rules.grading import Origin, Polarity
from audit.rules.transitions import AssessmentStatus
from audit.services.finals import refresh_final
from tests.factories import CaseFileFactory, assessed

ABSENCES = set(Answer.Absence.values)


def answered(assessment: Assessment, **answers: object) -> None:
    """`answered(a, child_spoken_to="yes", missing_times_before=3)`: codes with underscores;
    "not_recorded" and the like are given as such, times as datetimes."""
    for name, value in answers.items():
        question = Question.objects.get(code=name.replace("_", "-"))
        answer = Answer(assessment=assessment, question=question)
        if value in ABSENCES:
            answer.absence = value
        elif isinstance(value, datetime):
            answer.at = value
        elif isinstance(value, int):
            answer.number = Decimal(value)
        else:
            answer.choice = value
        answer.full_clean()
        answer.save()


def observed(assessment: Assessment, *codes: str, polarity: str = Polarity.WEAKNESS) -> None:
    for code in codes:
        theme = Theme.objects.get(code=code)
        Observation.objects.create(assessment=assessment, theme=theme, polarity=polarity)


def double_file(
    round: Round, first: User, second: User, grades: tuple[str, str], *, area: str = "s47"
):
    """A file that `first` and `second` graded; not settled yet."""
    case_file = CaseFileFactory(
        round=round, area_code=area, allocated_to=first, second_assessor=second
    )
    for person, grade in zip((first, second), grades, strict=True):
        if grade:
            assessed(case_file, person, (area, grade))
    return case_file


def agreed_file(round: Round, own: str, agreed: str, by: User, *, area: str = "s47"):
    """A file that the force graded itself and that `by` settled."""
    case_file = CaseFileFactory(round=round, area_code=area)
    assessed(case_file, by, (area, own), origin=Origin.SELF)
    assessed(case_file, by, (area, agreed), origin=Origin.AGREED, status=AssessmentStatus.AGREED)
    refresh_final(case_file)
    return case_file
