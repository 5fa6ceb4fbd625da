"""A force's whole work, one row of each kind at the least: what nobody of Wexshire may notice."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from audit.models import (
    Answer,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CaseFile,
    Child,
    CommonTheme,
    Force,
    ForceMembership,
    LocalAuthority,
    LocalNumber,
    NextStep,
    Observation,
    PublishedCount,
    Question,
    Recommendation,
    Report,
    ReportVersion,
    Round,
    RoundMember,
    Seal,
    Stage,
    StageNote,
    SubPoint,
    SupportingFigure,
    Theme,
    User,
)
from audit.rules.roles import Role, RoundRole
from audit.rules.transitions import CaseFileStatus
from audit.services.trail import record
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory
from tests.factories import SourceDocumentFactory as Document

ROLES = (Role.AUDITOR, Role.MODERATOR, Role.MANAGER, Role.ACTION_OWNER, Role.OBSERVER)


@dataclass(frozen=True)
class Elsewhere:
    """What can be put into an address or a form."""

    people: dict[str, User]
    round: Round
    case_file: CaseFile
    assessment: Assessment
    recommendation: Recommendation
    version: ReportVersion


def make_eastmarch(*, files: int = 2) -> Elsewhere:
    people = _people()
    assessor = people[Role.AUDITOR]
    round = RoundFactory(eastmarch=True)
    RoundMember.objects.create(round=round, user=assessor, role=RoundRole.MODERATOR)
    LocalAuthority.objects.create(round=round)
    assessments = [_graded_file(round, assessor) for _ in range(files)]
    _findings(round)
    recommendation = _recommendation(round, people[Role.MANAGER])
    version = _version(round, people[Role.MODERATOR])
    record("round.changed", round, by=people[Role.MODERATOR], after={"title": "x"}, reason="x")
    _seal(round.force)
    last = assessments[-1]
    return Elsewhere(people, round, last.case_file, last, recommendation, version)


def _people() -> dict[str, User]:
    force, made = Force.objects.get(code="eastmarch"), {}
    for role in ROLES:
        made[role] = User(email="", name="")
        made[role].set_unusable_password()
        made[role].save()
        ForceMembership.objects.create(user=made[role], force=force, role=role)
    return made


def _graded_file(round: Round, assessor: User) -> Assessment:
    area = AreaOfPractice.objects.filter(framework=round.framework).first()
    case_file = CaseFile.objects.create(
        round=round, area=area, allocated_to=assessor, status=CaseFileStatus.SUBMITTED
    )
    LocalNumber.objects.create(case_file=case_file, kind=LocalNumber.Kind.CRIME)
    Child.objects.create(case_file=case_file)
    assessment = Assessment.objects.create(
        case_file=case_file,
        origin="assessor",
        assessor=assessor,
        status="submitted",
        overall_grade="good",
    )
    AreaGrade.objects.create(assessment=assessment, area=area, grade="good")
    stage, theme = Stage.objects.first(), Theme.objects.first()
    StageNote.objects.create(assessment=assessment, stage=stage, grade="good")
    question = Question.objects.first()
    Answer.objects.create(assessment=assessment, question=question, absence="not_recorded")
    Observation.objects.create(assessment=assessment, theme=theme, polarity="strength")
    case_file.final_assessment = assessment
    case_file.save()
    return assessment


def _findings(round: Round) -> None:
    stage = Stage.objects.filter(framework=round.framework).first()
    area = AreaOfPractice.objects.filter(framework=round.framework).first()
    CommonTheme.objects.create(round=round, area=area, polarity="strength", order=1)
    SupportingFigure.objects.create(round=round, chapter=stage, order=1, counted_by="force")
    PublishedCount.objects.create(round=round, grade="good", count=1)
    NextStep.objects.create(round=round, order=1, clock="action_plan")


def _recommendation(round: Round, owner: User) -> Recommendation:
    made = RecommendationFactory(round=round, source_document=Document(round=round))
    SubPoint.objects.create(recommendation=made, order=1)
    ResponseFactory(recommendation=made, owner=owner)
    return made


def _version(round: Round, by: User) -> ReportVersion:
    report = Report.objects.create(round=round, force=round.force, kind="case_file_audit")
    return ReportVersion.objects.create(
        report=report, number=1, published_by=by, published_at=timezone.now()
    )


def _seal(force: Force) -> None:
    number = 900 + Seal.objects.count()
    Seal.objects.create(
        force=force, number=number, first_entry=1, last_entry=1, count=1, at=timezone.now()
    )
