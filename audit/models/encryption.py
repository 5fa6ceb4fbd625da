"""Encryption of single fields, and the keyed index by which an encrypted value can be found.

Keys are lists, newest first (settings.FIELD_KEYS): the newest writes, each of them reads.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Iterator
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

CHUNK = 2**14
"""Of what is packed; some twenty times as much comes out."""


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
    return encrypt_bytes(text.encode()).decode()


def decrypt(token: str) -> str:
    """Raises cryptography.fernet.InvalidToken where no key of the list fits."""
    return decrypt_bytes(token.encode()).decode()


def encrypt_bytes(content: bytes) -> bytes:
    return _cipher().encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """As `decrypt`."""
    return _cipher().decrypt(token)


def packed(value: Any) -> bytes:
    """A value of JSON, compressed and encrypted."""
    return packed_bytes(json.dumps(value, ensure_ascii=False).encode())


def unpacked(content: bytes | memoryview | None) -> Any:
    """What `packed` made; None for nothing."""
    return None if content is None else json.loads(unpacked_bytes(content))


def packed_bytes(content: bytes) -> bytes:
    return encrypt_bytes(zlib.compress(content))


def unpacked_bytes(content: bytes | memoryview) -> bytes:
    return zlib.decompress(decrypt_bytes(bytes(content)))


def unpacked_lines(content: bytes | memoryview) -> Iterator[bytes]:
    """The lines of what `unpacked_bytes` gives, one after another: small, however many they are."""
    packed, unpacker, begun = decrypt_bytes(bytes(content)), zlib.decompressobj(), b""
    for start in range(0, len(packed), CHUNK):
        chunk = unpacker.decompress(packed[start : start + CHUNK])
        *lines, begun = (begun + chunk).split(b"\n")
        yield from lines
    if begun:
        yield begun


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
    return keyed_digests("".join(text.split()).casefold(), "blind index")


def keyed_digests(text: str, purpose: str) -> list[str]:
    """The digest of `text` under each key, newest first; one purpose tells nothing of another."""
    return [
        hmac.new(_derived(key, purpose), text.encode(), hashlib.sha256).hexdigest()
        for key in settings.FIELD_KEYS
    ]
