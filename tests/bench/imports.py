"""Importing graded cases from a CSV file: checked, and then confirmed."""

from __future__ import annotations

import json
import subprocess
import sys

from django.conf import settings

from tests.bench.table import Line

FEW, MANY = 10_000, 100_000
MEGABYTE = 1_000_000


def measure() -> list[Line]:
    """The default is measured with the fewer cases only: it takes each row by itself."""
    few, many = (imported("ours", rows) for rows in (FEW, MANY))
    default = imported("default", FEW)
    lines = []
    for rows, ours in ((FEW, few), (MANY, many)):
        took = ours["check"] + ours["confirm"]
        usual = (default["check"] + default["confirm"]) * rows / FEW
        said = f"{rows:,} cases"
        lines += [
            Line(f"{said}, beside django-import-export", took, usual, "s", "≤ 1/5"),
            Line(
                f"{said}, beside bulk_create",
                ours["confirm"],
                imported("plain", rows)["confirm"],
                "s",
                "≤ 4",
            ),
            Line(f"{said}, checking beside confirming", ours["check"], ours["confirm"], "s", "≤ 1"),
        ]
    peaks = (many[name] / MEGABYTE for name in ("peak", "reading"))
    return [*lines, Line(f"Peak memory for {MANY:,}, beside reading", *peaks, "MB", "≤ 350 MB")]


def imported(how: str, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.importing", how, str(rows)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=settings.BASE_DIR)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said
