"""Files that two people have graded, with facts, for the tests of moderation."""

from __future__ import annotations

from audit.models import (
    Answer,
    Assessment,
    CaseFile,
    Observation,
    Question,
    Round,
    Stage,
    StageNote,
    Theme,
    User,
)
from audit.rules.grading import Polarity
from audit.services.finals import refresh_final
from tests.factories import CaseFileFactory, assessed


def person(name: str) -> User:
    return User.objects.get(email=f"{name}.example")


def double_file(
    round: Round, *grades: str, area: str = "s47", status: str = "submitted"
) -> CaseFile:
    """Graded by Wexshire's two auditors, the first of whom it was allocated to; a single grade
    makes a file that only the first was asked to grade."""
    people = [person("auditor@wexshire"), person("auditor2@wexshire")]
    case_file = CaseFileFactory(
        round=round,
        area_code=area,
        allocated_to=people[0],
        second_assessor=people[1] if len(grades) > 1 else None,
    )
    for assessor, grade in zip(people, grades, strict=False):
        assessed(case_file, assessor, (area, grade), status=status)
    refresh_final(case_file)
    return CaseFile.objects.get(pk=case_file.pk)


def given(case_file: CaseFile) -> list[Assessment]:
    """The assessors' assessments, the first one's before the second's."""
    return list(case_file.assessments.filter(origin="assessor").order_by("pk"))


def say(assessment: Assessment, *, stage: str = "", yes: str = "", saw: str = "") -> None:
    """A grade for the stage of investigation, a yes or no to whether the child was spoken to, and
    a theme seen as a strength."""
    if stage:
        investigation = Stage.objects.get(code="investigation")
        StageNote.objects.create(assessment=assessment, stage=investigation, grade=stage)
    if yes:
        Answer.objects.create(assessment=assessment, question=yes_no(), choice=yes)
    if saw:
        theme = Theme.objects.get(code=saw)
        Observation.objects.create(assessment=assessment, theme=theme, polarity=Polarity.STRENGTH)


def yes_no() -> Question:
    return Question.objects.filter(kind=Question.Kind.YES_NO).first()
