"""Rounds with any number of rows in each list, made quickly."""

from __future__ import annotations

from itertools import cycle

from django.utils import timezone

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import (
    Answer,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CaseAction,
    CaseFile,
    Child,
    CommonTheme,
    ImmediateConcern,
    Observation,
    PublishedCount,
    Question,
    Recommendation,
    Report,
    ReportVersion,
    Response,
    ResponseStep,
    Round,
    Stage,
    SubPoint,
    SupportingFigure,
    Theme,
    User,
)
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus, CaseFileStatus
from tests.factories import RecommendationFactory, RoundFactory, SourceDocumentFactory


def add_rounds_like(round: Round, rows: int, **traits) -> None:
    Round.objects.bulk_create(
        RoundFactory.build_batch(rows, force=round.force, framework=round.framework, **traits)
    )


def add_files(round: Round, assessor: User, rows: int) -> list[CaseFile]:
    """One file to grade, then graded ones, each under two areas; the second file is full."""
    areas = AreaOfPractice.objects.filter(framework=round.framework)[:2]
    files = CaseFile.objects.bulk_create(
        CaseFile(round=round, reference=f"{round.pk}-{n}", area=areas[0], allocated_to=assessor)
        for n in range(rows)
    )
    graded = Assessment.objects.bulk_create(
        Assessment(
            case_file=file,
            origin=Origin.ASSESSOR,
            assessor=assessor,
            status=AssessmentStatus.SUBMITTED,
            overall_grade="good",
        )
        for file in files[1:]
    )
    AreaGrade.objects.bulk_create(
        AreaGrade(assessment=row, area=area, grade="good") for row in graded for area in areas
    )
    for row in graded:
        row.case_file.final_assessment, row.case_file.status = row, CaseFileStatus.SUBMITTED
    CaseFile.objects.bulk_update(files[1:], ["final_assessment", "status"])
    _fill(graded[0], rows)
    return files


def _fill(assessment: Assessment, rows: int) -> None:
    """What the page of one file lists: children, themes that were seen, facts."""
    Child.objects.bulk_create(Child(case_file=assessment.case_file) for _ in range(rows))
    Observation.objects.bulk_create(
        Observation(assessment=assessment, theme=theme, polarity="strength")
        for theme in Theme.objects.all()[: rows // 4]
    )
    Answer.objects.bulk_create(
        Answer(assessment=assessment, question=question, absence="not_recorded")
        for question in Question.objects.all()[: rows // 4]
    )


def add_concerns(files: list[CaseFile], by: User) -> None:
    """A concern and an action for each file, and as many of the second file as there are files."""
    now = timezone.now()
    concerned = [*files, *[files[1]] * len(files)]
    ImmediateConcern.objects.bulk_create(
        ImmediateConcern(
            case_file=file,
            kind="child_at_risk",
            what="Alone.",
            told_whom="Inspector",
            rang_at=now,
            raised_by=by,
            raised_at=now,
            due_at=now,
            answer_by=now,
        )
        for file in concerned
    )
    CaseAction.objects.bulk_create(
        CaseAction(
            case_file=file,
            what="Write.",
            owner="Team",
            due_on=now.date(),
            done_on=now.date(),
            done_note="Written.",
            done_by=by,
        )
        for file in concerned
    )


def add_findings(round: Round, rows: int) -> None:
    area = AreaOfPractice.objects.filter(framework=round.framework).first()
    chapters = cycle(Stage.objects.filter(framework=round.framework))
    CommonTheme.objects.bulk_create(
        CommonTheme(round=round, area=area, polarity="strength", order=n, text=f"Seen {n}.")
        for n in range(rows)
    )
    SupportingFigure.objects.bulk_create(
        SupportingFigure(
            round=round, chapter=next(chapters), order=n, label=f"Figure {n}", counted_by="force"
        )
        for n in range(rows)
    )
    PublishedCount.objects.create(round=round, grade="good", count=rows)


def add_recommendations(round: Round, rows: int) -> Recommendation:
    """Of one document, each put to the force; the first one has as many sub-points."""
    document = SourceDocumentFactory()
    chapter = Stage.objects.filter(framework=round.framework).first()
    made = Recommendation.objects.bulk_create(
        RecommendationFactory.build_batch(
            rows, round=round, source_document=document, chapter=chapter
        )
    )
    answers = Response.objects.bulk_create(
        Response(recommendation=row, force=round.force) for row in made
    )
    by, day = User.objects.service_account(), timezone.localdate()
    ResponseStep.objects.bulk_create(
        ResponseStep(response=row, status=row.status, on=day, by=by) for row in answers
    )
    SubPoint.objects.bulk_create(
        SubPoint(recommendation=made[0], order=n, text=f"Point {n}") for n in range(rows)
    )
    made[0].themes.set(Theme.objects.all()[: rows // 4])
    return made[0]


def add_versions(round: Round, by: User, rows: int) -> ReportVersion:
    report = Report.objects.create(round=round, force=round.force, kind=CASE_FILE_AUDIT.name)
    last = None
    for number in range(1, rows + 1):
        last = ReportVersion.objects.create(
            report=report,
            number=number,
            replaces=last,
            published_by=by,
            published_at="2026-11-20T09:00Z",
        )
    return last
