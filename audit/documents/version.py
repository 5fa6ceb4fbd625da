"""Which version of a document is being made, and as of when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Version:
    """`as_at` is the day whose state the figures show; `correction` says what is mended."""

    number: int
    as_at: date
    draft: bool = False
    replaces: int | None = None
    correction: str = ""

    @property
    def label(self) -> str:
        """ "Version 2", or "Draft of version 2"."""
        return f"Draft of version {self.number}" if self.draft else f"Version {self.number}"
