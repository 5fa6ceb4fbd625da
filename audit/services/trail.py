"""Writing the audit trail, in the transaction of the change that it records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from audit.models import LogEntry, LogText, User
from audit.permissions import Subject
from audit.services.trail_codes import digest, entry_mac, plain

Values = Mapping[str, Any]
BATCH = 100
SUBJECT_LENGTH = 40
"""As long as an entry's subject can be."""

UNRECORDED = frozenset(
    {"password", "encrypted", "index", "snapshot", "html", "pdf"}
    | {"content", "samples", "results", "made", "file"}
)
"""Fields that never go into the trail: secrets, and documents that carry their own hash."""


def record(
    event: str,
    subject: Model,
    *,
    by: User,
    before: Values | None = None,
    after: Values | None = None,
    reason: str = "",
) -> LogEntry:
    """One entry: who did what to `subject`. Texts go to LogText, digests to the entry."""
    before, after = before or {}, after or {}
    entry = _entry(event, by=by, **_change(subject, before, after, reason))
    entry.save()
    if before or after or reason:
        _text(entry, before, after, reason).save()
    return entry


def record_many(
    event: str,
    subjects: Sequence[Model],
    *,
    by: User,
    before: Sequence[Values],
    after: Sequence[Values],
    reason: str = "",
) -> None:
    """As `record`, one entry for each of `subjects`, in one query for each hundred of them."""
    rows = list(zip(subjects, before, after, strict=True))
    entries = LogEntry.objects.bulk_create(
        [_entry(event, by=by, **_change(*row, reason)) for row in rows], batch_size=BATCH
    )
    LogText.objects.bulk_create(
        [
            _text(entry, was, will_be, reason)
            for entry, (_, was, will_be) in zip(entries, rows, strict=True)
            if was or will_be or reason
        ],
        batch_size=BATCH,
    )


def _change(subject: Model, before: Values, after: Values, reason: str) -> dict[str, Any]:
    return {
        "force_id": _force_of(subject),
        "subject_type": subject._meta.model_name or "",
        "subject_id": str(subject.pk),
        "changed": changed_fields(before, after),
        "before_digest": digest(before) if before else "",
        "after_digest": digest(after) if after else "",
        "reason_digest": digest(reason) if reason else "",
    }


def _text(entry: LogEntry, before: Values, after: Values, reason: str) -> LogText:
    return LogText(entry=entry, before=plain(before), after=plain(after), reason=reason)


def record_once(event: str, subject: Model, *, by: User, session: str) -> None:
    """A read, print or download: one entry per person, record and session.

    `session` is any text that tells the person's sessions apart; only its digest is kept.
    Looked up first, so that what was recorded already waits for no writer.
    """
    _record_once(
        event,
        by=by,
        force_id=_force_of(subject),
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        session=digest(session),
    )


def record_search(where: str, words: str, *, by: User, session: str) -> None:
    """That somebody looked for `words` in a list; the words themselves are kept as a digest."""
    sought = digest(words)[:SUBJECT_LENGTH]
    _record_once(
        f"{where}.searched",
        by=by,
        subject_type="search",
        subject_id=sought,
        session=digest(session),
    )


def record_refusal(event: str, *, by: User, view: str, asked: Sequence[str]) -> None:
    """That somebody asked for what is missing, outside their scope or beyond their rights.

    `view` is the name of the address and `asked` what stood in it or which fields held a
    choice that was not offered: codes and keys, never typed text.
    """
    _entry(
        event, by=by, subject_type="address", subject_id=view[:SUBJECT_LENGTH], changed=list(asked)
    ).save()


def _record_once(event: str, *, by: User, **fields: Any) -> None:
    entry = _entry(event, by=by, **fields)
    same = {name: fields[name] for name in ("session", "subject_type", "subject_id")}
    if not LogEntry.objects.filter(event=event, by=by, **same).exists():
        # Two pages asked for at once both get here, and one entry is enough.
        LogEntry.objects.bulk_create([entry], ignore_conflicts=True)


def _entry(event: str, *, by: User, **fields: Any) -> LogEntry:
    entry = LogEntry(at=timezone.now(), by=by, event=event, **fields)
    entry.mac = entry_mac(entry)
    return entry


def values_of(instance: Model | None) -> dict[str, Any]:
    """The recorded fields of a row as it stands; empty for a row that does not exist yet."""
    if instance is None or instance.pk is None:
        return {}
    return {
        field.attname: _recorded(field.value_from_object(instance))
        for field in instance._meta.concrete_fields
        if field.name not in UNRECORDED
    }


def _recorded(value: Any) -> Any:
    """Of a file the name under which it is stored."""
    return value.name if isinstance(value, FieldFile) else value


def stored_values_of(instance: Model) -> dict[str, Any]:
    """The recorded fields as the database has them, whatever `instance` was changed to."""
    return values_of(type(instance)._default_manager.filter(pk=instance.pk).first())


def changed_fields(before: Values, after: Values) -> list[str]:
    names = {*before, *after}
    return sorted(name for name in names if before.get(name) != after.get(name))


def _force_of(subject: Model) -> int | None:
    return Subject.of(subject).force_id
