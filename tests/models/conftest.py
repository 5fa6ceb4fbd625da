"""Five rounds with a row of everything on each, made once for the tests of who sees what."""

from __future__ import annotations

import pytest
from django.utils import timezone

from audit.models import (
    Answer,
    AreaOfPractice,
    Assessment,
    CaseAction,
    Child,
    CommonTheme,
    ConcernStep,
    Conflict,
    DipCheck,
    Extension,
    Force,
    ForceMembership,
    ImmediateConcern,
    LocalAuthority,
    LocalNumber,
    NextStep,
    Observation,
    PublishedCount,
    Query,
    QueryMessage,
    Question,
    Report,
    ReportVersion,
    Response,
    ResponseStep,
    Round,
    RoundMember,
    SignOff,
    Stage,
    StageNote,
    SubPoint,
    SubPointAnswer,
    SupportingFigure,
    Theme,
    User,
    Verdict,
)
from audit.rules.deadlines import Clock
from audit.rules.grading import Polarity
from audit.rules.roles import Role, RoundRole
from audit.rules.transitions import RoundStatus
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
    graded_file,
)


@pytest.fixture(scope="module")
def rounds(module_db) -> dict[str, Round]:
    """By name; each has a case file, its parts, findings, a recommendation and a report."""
    earlier = RoundFactory(
        code="earlier-inspection", inspection=True, status=RoundStatus.SIGNED_OFF
    )
    made = [
        RoundFactory(code="audit"),
        RoundFactory(code="audit-of-another-force", eastmarch=True),
        RoundFactory(code="inspection", inspection=True, previous=earlier),
        earlier,
        RoundFactory(code="published-inspection", inspection=True, published=True),
    ]
    lead = User.objects.get(email="inspector@inspectorate.example")
    RoundMember.objects.create(round=made[2], user=lead, role=RoundRole.LEAD)
    for round in made:
        _fill(round)
    _allocate_file_of(made[0])
    _add_action_owner()
    return {round.code: round for round in made}


def _allocate_file_of(round: Round) -> None:
    """And it is theirs that is submitted: before that nobody who is asked sees another's."""
    auditor = User.objects.get(email="auditor@wexshire.example")
    round.case_files.update(allocated_to=auditor)
    Assessment.objects.filter(case_file__round=round).update(assessor=auditor)


def _add_action_owner() -> None:
    """The cast has none: nothing is theirs to see yet."""
    user = User.objects.create(email="action-owner@wexshire.example", name="Action owner")
    wexshire = Force.objects.get(code="wexshire")
    ForceMembership.objects.create(user=user, force=wexshire, role=Role.ACTION_OWNER)


def _fill(round: Round) -> None:
    # The moderator of the other force has assessed everything: who judged opens nothing.
    assessor = User.objects.get(email="moderator@eastmarch.example")
    case_file = graded_file(round, assessor, ("s47", "good"))
    _fill_case_file(case_file)
    _fill_concern(case_file, assessor)
    _fill_findings(round)
    document = SourceDocumentFactory(round=round)
    recommendation = RecommendationFactory(round=round, source_document=document)
    point = SubPoint.objects.create(recommendation=recommendation, text="Record the reason.")
    _fill_response(ResponseFactory(recommendation=recommendation), point, assessor)
    Verdict.objects.create(round=round, recommendation=recommendation)
    report = Report.objects.create(force=round.force, round=round, kind="case_file_audit")
    ReportVersion.objects.create(
        report=report,
        number=1,
        snapshot=b"{}",
        published_by=assessor,
        published_at=timezone.now(),
    )


def _fill_response(response: Response, point: SubPoint, by: User) -> None:
    day = timezone.localdate()
    ResponseStep.objects.create(response=response, status="awaiting_response", on=day, by=by)
    SubPointAnswer.objects.create(response=response, sub_point=point, decision="accepted")
    Extension.objects.create(
        response=response, until=day, applied_on=day, why="The coroner allowed it.", by=by
    )


def _fill_case_file(case_file) -> None:
    Child.objects.create(case_file=case_file)
    service = User.objects.service_account()
    Conflict.objects.create(case_file=case_file, person=service, declared_by=service)
    number = LocalNumber(case_file=case_file, kind=LocalNumber.Kind.CRIME)
    number.number = "WXC/26/000001"
    number.save()
    assessment = case_file.final_assessment
    question = Question.objects.filter(kind=Question.Kind.YES_NO).first()
    StageNote.objects.create(assessment=assessment, stage=Stage.objects.first(), grade="good")
    Answer.objects.create(assessment=assessment, question=question, choice="yes")
    theme = Theme.objects.first()
    Observation.objects.create(assessment=assessment, theme=theme, polarity=Polarity.STRENGTH)
    _moderate(case_file, assessment.assessor)


def _moderate(case_file, by: User) -> None:
    """`by` asks, draws and signs off: of another force, so that it opens nothing to anybody."""
    now = timezone.now()
    query = Query.objects.create(case_file=case_file, asked_by=by, asked_at=now)
    QueryMessage.objects.create(query=query, by=by, at=now, text="Where was she seen?")
    DipCheck.objects.create(case_file=case_file, drawn_by=by, drawn_at=now, seed="0", pool=1)
    SignOff.objects.create(round=case_file.round, signed_by=by, signed_at=now, figures={})


def _fill_concern(case_file, by: User) -> None:
    now = timezone.now()
    concern = ImmediateConcern.objects.create(
        case_file=case_file,
        kind="child_at_risk",
        what="The child goes home tonight.",
        told_whom="The duty inspector",
        rang_at=now,
        raised_by=by,
        raised_at=now,
        due_at=now,
        answer_by=now,
    )
    ConcernStep.objects.create(concern=concern, deed="raised", by=by)
    CaseAction.objects.create(case_file=case_file, what="Write.", owner="Team", due_on=now.date())


def _fill_findings(round: Round) -> None:
    area = AreaOfPractice.objects.get(code="s47")
    CommonTheme.objects.create(round=round, area=area, polarity=Polarity.STRENGTH, text="Quick.")
    stage = Stage.objects.first()
    SupportingFigure.objects.create(round=round, chapter=stage, label="Files", counted_by="force")
    PublishedCount.objects.create(round=round, grade="good", count=1)
    LocalAuthority.objects.create(round=round, name="Wexborough", judgement="good")
    NextStep.objects.create(round=round, clock=Clock.REVISIT, text="Inspectors return.")
