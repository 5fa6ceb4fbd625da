"""Undoing an import, while nothing that it made has been changed since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.models import Assessment, CaseFile, ImportRun, LocalNumber, User
from audit.models.encryption import unpacked_bytes
from audit.permissions import require
from audit.rules.transitions import AssessmentStatus, TransitionError
from audit.services.case_files import round_problems
from audit.services.count_imports import counts_undo
from audit.services.finals import refresh_finals
from audit.services.imports import RIGHTS
from audit.services.judgement_rows import judgement_from
from audit.services.judgements import judgement_of, write_judgement
from audit.services.recommendation_undo import recommendations_undo
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of
from audit.services.undoing import BATCH, REASON, batches, delete_recorded, refuse, touched


@transaction.atomic
def import_undo(*, run: ImportRun, by: User) -> ImportRun:
    """Takes out what the import made, and puts back what it changed: all of it, or nothing.

    Raises ValidationError where anything of it has been changed since.
    """
    rows = ImportRun.objects.select_for_update(of=("self",))
    run = rows.select_related("round__force", "round__framework").get(pk=run.pk)
    require(by, RIGHTS[ImportRun.Kind(run.kind)], run.round)
    raise_problems(round_problems(run.round))
    if run.status != ImportRun.Status.DONE or run.made is None:
        raise TransitionError("Only an import that is done can be undone, and only once.")
    made = json.loads(unpacked_bytes(run.made))
    UNDOING[run.kind](run, made, by)
    run.status, run.undone_by, run.undone_at = ImportRun.Status.UNDONE, by, timezone.now()
    run.made = None
    run.save(update_fields=["status", "undone_by", "undone_at", "made"])
    record("import_run.undone", run, by=by, after={"sha256": run.sha256, "rows": len(made)})
    return run


def _undo_cases(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    _refuse_changed(run, made)
    for start in range(0, len(made), BATCH):
        _undo_some(run, made[start : start + BATCH], by)


def _undo_some(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    added = [one["assessment"] for one in made if one["assessment"] and not one["before"]]
    numbers = [one["number"] for one in made if one["number"]]
    delete_recorded(LocalNumber.objects.filter(pk__in=numbers), by)
    new = {one["case_file"] for one in made if one["new_file"]}
    CaseFile.objects.filter(pk__in=new).update(final_assessment=None)
    delete_recorded(Assessment.objects.filter(pk__in=added), by)
    for one in made:
        if one["before"]:
            _restore(run, one, by)
    delete_recorded(CaseFile.objects.filter(pk__in=new), by)
    stay = CaseFile.objects.in_bulk({one["case_file"] for one in made} - new)
    for one in made:
        if one["file_before"] and one["case_file"] in stay:
            _put_back(stay[one["case_file"]], one["file_before"], by)
    refresh_finals(list(stay.values()))


def _put_back(case_file: CaseFile, before: Mapping[str, Any], by: User) -> None:
    after = {name: getattr(case_file, name) for name in before}
    for name, value in before.items():
        setattr(case_file, name, value)
    case_file.save(update_fields=[name.removesuffix("_id") for name in before])
    record("case_file.changed", case_file, by=by, before=after, after=before, reason=REASON)


def _restore(run: ImportRun, one: Mapping[str, Any], by: User) -> None:
    """A draft that stood before the import, as it was."""
    assessment = Assessment.objects.select_related("case_file__round").get(pk=one["assessment"])
    stored = judgement_of(assessment)
    day = one["before"]["assessed_on"]
    assessment.status = AssessmentStatus.DRAFT
    assessment.assessed_on = date.fromisoformat(day) if day else None
    write_judgement(assessment, judgement_from(one["before"], run.round.framework), stored)
    record("assessment.saved", assessment, by=by, after=values_of(assessment), reason=REASON)


def _refuse_changed(run: ImportRun, made: list[dict[str, Any]]) -> None:
    """Whatever was done with a file, its assessment or what hangs on it left an entry, or a row
    that the import has not made; typing alone counts the assessment's saves up."""
    locks = {one["assessment"]: one["lock"] for one in made if one["assessment"]}
    files = {one["case_file"] for one in made if one["new_file"]}
    stands = (
        _locks(locks) == locks
        and not touched("assessment", locks, run)
        and not touched("casefile", files, run)
        and not _used(files, locks)
    )
    if not stands:
        raise refuse("case files")


def _locks(keys: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in batches(keys):
        found |= dict(Assessment.objects.filter(pk__in=some).values_list("pk", "lock"))
    return found


PARTS = {"answers", "area_grades", "observations", "stage_notes", "final_for", "local_numbers"}


def _used(files: Iterable[int], assessments: Iterable[int]) -> bool:
    """Whether anything hangs on these that somebody added beside the import."""
    for model, keys in ((CaseFile, files), (Assessment, assessments)):
        for relation in model._meta.related_objects:
            name = relation.get_accessor_name()
            if name in PARTS or (model is CaseFile and name == "assessments"):
                continue
            rows: Any = relation.related_model._base_manager
            if any(
                rows.filter(**{f"{relation.field.name}__in": some}).exists()
                for some in batches(keys)
            ):
                return True
    return any(
        Assessment.objects.filter(case_file__in=some).exclude(pk__in=list(assessments)).exists()
        for some in batches(files)
    )


UNDOING: dict[str, Callable[[ImportRun, list[dict[str, Any]], User], None]] = {
    str(ImportRun.Kind.CASE_FILES): _undo_cases,
    str(ImportRun.Kind.PUBLISHED_COUNTS): counts_undo,
    str(ImportRun.Kind.RECOMMENDATIONS): recommendations_undo,
}
"""What takes out what a run of each kind has made."""
