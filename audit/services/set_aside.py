"""Assessments of people from whom a file was taken: kept, counted nowhere, and theirs again when
the file is.

Parts of the services that take a file back or give it, within their transaction and the file's
lock, and before `refresh_final`: the right was asked for there.
"""

from __future__ import annotations

from collections.abc import Iterable

from audit.models import Assessment, User
from audit.rules.transitions import ASSESSMENT_STEPS, AssessmentStatus, require_step
from audit.services.trail import record, values_of


def set_aside(assessments: Iterable[Assessment], *, reason: str, by: User) -> None:
    for assessment in assessments:
        _move(assessment, AssessmentStatus.SET_ASIDE, "assessment.set_aside", by, reason)


def restore(assessments: Iterable[Assessment], *, by: User) -> None:
    """As drafts, whatever they were: their assessor hands them in again."""
    for assessment in assessments:
        _move(assessment, AssessmentStatus.DRAFT, "assessment.restored", by)


def _move(
    assessment: Assessment, to: AssessmentStatus, event: str, by: User, reason: str = ""
) -> None:
    """A form that is still open on it is stale from now on."""
    require_step(ASSESSMENT_STEPS, assessment.status, to, "An assessment")
    before = values_of(assessment)
    assessment.status = to
    assessment.lock += 1
    if to == AssessmentStatus.DRAFT:
        assessment.assessed_on = None
    assessment.save()
    record(event, assessment, by=by, before=before, after=values_of(assessment), reason=reason)
