"""What becomes of the rows of an import, on its way between whoever reads and whoever writes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, Protocol

from audit.models import ImportRun
from audit.models.encryption import encrypt_bytes, unpacked_lines
from audit.rules.imports import Outcome, RowResult, result_from


class ChangedSinceError(Exception):
    """What would be written now is not what was shown: the rows must be looked at again."""


class Writer(Protocol):
    """Writes rows that may be written, in the transaction of its caller."""

    def write(self, rows: Sequence[Any]) -> list[Any]:
        """What each row has made, as a dataclass of JSON values with a `reference`."""
        ...


Planned = tuple[RowResult, Any]
"""A row, and what is to be written of it (None: nothing)."""


class Packing:
    """What is compressed as it comes in, so that it is small whatever its number."""

    def __init__(self) -> None:
        self._packed = bytearray()
        self._packer = zlib.compressobj()

    def add(self, content: bytes) -> None:
        self._packed += self._packer.compress(content)

    def packed(self) -> bytes:
        """All of it, encrypted, once there is no more; see `unpacked_bytes`."""
        self._packed += self._packer.flush()
        return encrypt_bytes(bytes(self._packed))


class Told:
    """The results of a run while they come in."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(map(str, Outcome), 0)
        self._packing = Packing()
        self._digest = sha256()

    def add(self, result: RowResult) -> None:
        self.counts[str(result.outcome)] += 1
        line = json.dumps(result.plain, ensure_ascii=False).encode() + b"\n"
        self._packing.add(line)
        self._digest.update(line)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def packed(self) -> bytes:
        """All of them, once there are no more; see `results_of`."""
        return self._packing.packed()


def results_of(run: ImportRun) -> Iterator[RowResult]:
    """Every row of a run that was checked, in the order of the file."""
    if run.results is not None:
        for line in unpacked_lines(run.results):
            yield result_from(json.loads(line))
