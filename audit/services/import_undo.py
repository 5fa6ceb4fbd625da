"""Undoing an import, while nothing that it made has been changed since."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.models import (
    Assessment,
    CaseFile,
    DipCheck,
    ImportRun,
    LocalNumber,
    User,
)
from audit.models.encryption import unpacked_bytes
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus, TransitionError
from audit.services.case_files import round_problems
from audit.services.count_imports import counts_undo
from audit.services.finals import refresh_finals
from audit.services.imports import import_right
from audit.services.judgement_rows import judgement_from, notes_put_back
from audit.services.judgements import judgement_of, values_recorded, write_judgement
from audit.services.recommendation_undo import recommendations_undo
from audit.services.saving import raise_problems
from audit.services.trail import record
from audit.services.undoing import REASON, batches, delete_recorded, refuse, touched


@transaction.atomic
def import_undo(*, run: ImportRun, by: User) -> ImportRun:
    """Takes out what the import made, and puts back what it changed: all of it, or nothing.

    Raises ValidationError where anything of it has been changed since.
    """
    rows = ImportRun.objects.select_for_update(of=("self",))
    run = rows.select_related("round__force", "round__framework").get(pk=run.pk)
    require_undo(run, by)
    raise_problems(round_problems(run.round))
    if not can_be_undone(run):
        raise TransitionError("Only an import of rows that is done can be undone, and only once.")
    assert run.made is not None
    made = json.loads(unpacked_bytes(run.made))
    UNDOING[run.kind](run, made, by)
    run.status, run.undone_by, run.undone_at = ImportRun.Status.UNDONE, by, timezone.now()
    run.made = None
    run.save(update_fields=["status", "undone_by", "undone_at", "made"])
    record("import_run.undone", run, by=by, after={"sha256": run.sha256, "rows": len(made)})
    return run


def require_undo(run: ImportRun, person: User) -> None:
    """Raises PermissionDenied but for whoever may import all of it, and whoever did import it."""
    everything = import_right(round=run.round, kind=run.kind, by=person)
    if not everything and run.started_by_id != person.pk:
        raise PermissionDenied("Somebody else began this import.")


def may_be_undone(run: ImportRun, person: User) -> bool:
    """Whether `person` can try: whether anything was changed since is found when they do."""
    if not run.round.is_open or not can_be_undone(run):
        return False
    try:
        require_undo(run, person)
    except PermissionDenied:
        return False
    return True


def can_be_undone(run: ImportRun) -> bool:
    """Not so a workbook that came back whole: what it changed is too many things."""
    return run.status == ImportRun.Status.DONE and run.kind in UNDOING and run.made is not None


def _undo_cases(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    """Each kind of row in all files before the next: two rows may be about one file."""
    _refuse_changed(run, made)
    new = {one["case_file"] for one in made if one["new_file"]}
    stay = {one["case_file"] for one in made} - new
    _delete_all(LocalNumber, {one["number"] for one in made if one["number"]}, by)
    for some in batches(new):
        CaseFile.objects.filter(pk__in=some).update(final_assessment=None)
    added = {one["assessment"] for one in made if one["assessment"] and not one["before"]}
    _delete_all(Assessment, added, by)
    _delete_all(CaseFile, new, by)
    for one in made:
        if one["before"]:
            _restore(run, one, by)
    for one in reversed(made):
        if one["file_before"] and one["case_file"] in stay:
            _put_back(CaseFile.objects.get(pk=one["case_file"]), one["file_before"], by)
    for some in batches(stay):
        refresh_finals(list(CaseFile.objects.filter(pk__in=some)))


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
    said = judgement_from(one["before"], run.round.framework)
    before = values_recorded(assessment, stored)
    day = one["before"]["assessed_on"]
    assessment.status = AssessmentStatus.DRAFT
    assessment.returned_because = one["before"]["returned_because"]
    assessment.assessed_on = date.fromisoformat(day) if day else None
    write_judgement(assessment, said, stored)
    notes_put_back(assessment, one["before"].get("notes", ()))  # older imports kept none
    after = values_recorded(assessment, said)
    record("assessment.saved", assessment, by=by, before=before, after=after, reason=REASON)


def _delete_all(model: Any, keys: Iterable[int], by: User) -> None:
    for some in batches(keys):
        delete_recorded(model.objects.filter(pk__in=some), by)


def _refuse_changed(run: ImportRun, made: list[dict[str, Any]]) -> None:
    """Whatever was done with a file, its assessment or what hangs on it left an entry, or a row
    that the import has not made; typing alone counts the assessment's saves up."""
    locks: dict[int, int] = {one["assessment"]: one["lock"] for one in made if one["assessment"]}
    new = {one["case_file"] for one in made if one["new_file"]}
    judged = {one["case_file"] for one in made if one["assessment"] or one["file_before"]}
    numbers = {one["number"] for one in made if one["number"]}
    stands = (
        _locks(locks) == locks
        and not touched("assessment", locks, run)
        and not touched("casefile", new | judged, run)
        and not _used(new, locks)
        and not _beside(LocalNumber.objects.all(), new, numbers)
        and not _beside(Assessment.objects.all(), new, locks)
        and not _beside(Assessment.objects.filter(origin=Origin.AGREED), judged, locks)
        and not _beside(DipCheck.objects.filter(drawn_at__gt=run.ended_at), judged, ())
    )
    if not stands:
        raise refuse("case files")


def _beside(rows: Any, files: Iterable[int], known: Collection[int]) -> bool:
    """Whether files have rows other than those that are known."""
    return any(
        pk not in known
        for some in batches(files)
        for pk in rows.filter(case_file__in=some).values_list("pk", flat=True)
    )


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
    return False


UNDOING: dict[str, Callable[[ImportRun, list[dict[str, Any]], User], None]] = {
    str(ImportRun.Kind.CASE_FILES): _undo_cases,
    str(ImportRun.Kind.PUBLISHED_COUNTS): counts_undo,
    str(ImportRun.Kind.RECOMMENDATIONS): recommendations_undo,
}
"""What takes out what a run of each kind has made."""
