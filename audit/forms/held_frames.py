"""A frame between being uploaded and being drawn from: for half an hour, and read by nobody else.

The shared cache holds it under a key of its own, which lies in the session of whoever uploaded it,
encrypted once more: neither is of use without the other and the server's key.
"""

from __future__ import annotations

import json
import secrets
import zlib
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache

from audit.models import Round, User
from audit.models.encryption import decrypt, encrypt

KEY = "held-frame"
SECONDS = 30 * 60


@dataclass(frozen=True)
class Choices:
    """What was chosen beside the file; `total` is None where nothing was said."""

    number_kind: str
    columns: list[str]
    total: int | None


def frame_hold(
    session: SessionBase, content: bytes, choices: Choices, *, round: Round, person: User
) -> None:
    frame_forget(session)
    secret, place = Fernet.generate_key(), f"held-frame-{secrets.token_hex(16)}"
    cache.set(place, Fernet(secret).encrypt(zlib.compress(content)), SECONDS)
    held = {
        "place": place,
        "secret": secret.decode(),
        "round": round.pk,
        "person": person.pk,
        "choices": asdict(choices),
    }
    session[KEY] = encrypt(json.dumps(held))


def frame_held(session: SessionBase, *, round: Round, person: User) -> tuple[bytes, Choices] | None:
    """What this person uploaded for this very round; None where it is held no longer."""
    held = _opened(session)
    if (held.get("round"), held.get("person")) != (round.pk, person.pk):
        return None
    try:
        content = Fernet(held["secret"]).decrypt(cache.get(held["place"]) or b"")
    except InvalidToken:
        return None
    return zlib.decompress(content), Choices(**held["choices"])


def frame_forget(session: SessionBase) -> None:
    held = _opened(session)
    if held:
        cache.delete(held["place"])
        session.pop(KEY, None)


def _opened(session: SessionBase) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads(decrypt(session[KEY]))
    except (KeyError, InvalidToken):
        return {}
    return held
