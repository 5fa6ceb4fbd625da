"""The keyed codes that bind entries and seals: whoever changes one without the key is found out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from audit.models import LogEntry, LogText, Seal


def canonical(value: Any) -> bytes:
    """The one way to write a value as JSON: keys sorted, no spaces, UTF-8."""
    return json.dumps(
        value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def digest(value: Any, key: str | None = None) -> str:
    """A keyed digest of a JSON value: says whether two are equal, and nothing else.

    `key` is the newest of TRAIL_KEYS unless it is given.
    """
    return hmac.new(_key(key), canonical(value), hashlib.sha256).hexdigest()


def entry_mac(entry: LogEntry, key: str | None = None) -> str:
    """The code that binds an entry's fields together."""
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
        *([entry.session] if entry.session else []),  # older entries know of no session
    ]
    return digest(fields, key)


def seal_code(seal: Seal, key: str | None = None) -> str:
    """The code that binds a seal's fields, and so all that stands before it."""
    fields = [
        seal.force_id,
        seal.number,
        seal.first_entry,
        seal.last_entry,
        seal.count,
        seal.entries_hash,
        seal.previous,
        seal.at.isoformat(),
    ]
    return digest(fields, key)


def text_digests(text: LogText, key: str | None = None) -> list[str]:
    """What an entry must say of before, after and reason; "" for a text that it has not."""
    return [digest(said, key) if said else "" for said in (text.before, text.after, text.reason)]


def fits(expected: str, make: Callable[[str], str]) -> bool:
    """Whether `expected` was made under any of our keys, old or new."""
    return any(hmac.compare_digest(expected, make(key)) for key in settings.TRAIL_KEYS)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` as JSON would give them back."""
    given: dict[str, Any] = json.loads(canonical(dict(values))) if values else {}
    return given


def _key(key: str | None) -> bytes:
    return (key or settings.TRAIL_KEYS[0]).encode()
