"""A process that renders a snapshot so many times: `python -m tests.bench.render FILE TIMES`.

It prints the seconds that each took, and its peak memory in bytes, as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter

import django


def main(snapshot: str, times: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("CASEMARK_ENV", "test")
    django.setup()
    # Not at the top: it needs Django set up.
    from audit.documents.render import render_pdf

    data = json.loads(Path(snapshot).read_text("utf-8"))
    took = []
    for _ in range(int(times)):
        start = perf_counter()
        render_pdf(data)
        took.append(perf_counter() - start)
    print(json.dumps({"seconds": took, "peak": peak()}))


def peak() -> int:
    """The most memory that this process has had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main(*sys.argv[1:])
