"""Encryption of single fields, and the keyed index by which an encrypted value can be found.

Keys are lists, newest first (settings.FIELD_KEYS): the newest writes, each of them reads.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def _derived(key: str, purpose: str) -> bytes:
    """A key for one purpose only, so that the index gives nothing away about the cipher."""
    return hmac.new(key.encode(), purpose.encode(), hashlib.sha256).digest()


def _cipher() -> MultiFernet:
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(_derived(key, "field encryption")))
            for key in settings.FIELD_KEYS
        ]
    )


def encrypt(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises cryptography.fernet.InvalidToken where no key of the list fits."""
    return _cipher().decrypt(token.encode()).decode()


class EncryptedNumber:
    """A mixin of models that keep a force's own number in fields `encrypted` and `index`."""

    encrypted: str
    index: str

    @property
    def number(self) -> str:
        return decrypt(self.encrypted)

    @number.setter
    def number(self, value: str) -> None:
        self.encrypted = encrypt(value)
        self.index = blind_indexes(value)[0]


def blind_indexes(text: str) -> list[str]:
    """The index of `text` under each key, newest first; case and spaces make no difference."""
    normal = "".join(text.split()).casefold().encode()
    return [
        hmac.new(_derived(key, "blind index"), normal, hashlib.sha256).hexdigest()
        for key in settings.FIELD_KEYS
    ]
