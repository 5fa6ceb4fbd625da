"""Undoing an import of case files, while nothing that it made was changed or used since."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from audit.models import Assessment, CaseFile, DipCheck, ImportRun, LocalNumber, User
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.finals import refresh_finals
from audit.services.judgement_rows import judgement_from, notes_put_back
from audit.services.judgements import judgement_of, values_recorded, write_judgement
from audit.services.trail import record
from audit.services.undoing import REASON, batches, delete_recorded, refuse, touched


def cases_undo(run: ImportRun, made: list[dict[str, Any]], by: User) -> None:
    """Each kind of row in all files before the next: two rows may be about one file."""
    _refuse_changed(run, made)
    new = {one["case_file"] for one in made if one["new_file"]}
    stay = {one["case_file"] for one in made} - new
    delete_all(LocalNumber, {one["number"] for one in made if one["number"]}, by)
    for some in batches(new):
        CaseFile.objects.filter(pk__in=some).update(final_assessment=None)
    added = {one["assessment"] for one in made if one["assessment"] and not one["before"]}
    delete_all(Assessment, added, by)
    delete_all(CaseFile, new, by)
    for one in made:
        if one["before"]:
            draft_put_back(run, one["assessment"], one["before"], by)
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


def draft_put_back(run: ImportRun, key: int, stood: Mapping[str, Any], by: User) -> None:
    """A draft that stood before the import, as it was."""
    assessment = Assessment.objects.select_related("case_file__round").get(pk=key)
    stored = judgement_of(assessment)
    said = judgement_from(stood, run.round.framework)
    before = values_recorded(assessment, stored)
    day = stood["assessed_on"]
    assessment.status = AssessmentStatus.DRAFT
    assessment.returned_because = stood["returned_because"]
    assessment.assessed_on = date.fromisoformat(day) if day else None
    write_judgement(assessment, said, stored)
    notes_put_back(assessment, stood.get("notes", ()))  # older imports kept none
    after = values_recorded(assessment, said)
    record("assessment.saved", assessment, by=by, before=before, after=after, reason=REASON)


def delete_all(model: Any, keys: Iterable[int], by: User) -> None:
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
        locks_of(locks) == locks
        and not touched("assessment", locks, run)
        and not touched("casefile", new | judged, run)
        and not _used(new, locks)
        and not stands_beside(LocalNumber.objects.all(), new, numbers)
        and not stands_beside(Assessment.objects.all(), new, locks)
        and not stands_beside(Assessment.objects.filter(origin=Origin.AGREED), judged, locks)
        and not stands_beside(DipCheck.objects.filter(drawn_at__gt=run.ended_at), judged, ())
    )
    if not stands:
        raise refuse("case files")


def stands_beside(rows: Any, files: Iterable[int], known: Collection[int]) -> bool:
    """Whether files have rows other than those that are known."""
    return any(
        pk not in known
        for some in batches(files)
        for pk in rows.filter(case_file__in=some).values_list("pk", flat=True)
    )


def locks_of(keys: Iterable[int]) -> dict[int, int]:
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
