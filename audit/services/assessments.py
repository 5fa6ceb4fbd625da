"""Grading a case file: saving a draft, submitting it, returning it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F

from audit.clock import today
from audit.models import Assessment, CaseFile, Conflict, User
from audit.permissions import Right, require
from audit.rules.grading import Origin
from audit.rules.transitions import (
    ASSESSMENT_STEPS,
    AssessmentStatus,
    StaleError,
    TransitionError,
    require_step,
)
from audit.services.case_files import round_problems
from audit.services.finals import refresh_final
from audit.services.judgement_problems import judgement_problems
from audit.services.judgements import (
    Judgement,
    completed,
    judgement_of,
    values_recorded,
    write_judgement,
)
from audit.services.moderation_problems import reopening_problems
from audit.services.saving import raise_problems
from audit.services.trail import record

__all__ = ["Judgement", "judgement_problems"]


@dataclass(frozen=True)
class Draft:
    """`by`'s assessment with what is stored and what is to be; the file is locked."""

    assessment: Assessment
    stored: Judgement
    judgement: Judgement
    everybodys: list[Assessment]
    """All assessments of the file, this one included once it is saved."""
    repeated: bool = False
    """The same was sent before, and has had its effect: a double click, a retry."""

    def write(self) -> None:
        is_new = self.assessment.pk is None
        write_judgement(self.assessment, self.judgement, self.stored)
        if is_new:
            self.everybodys.append(self.assessment)
        refresh_final(self.assessment.case_file, self.everybodys)


@transaction.atomic
def assessment_save(
    *, case_file: CaseFile, judgement: Judgement, by: User, lock: int | None
) -> Assessment:
    """Saves `by`'s own draft. `lock` is the save that the form started from (None: no save yet).

    Raises ValidationError for what cannot be saved even as a draft, TransitionError once it
    is submitted, and StaleError where it was saved elsewhere in between. Sent twice, it is saved
    once.
    """
    require(by, Right.GRADE, case_file)
    draft = _open(case_file, judgement, by, lock)
    if draft.repeated:
        return draft.assessment
    raise_problems(judgement_problems(case_file, judgement, complete=False))
    before = values_recorded(draft.assessment, draft.stored)
    draft.write()
    after = values_recorded(draft.assessment, draft.judgement)
    record("assessment.saved", draft.assessment, by=by, before=before, after=after)
    return draft.assessment


@transaction.atomic
def assessment_autosave(
    *, case_file: CaseFile, judgement: Judgement, by: User, lock: int | None
) -> Assessment:
    """As `assessment_save`, but while somebody types: it leaves no trail (design, section 4), and
    writes nothing where nothing differs."""
    require(by, Right.GRADE, case_file)
    draft = _open(case_file, judgement, by, lock)
    if draft.repeated or draft.judgement.values == draft.stored.values:
        return draft.assessment
    raise_problems(judgement_problems(case_file, judgement, complete=False))
    draft.write()
    return draft.assessment


@transaction.atomic
def assessment_submit(
    *, case_file: CaseFile, judgement: Judgement, by: User, lock: int | None
) -> Assessment:
    """Saves `by`'s assessment and hands it in: from now on it counts. Sent twice, it is handed in
    once."""
    require(by, Right.GRADE, case_file)
    draft = _open(case_file, judgement, by, lock, to=AssessmentStatus.SUBMITTED)
    if draft.repeated:
        return draft.assessment
    problems = judgement_problems(case_file, judgement, complete=True, whole=draft.judgement)
    raise_problems(problems)
    assessment = draft.assessment
    before = values_recorded(assessment, draft.stored)
    require_step(ASSESSMENT_STEPS, assessment.status, AssessmentStatus.SUBMITTED, "An assessment")
    assessment.status = AssessmentStatus.SUBMITTED
    assessment.assessed_on = today()
    assessment.returned_because = ""
    draft.write()
    after = values_recorded(assessment, draft.judgement)
    record("assessment.submitted", assessment, by=by, before=before, after=after)
    return assessment


@transaction.atomic
def assessment_reopen(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Makes a submitted assessment a draft again: its assessor's own wish, or a moderator's.

    Of a file that two people graded, only a moderator's once both have submitted.
    """
    own = assessment.assessor_id == by.pk
    require(by, Right.GRADE if own else Right.MODERATE, assessment)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the assessment is to be changed."})
    raise_problems(round_problems(assessment.case_file.round))
    case_file = CaseFile.objects.select_for_update().get(pk=assessment.case_file_id)
    assessment.refresh_from_db()
    raise_problems(reopening_problems(assessment, by))
    require_step(ASSESSMENT_STEPS, assessment.status, AssessmentStatus.DRAFT, "An assessment")
    said = judgement_of(assessment)
    before = values_recorded(assessment, said)
    assessment.status = AssessmentStatus.DRAFT
    assessment.assessed_on = None
    assessment.returned_because = "" if own else reason.strip()
    assessment.lock += 1
    assessment.save()
    refresh_final(case_file)
    event = "assessment.reopened" if own else "assessment.returned"
    after = values_recorded(assessment, said)
    record(event, assessment, by=by, before=before, after=after, reason=reason)
    return assessment


def _open(
    case_file: CaseFile,
    judgement: Judgement,
    by: User,
    lock: int | None,
    *,
    to: str = AssessmentStatus.DRAFT,
) -> Draft:
    """`by`'s draft of this file, new or as it was when `lock` was read; the file is locked.

    What is there already, in the state that is wanted, is a repetition whatever its `lock`.
    """
    case_file = _locked(case_file)
    rows = _assessments_of(case_file, by)
    own = [row for row in rows if row.origin == Origin.ASSESSOR and row.assessor_id == by.pk]
    if not own:
        if is_somebody_elses(case_file, by):
            raise TransitionError(
                "Somebody else has assessed this case file already. "
                "Return their assessment to them if it must be changed."
            )
        # Its first save makes 2: only a row that nobody but loading has written is at 1.
        new = Assessment(case_file=case_file, origin=Origin.ASSESSOR, assessor=by)
        stored = judgement_of(new)
        return Draft(new, stored, completed(judgement, stored), rows)
    assessment = own[0]
    assessment.case_file = case_file
    stored = judgement_of(assessment)
    draft = Draft(assessment, stored, completed(judgement, stored), rows)
    is_same = draft.judgement.values == stored.values and assessment.status == to
    if is_same and (to != AssessmentStatus.DRAFT or assessment.lock != lock):
        return replace(draft, repeated=True)
    _require_open(assessment, lock)
    return draft


def _locked(case_file: CaseFile) -> CaseFile:
    """As it is stored now, for as long as the transaction lasts."""
    locked = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    if locked.round_id == case_file.round_id:
        locked.round = case_file.round  # need not be asked for again
    return locked


def _assessments_of(case_file: CaseFile, by: User) -> list[Any]:
    """All of them. Raises TransitionError where `by` has a conflict of interest, and
    ValidationError where the round was closed before the file's lock was had: a sign-off takes the
    locks of all files. Both are asked for in the same query, so that a save costs no more."""
    conflict = Conflict.objects.between(case_file, by)
    rows = Assessment.objects.filter(case_file=case_file).annotate(
        conflict=Exists(conflict), round_status=F("case_file__round__status")
    )
    found: list[Any] = list(rows.order_by("pk"))
    if found[0].conflict if found else conflict.exists():
        raise TransitionError(
            "You have a conflict of interest with this case file and cannot grade it."
        )
    if found:
        case_file.round.status = found[0].round_status
    else:
        case_file.round.refresh_from_db(fields=["status"])
    raise_problems(round_problems(case_file.round))
    return found


def _require_open(assessment: Assessment, lock: int | None) -> None:
    if assessment.status == AssessmentStatus.SET_ASIDE:
        raise TransitionError(
            "This case file was taken back from you. Your draft is kept, and is yours again if a "
            "moderator gives you the file."
        )
    if assessment.status != AssessmentStatus.DRAFT:
        raise TransitionError(
            "You have submitted this assessment already. Reopen it if it must be changed."
        )
    if assessment.lock != lock:
        raise StaleError(
            "This assessment was saved somewhere else after you opened it. "
            "Compare the two, then save again if yours should stand."
        )


def is_somebody_elses(case_file: CaseFile, by: User) -> bool:
    """Whether the file was begun by another person and is not allocated to `by`.

    A second assessment unsettles the first (rules/grading.final_of), so nobody makes one
    unasked; whoever the file is allocated to is asked.
    """
    if by.pk in case_file.assessors:
        return False
    begun = Assessment.objects.standing().filter(case_file=case_file)
    return begun.exclude(assessor=by).exists()
