"""What breaks each constraint on case files, assessments, findings and reference data.

Each function is given a `World` of valid rows and adds the row that the constraint refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from audit.models import (
    Answer,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CommonTheme,
    Conflict,
    Force,
    LocalNumber,
    Observation,
    PublishedCount,
    Question,
    Stage,
    StageNote,
    SupportingFigure,
    Theme,
)
from audit.rules.grading import Origin, Polarity
from tests.factories import area

VIOLATIONS: dict[str, Callable] = {}


def breaks(constraint: str):
    def register(violation: Callable) -> Callable:
        VIOLATIONS[constraint] = violation
        return violation

    return register


def twice(make: Callable, **fields) -> None:
    for _ in range(2):
        make(**fields)


def change(row, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


@breaks("assessment_once")
def _(world):
    twice(
        Assessment.objects.create,
        case_file=world.case_file,
        origin=Origin.SELF,
        assessor=world.assessor,
    )


@breaks("assessment_agreed_once")
def _(world):
    fields = {"case_file": world.case_file, "origin": Origin.AGREED}
    Assessment.objects.create(**fields)
    Assessment.objects.create(**fields, assessor=world.assessor)


@breaks("assessment_has_assessor")
def _(world):
    Assessment.objects.create(case_file=world.case_file, origin=Origin.ASSESSOR)


@breaks("area_grade_once")
def _(world):
    twice(AreaGrade.objects.create, assessment=world.assessment, area=area("missing"))


@breaks("stage_note_once")
def _(world):
    twice(StageNote.objects.create, assessment=world.assessment, stage=Stage.objects.first())


@breaks("stage_note_grade_or_not_applicable")
def _(world):
    StageNote.objects.create(
        assessment=world.assessment, stage=Stage.objects.first(), grade="good", not_applicable=True
    )


@breaks("answer_once")
def _(world):
    question = Question.objects.first()
    twice(Answer.objects.create, assessment=world.assessment, question=question, choice="yes")


@breaks("answer_one_value_or_absence")
def _(world):
    Answer.objects.create(assessment=world.assessment, question=Question.objects.first())


@breaks("observation_once")
def _(world):
    twice(
        Observation.objects.create,
        assessment=world.assessment,
        theme=Theme.objects.first(),
        polarity=Polarity.STRENGTH,
    )


@breaks("local_number_once")
def _(world):
    for number in ("WX/26/1", "wx/26/ 1"):
        row = LocalNumber(case_file=world.case_file, kind=LocalNumber.Kind.CRIME)
        row.number = number
        row.save()


@breaks("conflict_once")
def _(world):
    twice(
        Conflict.objects.create,
        case_file=world.case_file,
        person=world.assessor,
        declared_by=world.assessor,
    )


@breaks("common_theme_place_once")
def _(world):
    twice(
        CommonTheme.objects.create,
        round=world.round,
        area=area("s47"),
        polarity=Polarity.STRENGTH,
        order=1,
    )


def _figure(world, **fields):
    values = {"round": world.round, "chapter": Stage.objects.first(), "order": 1, "label": "Files"}
    return SupportingFigure.objects.create(**{**values, **fields})


@breaks("figure_place_once")
def _(world):
    twice(_figure, world=world)


@breaks("figure_count_within_base")
def _(world):
    _figure(world, count=41, base=40)


@breaks("published_count_once")
def _(world):
    twice(PublishedCount.objects.create, round=world.round, area=area("s47"), grade="good", count=1)


@breaks("published_headline_count_once")
def _(world):
    twice(PublishedCount.objects.create, round=world.round, grade="good", count=1)


@breaks("force_ons_code_once")
def _(world):
    for code in ("first", "second"):
        Force.objects.create(code=code, name=code, full_name=code, ons_code="E99999999")


@breaks("areaofpractice_code_once")
def _(world):
    AreaOfPractice.objects.create(framework=world.round.framework, code="s47")


@breaks("stage_code_once")
def _(world):
    Stage.objects.create(framework=world.round.framework, code="investigation")


@breaks("theme_code_once")
def _(world):
    Theme.objects.create(framework=world.round.framework, code=Theme.objects.first().code)


def _question(world, **fields):
    values = {"framework": world.round.framework, "code": "new", "stage": Stage.objects.first()}
    return Question.objects.create(**{**values, "kind": Question.Kind.YES_NO, **fields})


@breaks("question_code_once")
def _(world):
    twice(_question, world=world)


@breaks("question_duration_has_two_ends")
def _(world):
    start = _question(world, code="start", kind=Question.Kind.DATE_TIME)
    _question(world, kind=Question.Kind.DURATION, starts_with=start)


BAD_ANSWERS = [
    {"choice": "yes", "number": Decimal(1)},
    {"choice": "yes", "at": datetime(2026, 11, 2, tzinfo=UTC)},
    {"number": Decimal(1), "at": datetime(2026, 11, 2, tzinfo=UTC)},
    {"choice": "yes", "absence": Answer.Absence.NOT_RECORDED},
    {"number": Decimal(0), "absence": Answer.Absence.NOT_APPLICABLE},
]
GOOD_ANSWERS = [
    {"choice": "yes"},
    {"number": Decimal(0)},
    {"at": datetime(2026, 11, 2, tzinfo=UTC)},
    {"absence": Answer.Absence.COULD_NOT_SEE},
]


@breaks("case_file_first_before_second")
def _(world):
    change(world.case_file, allocated_to=None, second_assessor=world.assessor)


@breaks("case_file_two_assessors")
def _(world):
    change(world.case_file, allocated_to=world.assessor, second_assessor=world.assessor)


@breaks("case_file_blind_for_two")
def _(world):
    change(world.case_file, blind=True)
