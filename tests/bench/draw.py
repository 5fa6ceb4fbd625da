"""In a process of its own: draws from a frame of so many rows, and says in JSON what it took.

`python -m tests.bench.draw ROWS`; with 0 rows everything is made ready and nothing drawn.
"""

from __future__ import annotations

import json
import os
import resource
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
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)  # a process of its own reads the file
    peak = sum(resource.getrusage(one).ru_maxrss for one in whose) * 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
