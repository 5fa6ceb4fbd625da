"""Rows for tests, each as a force would have it. Reference data comes from fixtures/."""

from __future__ import annotations

from datetime import date

import factory

from audit.models import (
    Action,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CaseFile,
    Evidence,
    Force,
    Framework,
    ProgressUpdate,
    Recommendation,
    Response,
    Round,
    SourceDocument,
    Stage,
    User,
)
from audit.rules.deadlines import TimeLimit
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus, RoundStatus
from audit.services.case_files import random_reference
from audit.services.finals import refresh_final


class RoundFactory(factory.django.DjangoModelFactory):
    """An internal audit of Wexshire in fieldwork."""

    class Meta:
        model = Round

    code = factory.Sequence(lambda n: f"audit-{n}")
    kind = Round.Kind.INTERNAL_AUDIT
    force = factory.LazyFunction(lambda: Force.objects.get(code="wexshire"))
    framework = factory.LazyFunction(lambda: Framework.objects.get(code="ncpi-2014"))
    led_by = Round.LedBy.FORCE
    title = factory.Sequence(lambda n: f"Audit {n}")
    status = RoundStatus.FIELDWORK
    fieldwork_started_on = date(2026, 11, 2)

    class Params:
        inspection = factory.Trait(kind=Round.Kind.INSPECTION, led_by=Round.LedBy.INSPECTORATE)
        published = factory.Trait(status=RoundStatus.PUBLISHED, published_on=date(2026, 11, 20))
        eastmarch = factory.Trait(
            force=factory.LazyFunction(lambda: Force.objects.get(code="eastmarch"))
        )


class CaseFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseFile

    class Params:
        area_code = "s47"

    round = factory.SubFactory(RoundFactory)
    reference = factory.LazyFunction(random_reference)
    area = factory.LazyAttribute(lambda made: area(made.area_code))
    chosen_by = CaseFile.ChosenBy.FORCE
    chosen_how = CaseFile.ChosenHow.RANDOM


class SourceDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SourceDocument

    code = factory.Sequence(lambda n: f"document-{n}")
    kind = SourceDocument.Kind.INTERNAL_AUDIT
    publisher = "Wexshire Police"
    title = factory.Sequence(lambda n: f"Document {n}")
    published_on = date(2026, 11, 20)


class RecommendationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recommendation

    source_document = factory.SubFactory(SourceDocumentFactory)
    round = factory.SubFactory(RoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    legal_basis = Recommendation.LegalBasis.INTERNAL
    chapter = factory.LazyFunction(lambda: Stage.objects.get(code="investigation"))
    title = "Record decisions"
    text = "Record each decision and the reason for it."
    time_limit = TimeLimit.THREE_MONTHS


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    recommendation = factory.SubFactory(RecommendationFactory)
    force = factory.LazyAttribute(lambda made: made.recommendation.round.force)


class ActionFactory(factory.django.DjangoModelFactory):
    """Of Wexshire, for one accepted recommendation; its owner must be given."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    force = factory.LazyFunction(lambda: Force.objects.get(code="wexshire"))
    title = factory.Sequence(lambda n: f"Action {n}")
    due_on = date(2027, 1, 29)
    first_due_on = factory.SelfAttribute("due_on")

    @factory.post_generation
    def responses(self, create, given, **_):
        self.responses.set(given or [ResponseFactory(force=self.force, status="accepted")])


class ProgressUpdateFactory(factory.django.DjangoModelFactory):
    """Of a response; whoever gives it must be given."""

    class Meta:
        model = ProgressUpdate

    response = factory.SubFactory(ResponseFactory)
    text = "The night shift has a named sergeant."


def shown_by(update: ProgressUpdate, **fields) -> Evidence:
    """A file as evidence; its content is nowhere."""
    values = {"name": "rota.pdf", "content_type": "application/pdf", "size": 9, "sha256": "0" * 64}
    return Evidence.objects.create(update=update, **{"by": update.by, **values, **fields})


def area(code: str) -> AreaOfPractice:
    return AreaOfPractice.objects.get(framework__code="ncpi-2014", code=code)


def assessed(
    case_file: CaseFile,
    assessor: User,
    *grades: tuple[str, str],
    overall: str = "",
    status: str = AssessmentStatus.SUBMITTED,
    origin: str = Origin.ASSESSOR,
    rationale: str = "As the file shows.",
) -> Assessment:
    """An assessment of `case_file` with (area code, grade) pairs; the file's final is kept."""
    assessment = Assessment.objects.create(
        case_file=case_file,
        origin=origin,
        assessor=assessor,
        status=status,
        overall_grade=overall or grades[0][1],
        rationale=rationale,
    )
    AreaGrade.objects.bulk_create(
        AreaGrade(assessment=assessment, area=area(code), grade=grade) for code, grade in grades
    )
    refresh_final(case_file)
    return assessment


def graded_file(round: Round, assessor: User, *grades: tuple[str, str], **options) -> CaseFile:
    case_file = CaseFileFactory(round=round, area_code=grades[0][0])
    assessed(case_file, assessor, *grades, **options)
    return case_file
