"""Writing the audit trail, in the transaction of the change that it records."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from audit.models import Force, LogEntry, LogText, User
from audit.permissions import Subject

Values = Mapping[str, Any]

UNRECORDED = frozenset({"password", "encrypted", "index", "snapshot", "html", "pdf"})
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
    entry = LogEntry(
        at=timezone.now(),
        by=by,
        force=_force_of(subject),
        event=event,
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        changed=changed_fields(before, after),
        before_digest=digest(before) if before else "",
        after_digest=digest(after) if after else "",
        reason_digest=digest(reason) if reason else "",
    )
    entry.mac = entry_mac(entry)
    entry.save()
    if before or after or reason:
        LogText.objects.create(
            entry=entry, before=_plain(before), after=_plain(after), reason=reason
        )
    return entry


def values_of(instance: Model | None) -> dict[str, Any]:
    """The recorded fields of a row as it stands; empty for a row that does not exist yet."""
    if instance is None or instance.pk is None:
        return {}
    return {
        field.attname: field.value_from_object(instance)
        for field in instance._meta.concrete_fields
        if field.name not in UNRECORDED
    }


def stored_values_of(instance: Model) -> dict[str, Any]:
    """The recorded fields as the database has them, whatever `instance` was changed to."""
    return values_of(type(instance)._default_manager.filter(pk=instance.pk).first())


def changed_fields(before: Values, after: Values) -> list[str]:
    names = {*before, *after}
    return sorted(name for name in names if before.get(name) != after.get(name))


def digest(value: Any) -> str:
    """A keyed digest of a JSON value: says whether two are equal, and nothing else."""
    return _hmac(settings.TRAIL_KEYS[0], _canonical(value))


def entry_mac(entry: LogEntry, key: str | None = None) -> str:
    """The code that binds an entry's fields together, under `key` (default: the newest)."""
    fields = [
        str(entry.entry),
        entry.at.isoformat(),
        entry.by_id,
        entry.force_id,
        entry.event,
        entry.subject_type,
        entry.subject_id,
        entry.changed,
        entry.before_digest,
        entry.after_digest,
        entry.reason_digest,
        entry.session,
    ]
    return _hmac(key or settings.TRAIL_KEYS[0], _canonical(fields))


def _force_of(subject: Model) -> Force | None:
    if isinstance(subject, Force):
        return subject
    force_id = Subject.of(subject).force_id
    return Force(pk=force_id) if force_id else None


def _plain(values: Values) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(_canonical(dict(values)))
    return plain


def _canonical(value: Any) -> bytes:
    return json.dumps(
        value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def _hmac(key: str, message: bytes) -> str:
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
