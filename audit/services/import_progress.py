"""How far an import is that runs in the background, and whether somebody has cancelled it.

Kept outside the database (settings.CACHES): what a transaction writes nobody sees before it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.core.cache import caches
from django.utils import timezone

from audit.models import ImportRun
from audit.services.imports import CancelledError

SECONDS = 60 * 60
SILENT = 60
"""After so many seconds without a word a job is taken to have ended."""


@dataclass(frozen=True)
class Progress:
    done: int
    rows: int
    silent: bool
    """Whether nothing has been heard of it for a while."""

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.rows) if self.rows else 0


def progress_tell(run: ImportRun, done: int) -> None:
    """Raises CancelledError where somebody has cancelled it."""
    if caches["progress"].get(f"import-cancelled-{run.pk}"):
        raise CancelledError
    _keep(f"import-{run.pk}", (done, _now()))


def forward(heard: Callable[[int], None]) -> Callable[[int], None]:
    """Tells what it is told, and never less than before."""
    most = 0

    def told(rows: int) -> None:
        nonlocal most
        most = max(most, rows)
        heard(most)

    return told


def progress_of(run: ImportRun) -> Progress:
    done, at = caches["progress"].get(f"import-{run.pk}") or (0, 0.0)
    return Progress(done, run.rows, silent=_now() - at > SILENT)


def progress_begin(run: ImportRun) -> None:
    caches["progress"].delete(f"import-cancelled-{run.pk}")
    _keep(f"import-{run.pk}", (0, _now()))


def cancelling_ask(run: ImportRun) -> None:
    caches["progress"].set(f"import-cancelled-{run.pk}", True, SECONDS)


def progress_end(run: ImportRun) -> None:
    """Nothing more will be heard of it."""
    caches["progress"].delete_many([f"import-{run.pk}", f"import-cancelled-{run.pk}"])


def _keep(key: str, value: object) -> None:
    """How far an import is may be unknown for a while; where the disk is full it goes on."""
    with suppress(OSError):
        caches["progress"].set(key, value, SECONDS)


def _now() -> float:
    return timezone.now().timestamp()
