"""Durham's report as PDF, beside headless Chromium printing the same HTML."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter

from django.conf import settings
from django.core.management import call_command

from audit.documents.render import render_html
from audit.documents.snapshot import Snapshot, case_file_audit
from audit.documents.version import Version
from audit.models import Round
from tests.bench import chromium
from tests.bench.table import Line
from tests.browser.chromium import path

TIMES = 6
MEGABYTE = 1_000_000


def durham() -> Snapshot:
    folder = settings.BASE_DIR / "seeds" / "durham-2019"
    call_command("load_round", folder, stdout=StringIO())
    round = Round.objects.get(code="durham-2019")
    return case_file_audit(round, Version(number=1, as_at=date(2026, 11, 22)))


def measure(folder: Path) -> list[Line]:
    snapshot = durham()
    data, page = folder / "durham.json", folder / "durham.html"
    data.write_text(json.dumps(snapshot), "utf-8")
    page.write_text(render_html(snapshot), "utf-8")
    cold, cold_peak = min(render(data, 1)[:2] for _ in range(3))
    _, warm_peak, took = render(data, TIMES)
    program = path()
    theirs = min(chromium.print_cold(program, page) for _ in range(3)) if program else (None, None)
    their_warm = chromium.print_warm(program, page, TIMES) if program else None
    their_peak = theirs[1] and theirs[1] / MEGABYTE
    return [
        Line("Cold process, time", cold, theirs[0], "s"),
        Line("Cold process, peak memory", cold_peak / MEGABYTE, their_peak, "MB", "ours 120 MB"),
        Line("Warm, time", median(took[1:]), their_warm, "s", "ours 0.8 s"),
        Line("Warm, peak memory", warm_peak / MEGABYTE, their_peak, "MB", "ours 120 MB"),
    ]


def render(data: Path, times: int) -> tuple[float, int, list[float]]:
    """A new process that renders so many times: its seconds, its peak bytes, seconds of each."""
    command = [sys.executable, "-m", "tests.bench.render", str(data), str(times)]
    start = perf_counter()
    done = subprocess.run(command, capture_output=True, check=True, cwd=settings.BASE_DIR)
    said = json.loads(done.stdout)
    return perf_counter() - start, said["peak"], said["seconds"]
