"""What is kept true, and what the trail is told, once a person's workbook is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.db.models import Model
from django.utils import timezone

from audit.documents.comparison import with_parts
from audit.models import Assessment, CaseFile
from audit.rules.transitions import AssessmentStatus
from audit.services.finals import BATCH, refresh_finals
from audit.services.judgements import judgement_of, values_recorded
from audit.services.loading.by_person import LoadingByPerson
from audit.services.trail import record, record_many, values_of

REASON = "Loaded from a workbook."
ADDED = {
    "casefile": "case_file.added",
    "caseaction": "case_action.added",
    "localnumber": "local_number.added",
    "conflict": "conflict.declared",
    "query": "query.asked",
    "immediateconcern": "concern.raised",
}
CHANGED = {"caseaction": "case_action.changed"}
JUDGED = {
    AssessmentStatus.DRAFT: "assessment.saved",
    AssessmentStatus.SUBMITTED: "assessment.submitted",
    AssessmentStatus.AGREED: "assessment.agreed",
}


def finish(loading: LoadingByPerson, heard: Callable[[], None]) -> None:
    """The files' status and final assessments, and an entry for each row that was written;
    `heard` is called now and then."""
    assessments = _saved(loading)
    files = {row.case_file_id for row in assessments} | loading.new_files
    touched = list(CaseFile.objects.filter(pk__in=files))
    for case_file in touched:
        case_file.round = loading.round
    heard()
    refresh_finals(touched)
    _leave_entries(loading)
    by_event = defaultdict(list)
    for row in assessments:
        by_event[JUDGED[AssessmentStatus(row.status)]].append(row)
    for event, rows in by_event.items():
        heard()
        record_many(
            event,
            rows,
            by=loading.by,
            before=[loading.judged[row.pk] for row in rows],
            after=[values_recorded(row, judgement_of(row)) for row in rows],
            reason=REASON,
        )
    told = {"workbook_sha256": loading.folder.sha256, **loading.outcome}
    record("round.workbook_loaded", loading.round, by=loading.by, after=told)


def _saved(loading: LoadingByPerson) -> list[Assessment]:
    """Those that were written, with their parts; a form that is open on one is stale now."""
    rows = with_parts(Assessment.objects.filter(pk__in=loading.judged).order_by("pk"))
    assessments = list(rows.select_related("assessor", "case_file"))
    for row in assessments:
        row.lock, row.saved_at = row.lock + 1, timezone.now()
        row.case_file.round = loading.round
    Assessment.objects.bulk_update(assessments, ["lock", "saved_at"], batch_size=BATCH)
    return assessments


def _leave_entries(loading: LoadingByPerson) -> None:
    by_event: dict[str, list[Model]] = defaultdict(list)
    for row in loading.befores:
        name = row._meta.model_name or ""
        event = (ADDED if loading.is_new(row) else CHANGED).get(name)
        by_event[event or f"{name}.{'added' if loading.is_new(row) else 'changed'}"].append(row)
    for event, rows in by_event.items():
        record_many(
            event,
            rows,
            by=loading.by,
            before=[loading.befores[row] for row in rows],
            after=[values_of(row) for row in rows],
            reason=REASON,
        )
