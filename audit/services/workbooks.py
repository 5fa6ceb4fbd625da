"""An assessor's own case files, to be filled in away from Casemark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from audit.models import Assessment, CaseFile, Round, User
from audit.permissions import Right, can, require_somewhere
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.judgement_problems import areas_of, asked_of
from audit.services.judgements import Judgement, judgement_of
from audit.services.trail import record

DRAFTED = ("area_grades__area", "observations__theme", "answers__question", "stage_notes__stage")


@dataclass(frozen=True)
class OwnFile:
    """A case file with its assessor's draft as it stands. `lock` is the save that it is from, None
    where nothing is begun; `asked` has the codes of the questions that apply."""

    case_file: CaseFile
    judgement: Judgement
    lock: int | None
    asked: frozenset[str]


@transaction.atomic
def own_workbook_take_out(*, round: Round, by: User) -> list[OwnFile]:
    """What `by` is asked to grade in `round` and has not handed in, along the areas; [] where there
    is nothing."""
    for right in (Right.GRADE, Right.TRANSFER_CASE_FILES):
        require_somewhere(by, right)
    taken = [row for row in _to_grade(round, by) if _may_take(by, row)]
    if taken:
        record("round.own_workbook_taken_out", round, by=by, after={"files": len(taken)})
    return list(_own_files(round, taken))


def _may_take(by: User, case_file: CaseFile) -> bool:
    return can(by, Right.GRADE, case_file) and can(by, Right.TRANSFER_CASE_FILES, case_file)


def _to_grade(round: Round, by: User) -> QuerySet[CaseFile]:
    """Each with `drafts`: `by`'s own, or none. Nobody else's judgement is asked for."""
    own = Assessment.objects.visible_to(by).filter(origin=Origin.ASSESSOR, assessor=by)
    drafts = own.filter(status=AssessmentStatus.DRAFT).prefetch_related(*DRAFTED)
    done = own.exclude(status=AssessmentStatus.DRAFT)
    files = CaseFile.objects.visible_to(by).asked(by).filter(round=round, reconstructed=False)
    if not round.is_open:
        return files.none()
    return (
        files.exclude(pk__in=done.values("case_file"))
        .select_related("area", "round__framework", "round__force")
        .prefetch_related(Prefetch("assessments", drafts, to_attr="drafts"))
        .order_by("area__order", "due_on", "reference")
    )


def _own_files(round: Round, files: Iterable[Any]) -> Iterable[OwnFile]:
    """What is asked depends on the areas alone, so it is looked up once for each set of them."""
    known: dict[frozenset[int], frozenset[str]] = {}
    for case_file in files:
        draft = next(iter(case_file.drafts), None)
        judgement = judgement_of(draft or Assessment(case_file=case_file))
        areas = areas_of(case_file, judgement)
        key = frozenset(area.pk for area in areas)
        if key not in known:
            known[key] = frozenset(asked_of(round, areas).codes)
        yield OwnFile(case_file, judgement, draft.lock if draft else None, known[key])
