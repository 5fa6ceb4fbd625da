"""In a process of its own: draws from a frame of so many rows, and says in JSON what it took.

`python -m tests.bench.draw ROWS`; with 0 rows everything is made ready and nothing drawn.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from time import perf_counter

import django


def main(rows: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["CASEMARK_ENV"] = "test"
    django.setup()
    # Not at the top: they need Django set up.
    from django.core.management import call_command

    from audit.models import User
    from audit.rules.sampling import Size
    from audit.spreadsheets.frames import read_table
    from tests.browser.database import temporary_database
    from tests.factories import RoundFactory
    from tests.frames import drawn, frame_csv

    with temporary_database("casemark_draw"):
        call_command("load_reference")
        round, by = RoundFactory(), User.objects.service_account()
        content = frame_csv(rows, excluded=rows // 50)
        start = perf_counter()
        if rows:
            # The page before the draw reads the file as well: `drawn` does what both do.
            drawn(round, by, table=read_table(content), columns=["area", "team"], size=Size(20, 5))
        seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    peak += peak_of_reading(content) if rows else 0
    print(json.dumps({"seconds": seconds, "peak": peak}))


def peak_of_reading(content: bytes) -> int:
    """Of the process that reads the file: as the kernel knows its own memory, for what getrusage
    says of a child counts its parent, too."""
    code = (
        "from audit.spreadsheets import child; import sys; child.main();"
        "print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    run = [sys.executable, "-c", code]
    told = subprocess.run(run, input=content, capture_output=True, check=True).stderr.decode()
    return int(told.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
