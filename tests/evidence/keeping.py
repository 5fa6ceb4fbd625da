"""What tests of kept evidence share: files as they come from being checked, and what is stored."""

from __future__ import annotations

import hashlib

from audit.models.progress import evidence_storage
from audit.rules.evidence import CheckedFile


def checked_file(content: bytes = b"The rota of March", name: str = "rota.txt") -> CheckedFile:
    sha256 = hashlib.sha256(content).hexdigest()
    return CheckedFile(name, "text/plain", content, sha256, len(content))


def stored_names() -> set[str]:
    storage = evidence_storage()
    if not storage.exists(""):
        return set()
    folders = storage.listdir("")[0]
    return {f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]}
