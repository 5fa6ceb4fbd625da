"""The feedback note on a case file: who may have it, and what it may rest on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from audit.clock import today
from audit.documents.feedback_note import Snapshot, feedback_note
from audit.models import Assessment, CaseAction, CaseFile, LocalNumber, User
from audit.permissions import Right, can
from audit.rules.grading import Origin


def may_have_feedback(user: User, case_file: CaseFile) -> bool:
    """Moderators, and whoever assesses the file."""
    if case_file.reconstructed:
        return False
    if can(user, Right.MODERATE, case_file):
        return True
    if not can(user, Right.GRADE, case_file):
        return False
    own = Assessment.objects.filter(case_file=case_file, assessor=user, origin=Origin.ASSESSOR)
    return user.pk in case_file.assessors or own.exists()


def feedback_note_of(*, case_file: CaseFile, by: User) -> Snapshot:
    """The note as it would be now. Before the grade stands it rests on `by`'s own assessment
    alone, so that nobody who grades blind reads what the other found."""
    if not may_have_feedback(by, case_file):
        raise PermissionDenied("This needs the right to moderate, or to be the file's assessor.")
    numbers = LocalNumber.objects.filter(case_file=case_file)
    return feedback_note(
        case_file,
        _assessments(case_file, by),
        CaseAction.objects.filter(case_file=case_file).most_urgent_first(),
        numbers=[row.number for row in numbers],
        as_at=today(),
    )


def _assessments(case_file: CaseFile, by: User) -> list[Assessment]:
    rows = (
        Assessment.objects.visible_to(by)
        .filter(case_file=case_file)
        .exclude(origin=Origin.SELF)
        .prefetch_related("stage_notes__stage", "observations__theme", "answers__question__stage")
    )
    if case_file.final_assessment_id is None:
        return [row for row in rows if row.assessor_id == by.pk]
    return [row for row in rows if row.counts]
