"""Who may moderate a case file, and what keeps its grades from being agreed or opened again."""

from __future__ import annotations

from audit.models import Assessment, CaseFile, Conflict, Query, User
from audit.rules.grading import Origin
from audit.rules.moderation import Standing, standing_problems
from audit.rules.problems import Problem
from audit.rules.transitions import AssessmentStatus
from audit.services.case_files import round_problems


def moderator_problems(case_file: CaseFile, person: User) -> list[Problem]:
    """Nobody moderates their own. What else bars a person from a file belongs here."""
    own = Assessment.objects.filter(case_file=case_file, assessor=person).exclude(
        origin=Origin.AGREED
    )
    if person.pk in case_file.assessors or own.exists():
        return [
            Problem("", "You grade this file yourself. Somebody else who moderates must settle it.")
        ]
    if Conflict.objects.between(case_file, person).exists():
        return [Problem("", "You declared a conflict of interest. Somebody else must settle it.")]
    return []


def agreeing_problems(
    case_file: CaseFile, assessments: list[Assessment], person: User
) -> list[Problem]:
    """What keeps `person` from agreeing the file; `assessments` are those of its assessors."""
    standing = Standing(
        submitted=sum(row.counts for row in assessments),
        drafts=sum(not row.counts for row in assessments),
        blind=case_file.blind,
        open_queries=Query.objects.filter(case_file=case_file).open().count(),
    )
    return [
        *round_problems(case_file.round),
        *moderator_problems(case_file, person),
        *standing_problems(standing),
    ]


def reopening_problems(assessment: Assessment, person: User) -> list[Problem]:
    """What keeps a submitted assessment from being made a draft again."""
    case_file = assessment.case_file
    agreed = Assessment.objects.filter(
        case_file=case_file, origin=Origin.AGREED, status=AssessmentStatus.AGREED
    )
    if assessment.status == AssessmentStatus.SET_ASIDE:
        return [
            Problem(
                "", "This assessment was set aside. Give its assessor the file to open it again."
            )
        ]
    if assessment.origin == Origin.AGREED or agreed.exists():
        return [Problem("", "This file is agreed. A moderator reopens the agreed grade first.")]
    if assessment.assessor_id != person.pk:
        return moderator_problems(case_file, person)
    return _seen_problems(case_file, person)


def _seen_problems(case_file: CaseFile, person: User) -> list[Problem]:
    """Once two people have submitted, each may have seen the other's grade; also where a moderator
    has returned one of them since."""
    others = Assessment.objects.filter(case_file=case_file, origin=Origin.ASSESSOR)
    seen = any(
        row.returned_because or (row.counts and not case_file.blind)
        for row in others.exclude(assessor=person)
    )
    if not seen:
        return []
    return [
        Problem(
            "",
            "Both of you have submitted, and you may have seen the other grade. "
            "Ask a moderator to return yours.",
        )
    ]
