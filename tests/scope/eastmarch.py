"""A force's whole work, one row of each kind at the least: what nobody of Wexshire may notice."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from audit.models import (
    Action,
    Answer,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CalendarToken,
    CaseAction,
    CaseFile,
    Child,
    ColumnMemory,
    CommonTheme,
    ConcernStep,
    Conflict,
    DipCheck,
    DueChange,
    Extension,
    Force,
    ForceMembership,
    ImmediateConcern,
    ImportRun,
    LocalAuthority,
    LocalNumber,
    NextStep,
    Observation,
    OversightComment,
    OversightResponse,
    PublishedCount,
    Query,
    QueryMessage,
    Question,
    Recommendation,
    RecommendationLink,
    Report,
    ReportVersion,
    Response,
    ResponseStep,
    Round,
    RoundMember,
    Sample,
    SampledCase,
    SampleStratum,
    Seal,
    SignOff,
    SourceDocument,
    Stage,
    StageNote,
    SubPoint,
    SubPointAnswer,
    SupportingFigure,
    Theme,
    User,
    Verdict,
)
from audit.rules.roles import Role, RoundRole
from audit.rules.transitions import CaseFileStatus
from audit.services.trail import record
from tests.factories import (
    ActionFactory,
    ProgressUpdateFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    shown_by,
)
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
    conflict: Conflict
    query: Query
    dip_check: DipCheck

    @property
    def response(self) -> Response:
        return self.recommendation.responses.get()

    @property
    def action(self) -> Action:
        return self.response.actions.get()

    @property
    def source(self) -> SourceDocument:
        return self.recommendation.source_document


def make_eastmarch(*, files: int = 2) -> Elsewhere:
    people = _people()
    assessor = people[Role.AUDITOR]
    round = RoundFactory(eastmarch=True)
    RoundMember.objects.create(round=round, user=assessor, role=RoundRole.MODERATOR)
    LocalAuthority.objects.create(round=round)
    assessments = [_graded_file(round, assessor) for _ in range(files)]
    _findings(round)
    _voided_sample(round, people[Role.MODERATOR])
    recommendation = _recommendation(round, people[Role.MANAGER])
    version = _version(round, people[Role.MODERATOR])
    record("round.changed", round, by=people[Role.MODERATOR], after={"title": "x"}, reason="x")
    _seal(round.force)
    _import(round, people[Role.MODERATOR])
    last = assessments[-1]
    conflict = last.case_file.conflicts.get()
    query, dip_check = _moderation(last, people[Role.MODERATOR])
    return Elsewhere(
        people, round, last.case_file, last, recommendation, version, conflict, query, dip_check
    )


def _import(round: Round, by: User) -> None:
    ImportRun.objects.create(round=round, kind="case-files", status="checked", started_by=by)
    ColumnMemory.objects.create(force=round.force, kind="case-files")


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
    Conflict.objects.create(case_file=case_file, person=assessor, declared_by=assessor)
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
    _concern(case_file, assessor)
    return assessment


def _concern(case_file: CaseFile, by: User) -> None:
    now = timezone.now()
    times = dict.fromkeys(("rang_at", "raised_at", "due_at", "answer_by"), now)
    concern = ImmediateConcern.objects.create(
        case_file=case_file, kind="child_at_risk", raised_by=by, **times
    )
    ConcernStep.objects.create(concern=concern, deed="raised", by=by)
    checker = User.objects.get(email="service@casemark.invalid")
    CaseAction.objects.create(
        case_file=case_file,
        due_on=now.date(),
        done_on=now.date(),
        done_by=by,
        checked_on=now.date(),
        checked_by=checker,
    )


def _moderation(assessment: Assessment, by: User) -> tuple[Query, DipCheck]:
    """A query in a thread, a dip check, and a sign-off that was opened again."""
    case_file, now = assessment.case_file, timezone.now()
    query = Query.objects.create(
        case_file=case_file, assessment=assessment, asked_by=by, asked_at=now
    )
    QueryMessage.objects.create(query=query, by=by, at=now)
    dip_check = DipCheck.objects.create(
        case_file=case_file,
        drawn_by=by,
        drawn_at=now,
        pool=1,
        outcome=DipCheck.Outcome.STANDS,
        checked_by=by,
        checked_at=now,
    )
    SignOff.objects.create(
        round=case_file.round, signed_by=by, signed_at=now, reopened_by=by, reopened_at=now
    )
    return query, dip_check


def _findings(round: Round) -> None:
    stage = Stage.objects.filter(framework=round.framework).first()
    area = AreaOfPractice.objects.filter(framework=round.framework).first()
    CommonTheme.objects.create(round=round, area=area, polarity="strength", order=1)
    SupportingFigure.objects.create(round=round, chapter=stage, order=1, counted_by="force")
    PublishedCount.objects.create(round=round, grade="good", count=1)
    NextStep.objects.create(round=round, order=1, clock="action_plan")


def _voided_sample(round: Round, by: User) -> None:
    """Voided, and its case excluded, so that each has a reason."""
    now = timezone.now()
    sample = Sample.objects.create(
        round=round, frame_rows=4, drawn_at=now, drawn_by=by, voided_at=now, voided_by=by
    )
    stratum = SampleStratum.objects.create(sample=sample, order=0, frame_count=4, asked=1)
    SampledCase.objects.create(
        sample=sample,
        stratum=stratum,
        state=SampledCase.State.EXCLUDED,
        place=1,
        area=AreaOfPractice.objects.filter(framework=round.framework).first(),
        excluded_by=by,
        excluded_at=now,
    )


def _recommendation(round: Round, owner: User) -> Recommendation:
    made = RecommendationFactory(round=round, source_document=Document(round=round))
    SubPoint.objects.create(recommendation=made, order=1)
    response = ResponseFactory(recommendation=made, owner=owner)
    update = ProgressUpdateFactory(response=response, by=owner)
    shown_by(update, withdrawn_at=timezone.now(), withdrawn_by=owner)
    _life(response, owner)
    _beside(made, owner)
    return made


def _life(response: Response, owner: User) -> None:
    """All that is done about a recommendation; its action is dropped, so that it has a reason."""
    day, point = timezone.localdate(), response.recommendation.sub_points.get()
    ResponseStep.objects.create(response=response, status="awaiting_response", on=day, by=owner)
    SubPointAnswer.objects.create(response=response, sub_point=point, decision="not_accepted")
    Extension.objects.create(response=response, until=day, applied_on=day, by=owner)
    action = ActionFactory(
        force=response.force, owner=owner, responses=[response], status="dropped"
    )
    DueChange.objects.create(action=action, before=day, after=day, by=owner)


def _beside(made: Recommendation, by: User) -> None:
    """What others say of it, and where its dates are handed out."""
    round = made.round
    Verdict.objects.create(round=round, recommendation=made, by=by)
    oversight = OversightResponse.objects.create(round=round)
    OversightComment.objects.create(oversight=oversight, response=made.responses.get())
    CalendarToken.objects.create(force=round.force, made_by=by)
    other = RecommendationFactory(round=round, source_document=made.source_document)
    RecommendationLink.objects.create(
        source=made, target=other, kind="contradicts", force=round.force, by=by
    )


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
