"""The breakdown of a round beside the same counts in SQL written by hand."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter

from django.db import connection

from audit.documents.figures import round_figures
from audit.models import AreaGrade, AreaOfPractice, Assessment, CaseFile, Round, User
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus, CaseFileStatus
from tests.bench.table import Line
from tests.factories import RoundFactory

RUNS = {100: 51, 100_000: 9}
"""Case files → how often they are counted."""
BATCH = 10_000
IN_TWO_AREAS = 80
"""One file in so many stands under two areas, as in Durham."""
FINAL = """
    UPDATE audit_casefile SET final_assessment_id =
        (SELECT id FROM audit_assessment WHERE case_file_id = audit_casefile.id)
    WHERE round_id = %s
"""
COUNTS = (
    """SELECT a.overall_grade, count(*) FROM audit_casefile c
       LEFT JOIN audit_assessment a ON a.id = c.final_assessment_id
       WHERE c.round_id = %s GROUP BY 1""",
    """SELECT g.area_id, g.grade, count(*) FROM audit_casefile c
       JOIN audit_areagrade g ON g.assessment_id = c.final_assessment_id
       WHERE c.round_id = %s GROUP BY 1, 2""",
    """SELECT count(*) FROM (
           SELECT c.id FROM audit_casefile c
           JOIN audit_areagrade g ON g.assessment_id = c.final_assessment_id
           WHERE c.round_id = %s GROUP BY 1 HAVING count(*) > 1) AS several""",
    """SELECT count(DISTINCT c.id) FROM audit_casefile c
       JOIN audit_assessment a ON a.case_file_id = c.id
       WHERE c.round_id = %s AND a.origin = 'self'""",
    "SELECT EXISTS (SELECT 1 FROM audit_casefile WHERE round_id = %s AND reconstructed)",
)


def make_round(files: int) -> Round:
    """A round of so many graded files."""
    round = RoundFactory(code=f"bench-{files}")
    for start in range(0, files, BATCH):
        add_graded_files(round, range(start, min(start + BATCH, files)))
    with connection.cursor() as cursor:
        cursor.execute(FINAL, [round.pk])
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # which autovacuum does in production
    return round


def add_graded_files(round: Round, numbers: range) -> None:
    areas = list(AreaOfPractice.objects.filter(framework=round.framework))
    scale = round.framework.scale.codes
    service = User.objects.service_account()
    files = CaseFile.objects.bulk_create(
        CaseFile(
            round=round,
            reference=f"{round.pk}-{number}",
            area=areas[number % len(areas)],
            status=CaseFileStatus.SUBMITTED,
        )
        for number in numbers
    )
    assessments = Assessment.objects.bulk_create(
        Assessment(
            case_file=file,
            origin=Origin.ASSESSOR,
            assessor=service,
            status=AssessmentStatus.SUBMITTED,
            overall_grade=scale[number % len(scale)],
        )
        for number, file in zip(numbers, files, strict=True)
    )
    AreaGrade.objects.bulk_create(
        AreaGrade(assessment=assessment, area=area, grade=assessment.overall_grade)
        for number, assessment in zip(numbers, assessments, strict=True)
        for area in {areas[number % len(areas)], *(areas[:1] if number % IN_TWO_AREAS == 1 else ())}
    )


def measure() -> list[Line]:
    rounds = {files: make_round(files) for files in RUNS}
    return [compare(round, files) for files, round in rounds.items()]


def compare(round: Round, files: int) -> Line:
    """In turns, so that whatever else the machine does falls on both."""
    ours: list[float] = []
    by_hand: list[float] = []
    for _ in range(RUNS[files]):
        ours.append(seconds(lambda: round_figures(Round.objects.get(pk=round.pk))))
        by_hand.append(seconds(lambda: count_by_hand(round.pk)))
    return Line(
        f"{files:,} case files", median(ours) * 1000, median(by_hand) * 1000, "ms", "at most 1.5 ×"
    )


def count_by_hand(round_id: int) -> None:
    with connection.cursor() as cursor:
        for count in COUNTS:
            cursor.execute(count, [round_id])
            cursor.fetchall()


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
