"""Which agreed files are drawn for a dip check: by chance, and so that anybody can repeat it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def drawn(references: Iterable[str], how_many: int, seed: str) -> list[str]:
    """Those whose SHA-256 of seed, colon and reference comes first in order."""

    def place(reference: str) -> str:
        return sha256(f"{seed}:{reference}".encode()).hexdigest()

    return sorted(references, key=place)[:how_many]
