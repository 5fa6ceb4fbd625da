"""A stratified draw from a frame of 100,000 rows, 2,000 of them excluded, into 120 files."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from time import perf_counter

from django.conf import settings

from tests.bench.table import Line
from tests.frames import frame_csv

ROWS = 100_000
MEGABYTE = 1_000_000


def measure() -> list[Line]:
    drawing, nothing = drawn(ROWS), drawn(0)
    return [
        Line("Upload and draw, beside reading the CSV", drawing["seconds"], plain(), "s", "≤ 5 s"),
        Line(
            "Peak memory, beside a process that draws nothing",
            drawing["peak"] / MEGABYTE,
            nothing["peak"] / MEGABYTE,
            "MB",
            "≤ 300 MB",
        ),
    ]


def drawn(rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.draw", str(rows)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=settings.BASE_DIR)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def plain() -> float:
    """Seconds to read the same rows into dictionaries."""
    text = frame_csv(ROWS, excluded=ROWS // 50).decode()
    start = perf_counter()
    rows = list(csv.DictReader(io.StringIO(text)))
    took = perf_counter() - start
    assert len(rows) == ROWS
    return took
