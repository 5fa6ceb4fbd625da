"""What undoing an import of any kind is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from audit.models import ImportRun, LogEntry, User
from audit.rules.events import READS
from audit.services.trail import record_many, values_of

BATCH = 500
REASON = "The import was undone"
CHANGED = (
    "Some of what was imported has been changed or used since, so the import cannot be undone. "
    "Correct single {what} instead."
)


def refuse(what: str) -> ValidationError:
    """`what` was imported, in the plural."""
    return ValidationError(CHANGED.format(what=what))


def batches(keys: Iterable[int]) -> Iterable[list[int]]:
    keys = list(keys)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def touched(subject: str, keys: Iterable[int], run: ImportRun) -> bool:
    """Whether any of these has an entry since the import that is no mere look at it."""
    done = LogEntry.objects.filter(
        event="import_run.done", subject_type="importrun", subject_id=str(run.pk)
    ).first()
    if done is None:
        return True
    later = LogEntry.objects.filter(pk__gt=done.pk, subject_type=subject).exclude(event__in=READS)
    return any(later.filter(subject_id__in=map(str, some)).exists() for some in batches(keys))


def delete_recorded(rows: Any, by: User) -> None:
    found: list[Model] = list(rows)
    if found:
        event = f"{found[0]._meta.model_name}.deleted"
        none: list[dict[str, Any]] = [{}] * len(found)
        before = [values_of(one) for one in found]
        record_many(event, found, by=by, before=before, after=none, reason=REASON)
        rows.delete()
