"""Keeping each case file's status and final assessment true to its assessments."""

from __future__ import annotations

from audit.models import Assessment, CaseFile
from audit.rules.grading import Origin, final_of
from audit.rules.transitions import AssessmentStatus, CaseFileStatus


def refresh_final(case_file: CaseFile) -> None:
    """Called by every service that changes an assessment, in its transaction."""
    assessments = list(Assessment.objects.filter(case_file=case_file))
    case_file.final_assessment = final_of(assessments)
    case_file.status = status_of(assessments)
    case_file.save(update_fields=["final_assessment", "status"])


def status_of(assessments: list[Assessment]) -> CaseFileStatus:
    """How far the file is, self-assessments left aside."""
    rows = [row for row in assessments if row.origin != Origin.SELF]
    if any(row.status == AssessmentStatus.AGREED for row in rows):
        return CaseFileStatus.AGREED
    if not rows:
        return CaseFileStatus.TO_GRADE
    if all(row.status == AssessmentStatus.SUBMITTED for row in rows):
        return CaseFileStatus.SUBMITTED
    return CaseFileStatus.IN_PROGRESS
