"""Grading a case file: saving a draft, submitting it, returning it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.clock import today
from audit.models import (
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CaseFile,
    Observation,
    Round,
    Theme,
    User,
)
from audit.permissions import Right, require
from audit.rules.grading import (
    Origin,
    Scale,
    grade_problems,
    overall_grade,
    rationale_problems,
)
from audit.rules.problems import Problem
from audit.rules.transitions import (
    ASSESSMENT_STEPS,
    AssessmentStatus,
    TransitionError,
    require_step,
)
from audit.services.case_files import area_problems, round_problems
from audit.services.finals import refresh_final
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of


class StaleError(ValueError):
    """Somebody saved the assessment after this form was opened."""


@dataclass(frozen=True)
class Judgement:
    """What an assessor says of a case file. A grade "" is one not given yet."""

    area_grades: Mapping[AreaOfPractice, str]
    overall_grade: str = ""
    rationale: str = ""
    systems_looked_at: str = ""
    observations: Sequence[tuple[Theme, str]] = field(default_factory=list)
    """Themes with their polarity."""

    @property
    def overall(self) -> str:
        return overall_grade(list(self.area_grades.values()), self.overall_grade)


@transaction.atomic
def assessment_save(
    *, case_file: CaseFile, judgement: Judgement, by: User, lock: int | None
) -> Assessment:
    """Saves `by`'s own draft. `lock` is the save that the form started from (None: no save yet).

    Raises ValidationError for what cannot be saved even as a draft, TransitionError once it
    is submitted, and StaleError where it was saved elsewhere in between.
    """
    require(by, Right.GRADE, case_file)
    raise_problems(judgement_problems(case_file, judgement, complete=False))
    assessment = _own(case_file, by, lock)
    before = _values(assessment)
    _write(assessment, judgement)
    refresh_final(assessment.case_file)
    record("assessment.saved", assessment, by=by, before=before, after=_values(assessment))
    return assessment


@transaction.atomic
def assessment_submit(
    *, case_file: CaseFile, judgement: Judgement, by: User, lock: int | None
) -> Assessment:
    """Saves `by`'s assessment and hands it in: from now on it counts."""
    require(by, Right.GRADE, case_file)
    raise_problems(judgement_problems(case_file, judgement, complete=True))
    assessment = _own(case_file, by, lock)
    before = _values(assessment)
    require_step(ASSESSMENT_STEPS, assessment.status, AssessmentStatus.SUBMITTED, "An assessment")
    assessment.status = AssessmentStatus.SUBMITTED
    assessment.assessed_on = today()
    assessment.returned_because = ""
    _write(assessment, judgement)
    refresh_final(assessment.case_file)
    record("assessment.submitted", assessment, by=by, before=before, after=_values(assessment))
    return assessment


@transaction.atomic
def assessment_reopen(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Makes a submitted assessment a draft again: its assessor's own wish, or a moderator's."""
    own = assessment.assessor_id == by.pk
    require(by, Right.GRADE if own else Right.MODERATE, assessment)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the assessment is to be changed."})
    raise_problems(round_problems(assessment.case_file.round))
    case_file = CaseFile.objects.select_for_update().get(pk=assessment.case_file_id)
    assessment.refresh_from_db()
    require_step(ASSESSMENT_STEPS, assessment.status, AssessmentStatus.DRAFT, "An assessment")
    before = _values(assessment)
    assessment.status = AssessmentStatus.DRAFT
    assessment.assessed_on = None
    assessment.returned_because = "" if own else reason.strip()
    assessment.lock += 1
    assessment.save()
    refresh_final(case_file)
    event = "assessment.reopened" if own else "assessment.returned"
    record(event, assessment, by=by, before=before, after=_values(assessment), reason=reason)
    return assessment


def _own(case_file: CaseFile, by: User, lock: int | None) -> Assessment:
    """`by`'s draft of this file, new or as it was when `lock` was read; the file is locked."""
    case_file = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    key = {"case_file": case_file, "origin": Origin.ASSESSOR, "assessor": by}
    assessment = Assessment.objects.filter(**key).first()
    if assessment is None:
        if is_somebody_elses(case_file, by):
            raise TransitionError(
                "Somebody else has assessed this case file already. "
                "Return their assessment to them if it must be changed."
            )
        # Its first save makes 2: only a row that nobody but loading has written is at 1.
        return Assessment(**key)
    assessment.case_file = case_file
    if assessment.status != AssessmentStatus.DRAFT:
        raise TransitionError(
            "You have submitted this assessment already. Reopen it if it must be changed."
        )
    if assessment.lock != lock:
        raise StaleError(
            "This assessment was saved somewhere else after you opened it. "
            "Compare the two, then save again if yours should stand."
        )
    return assessment


def is_somebody_elses(case_file: CaseFile, by: User) -> bool:
    """Whether the file was begun by another person and is not allocated to `by`.

    A second assessment unsettles the first (rules/grading.final_of), so nobody makes one
    unasked; whoever the file is allocated to is asked.
    """
    if case_file.allocated_to_id == by.pk:
        return False
    begun = Assessment.objects.filter(case_file=case_file, origin=Origin.ASSESSOR)
    return begun.exclude(assessor=by).exists()


def _write(assessment: Assessment, judgement: Judgement) -> None:
    assessment.overall_grade = judgement.overall
    assessment.rationale = judgement.rationale.strip()
    assessment.systems_looked_at = judgement.systems_looked_at.strip()
    assessment.lock += 1
    assessment.save()
    assessment.area_grades.all().delete()
    AreaGrade.objects.bulk_create(
        AreaGrade(assessment=assessment, area=area, grade=grade)
        for area, grade in judgement.area_grades.items()
    )
    _write_observations(assessment, judgement)


def _write_observations(assessment: Assessment, judgement: Judgement) -> None:
    """Notes on themes that are still observed are kept: the form does not ask for them."""
    wanted = {(theme.pk, str(polarity)) for theme, polarity in judgement.observations}
    standing = {(row.theme_id, row.polarity): row for row in assessment.observations.all()}
    gone = [row.pk for key, row in standing.items() if key not in wanted]
    Observation.objects.filter(pk__in=gone).delete()
    Observation.objects.bulk_create(
        Observation(assessment=assessment, theme_id=theme, polarity=polarity)
        for theme, polarity in sorted(wanted - set(standing))
    )


def judgement_problems(
    case_file: CaseFile, judgement: Judgement, *, complete: bool
) -> list[Problem]:
    """What keeps a judgement from being saved, or (`complete`) from being submitted."""
    scale: Scale = case_file.round.framework.scale
    grades = list(judgement.area_grades.values())
    problems = [
        *round_problems(case_file.round),
        *_reconstruction_problems(case_file),
        *area_problems(case_file.round, *judgement.area_grades),
        *_theme_problems(case_file.round, judgement),
        *grade_problems(scale, grades, judgement.overall_grade, complete=complete),
    ]
    if complete:
        problems += rationale_problems(scale, [*grades, judgement.overall], judgement.rationale)
    return problems


def _theme_problems(round: Round, judgement: Judgement) -> list[Problem]:
    return [
        Problem("observations", f"“{theme}” is a theme of another framework. Leave it out.")
        for theme, _ in judgement.observations
        if theme.framework_id != round.framework_id
    ]


def _reconstruction_problems(case_file: CaseFile) -> list[Problem]:
    if not case_file.reconstructed:
        return []
    return [Problem("", "This file was made from published counts and cannot be graded.")]


def _values(assessment: Assessment) -> dict[str, Any]:
    if assessment.pk is None:
        return {}
    grades = assessment.area_grades.values_list("area__code", "grade")
    observed = assessment.observations.values_list("theme__code", "polarity")
    return {
        **values_of(assessment),
        "area_grades": dict(grades),
        "observations": sorted(map(list, observed)),
    }
