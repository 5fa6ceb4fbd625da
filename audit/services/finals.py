"""Keeping each case file's status and final assessment true to its assessments."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery

from audit.models import Assessment, CaseFile
from audit.rules.grading import Origin, final_of
from audit.rules.transitions import AssessmentStatus, CaseFileStatus

BATCH = 500
KEPT = ("final_assessment_id", "status", "blind")


def refresh_final(case_file: CaseFile, assessments: list[Assessment] | None = None) -> None:
    """Called by every service that changes an assessment or who is to make one, in its
    transaction. `assessments` are all those of the file, for a caller that has read them."""
    if assessments is None:
        assessments = list(Assessment.objects.filter(case_file=case_file))
    if _settled(case_file, assessments):
        case_file.save(update_fields=["final_assessment", "status", "blind"])


def refresh_finals(case_files: Sequence[CaseFile]) -> None:
    """The same for many files, in two queries and one for each way in which they change."""
    by_file: dict[int, list[Assessment]] = {case_file.pk: [] for case_file in case_files}
    for row in Assessment.objects.filter(case_file__in=case_files):
        by_file[row.case_file_id].append(row)
    changed = [one for one in case_files if _settled(one, by_file[one.pk])]
    alike: dict[tuple[str, bool], list[CaseFile]] = {}
    for one in changed:
        alike.setdefault((one.status, one.blind), []).append(one)
    for (status, blind), files in alike.items():
        for start in range(0, len(files), BATCH):
            _write(files[start : start + BATCH], status, blind)


def _write(files: Sequence[CaseFile], status: str, blind: bool) -> None:
    """Each with its own final assessment, found by what they have in common: a condition for each
    file (`bulk_update`) takes many times as long."""
    keys = [one.final_assessment_id for one in files if one.final_assessment_id]
    finals = Assessment.objects.filter(case_file=OuterRef("pk"), pk__in=keys).values("pk")
    rows = CaseFile.objects.filter(pk__in=[one.pk for one in files])
    rows.update(status=status, blind=blind, final_assessment=Subquery(finals) if keys else None)


def _settled(case_file: CaseFile, assessments: list[Assessment]) -> bool:
    """Sets what follows from the assessments; whether anything is different now."""
    before = [getattr(case_file, name) for name in KEPT]
    standing = [row for row in assessments if row.status != AssessmentStatus.SET_ASIDE]
    case_file.final_assessment = final_of(standing, double=case_file.is_double)
    case_file.status = status_of(standing, asked=len(case_file.assessors))
    case_file.blind = is_blind(case_file, standing)
    return before != [getattr(case_file, name) for name in KEPT]


def is_blind(case_file: CaseFile, assessments: list[Assessment]) -> bool:
    """Two people are asked, and not both have submitted."""
    done = {row.assessor_id for row in assessments if row.origin == Origin.ASSESSOR and row.counts}
    return case_file.is_double and not case_file.assessors <= done


def status_of(assessments: list[Assessment], *, asked: int = 1) -> CaseFileStatus:
    """How far the file is, self-assessments left aside; `asked` people are to grade it. One whose
    agreed grade was reopened waits for moderation again."""
    if any(row.status == AssessmentStatus.AGREED for row in assessments):
        return CaseFileStatus.AGREED
    rows = [row for row in assessments if row.origin == Origin.ASSESSOR]
    if not rows:
        return CaseFileStatus.TO_GRADE
    submitted = [row for row in rows if row.status == AssessmentStatus.SUBMITTED]
    if len(submitted) == len(rows) and len(rows) >= asked:
        return CaseFileStatus.SUBMITTED
    return CaseFileStatus.IN_PROGRESS
