"""Imports on their way: chosen, checked, and then written, all of it or nothing.

Rows are read and judged in `spreadsheets/importing.py`, which hands them over batch by batch;
here are the right and what is kept of a run; `import_confirm` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.models import CaseFile, ColumnMemory, ImportRun, Round, User
from audit.models.encryption import packed, packed_bytes
from audit.permissions import Right, can, can_somewhere
from audit.rules.transitions import TransitionError
from audit.services.case_files import round_problems
from audit.services.import_results import Told
from audit.services.saving import raise_problems
from audit.services.trail import record, record_many

Status = ImportRun.Status
RIGHTS = {
    ImportRun.Kind.CASE_FILES: Right.MODERATE,
    ImportRun.Kind.ROUND: Right.MODERATE,
    ImportRun.Kind.RECOMMENDATIONS: Right.WRITE_FINDINGS,
    ImportRun.Kind.PUBLISHED_COUNTS: Right.WRITE_FINDINGS,
}
"""What it takes to import everything of a kind; see `import_right` for less."""

BLOBS = ("content", "samples", "results", "made")
"""What is large, and encrypted: read only where it is needed."""


class CancelledError(Exception):
    """Somebody cancelled the import while it ran; nothing of it is written."""


def import_right(*, round: Round, kind: str, by: User) -> bool:
    """Whether `by` may import everything of this kind (True), or only drafts of their own
    assessments of files that stand already (False). Raises PermissionDenied for neither."""
    if can(by, RIGHTS[ImportRun.Kind(kind)], round):
        return True
    if kind == ImportRun.Kind.CASE_FILES and can_somewhere(by, Right.TRANSFER_CASE_FILES):
        if can(by, Right.TRANSFER_CASE_FILES, round) and can(by, Right.GRADE, round):
            return False
        own = CaseFile.objects.visible_to(by).filter(round=round).asked(by).first()
        if own and can(by, Right.GRADE, own):
            return False
    raise PermissionDenied(f"This needs the right to: {RIGHTS[ImportRun.Kind(kind)].value}.")


def imports_possible(*, round: Round, by: User) -> list[ImportRun.Kind]:
    """The kinds that `by` may import into `round` now."""
    found = []
    for kind in ImportRun.Kind if round.is_open else ():
        try:
            import_right(round=round, kind=kind, by=by)
        except PermissionDenied:
            continue
        found.append(kind)
    return found


@dataclass(frozen=True)
class Chosen:
    """A file as it was handed in, and how its columns were understood."""

    file_name: str
    sha256: str
    content: bytes
    rows: int
    sheet: str = ""
    heading: int = 0
    headings: Sequence[str] = ()
    columns: Sequence[str] = ()
    samples: Sequence[Sequence[str]] = ()
    """The first few texts of each column."""
    notes: Sequence[str] = ()
    """What was noticed in the file, and does no harm."""


@transaction.atomic
def import_start(*, round: Round, kind: str, chosen: Chosen, by: User) -> ImportRun:
    import_right(round=round, kind=kind, by=by)
    raise_problems(round_problems(round))
    run = ImportRun(
        round=round,
        kind=kind,
        status=Status.CHOSEN if chosen.columns else Status.CHECKING,
        file_name=chosen.file_name,
        sha256=chosen.sha256,
        started_by=by,
        sheet=chosen.sheet,
        heading=chosen.heading,
        headings=list(chosen.headings),
        columns=list(chosen.columns),
        rows=chosen.rows,
        notes=list(chosen.notes),
        content=packed_bytes(chosen.content),
        samples=packed(chosen.samples),
    )
    run.full_clean()
    run.save()
    record("import_run.started", run, by=by, after={"kind": kind, "sha256": chosen.sha256})
    return run


@transaction.atomic
def import_match(
    *,
    run: ImportRun,
    columns: Sequence[str],
    headings: Mapping[str, str],
    number_kind: str,
    by: User,
) -> ImportRun:
    """Says what each column is; `headings` (normal form → code) are remembered for the force."""
    run = own_open(run, by)
    run.columns, run.number_kind = list(columns), number_kind
    run.status, run.plan_sha256 = Status.CHECKING, ""
    run.save(update_fields=["columns", "number_kind", "status", "plan_sha256"])
    ColumnMemory.objects.bulk_create(
        [
            ColumnMemory(force=run.round.force, kind=run.kind, heading=heading, code=code)
            for heading, code in headings.items()
        ],
        update_conflicts=True,
        unique_fields=["force", "kind", "heading"],
        update_fields=["code"],
    )
    record("import_run.matched", run, by=by, after={"columns": run.columns})
    return run


@transaction.atomic
def import_checked(*, run: ImportRun, told: Told, by: User) -> ImportRun:
    """Keeps what was found; from now on the run can be confirmed."""
    run = own_open(run, by)
    run.status, run.counts, run.plan_sha256 = Status.CHECKED, told.counts, told.sha256
    run.results = told.packed()
    run.save(update_fields=["status", "counts", "plan_sha256", "results"])
    record("import_run.checked", run, by=by, after=told.counts)
    return run


@transaction.atomic
def import_queue(*, run: ImportRun, held_too: bool, by: User) -> ImportRun:
    """Says that a run is to be written in the background."""
    run = own_open(run, by)
    if not run.plan_sha256:
        raise TransitionError("The rows are not checked yet. Match the columns first.")
    run.status, run.held_too, run.changed_since = Status.IMPORTING, held_too, False
    run.save(update_fields=["status", "held_too", "changed_since"])
    record("import_run.queued", run, by=by, after={"held_too": held_too})
    return run


@transaction.atomic
def import_look_again(*, run: ImportRun, by: User) -> ImportRun:
    """Its rows are to be checked and looked at once more: something has changed meanwhile."""
    run = own_open(run, by)
    run.status, run.changed_since, run.plan_sha256 = Status.CHECKING, True, ""
    run.save(update_fields=["status", "changed_since", "plan_sha256"])
    record("import_run.changed_since", run, by=by)
    return run


@transaction.atomic
def import_cancel(*, run: ImportRun, by: User) -> ImportRun:
    """Ends a run that has written nothing; what was handed in is forgotten."""
    run = own_open(run, by, closed_too=True)
    run_end(run, Status.CANCELLED, content=None, samples=None, results=None)
    record("import_run.cancelled", run, by=by, after={"sha256": run.sha256})
    return run


@transaction.atomic
def imports_forget(*, before: datetime) -> int:
    """Removes the spreadsheets themselves of imports that began before this moment; those that
    nobody confirmed end, and lose their rows, too. How many there were."""
    old = ImportRun.objects.filter(started_at__lt=before, content__isnull=False)
    waiting = old.exclude(status__in=(Status.DONE, Status.UNDONE))
    rows = waiting.select_for_update(of=("self",)).select_related("round").defer(*BLOBS)
    ended = list(rows)
    for run in ended:
        run_end(run, Status.CANCELLED, content=None, samples=None, results=None)
    record_many(
        "import_run.lapsed",
        ended,
        by=User.objects.service_account(),
        before=[{} for _ in ended],
        after=[{"sha256": run.sha256} for run in ended],
    )
    return len(ended) + old.update(content=None, samples=None)


def run_end(run: ImportRun, status: str, **values: Any) -> None:
    values |= {"status": status, "ended_at": timezone.now()}
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))


def own_open(run: ImportRun, person: User, *, closed_too: bool = False) -> ImportRun:
    """As it stands now, locked; a run goes on only by whoever began it, and in an open round
    unless `closed_too`."""
    rows = ImportRun.objects.select_for_update(of=("self",))
    run = rows.select_related("round__force", "round__framework").get(pk=run.pk)
    if run.started_by_id != person.pk:
        raise PermissionDenied("Somebody else began this import.")
    import_right(round=run.round, kind=run.kind, by=person)
    if not closed_too:
        raise_problems(round_problems(run.round))
    if run.status in (Status.DONE, Status.CANCELLED, Status.UNDONE):
        ended = run.get_status_display().lower()
        raise TransitionError(f"This import is {ended} already. Choose the file again.")
    return run
