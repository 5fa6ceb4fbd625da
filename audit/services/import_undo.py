"""Undoing an import, while nothing that it made has been changed since."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from audit.models import ImportRun, User
from audit.models.encryption import unpacked_bytes
from audit.rules.transitions import TransitionError
from audit.services.case_files import round_problems
from audit.services.case_undo import cases_undo
from audit.services.count_imports import counts_undo
from audit.services.imports import import_right
from audit.services.recommendation_undo import recommendations_undo
from audit.services.round_undo import round_undo
from audit.services.saving import raise_problems
from audit.services.trail import record


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
    if not made:
        raise TransitionError("Nothing is kept of what this import did, so it cannot be undone.")
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
    return run.status == ImportRun.Status.DONE and run.made is not None


UNDOING: dict[str, Callable[[ImportRun, list[dict[str, Any]], User], None]] = {
    str(ImportRun.Kind.CASE_FILES): cases_undo,
    str(ImportRun.Kind.PUBLISHED_COUNTS): counts_undo,
    str(ImportRun.Kind.RECOMMENDATIONS): recommendations_undo,
    str(ImportRun.Kind.ROUND): round_undo,
}
"""What takes out what a run of each kind has made."""
