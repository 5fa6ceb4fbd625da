"""An import that is killed again and again: `python -m tests.soak.killed_import KILLS` prints as
JSON what came of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from multiprocessing.context import ForkProcess
from random import Random

from tests.soak.apart import set_up

ROWS = 600
"""More than are written at once."""
MODERATOR, AUDITOR = "moderator@wexshire.example", "auditor@wexshire.example"


def main(kills: int) -> dict[str, object]:
    set_up()
    run, random = checked_run(), Random(kills)
    seconds, problems, ended = whole_import(checked_run()), [], Counter[str]()
    for _ in range(kills):
        process = start(run)
        time.sleep(random.uniform(0, seconds))
        process.kill()
        process.join()
        problems += partial(run)
        done = is_done(run)
        ended["done" if done else "not done"] += 1
        if done:
            run = checked_run()
    start(run).join()
    problems += [] if is_done(run) else ["Confirmed again, it is not done."]
    return {"problems": problems + partial(run), "ended": ended}


def checked_run():
    """600 graded cases that are to be imported into an audit of their own."""
    from audit.models import User
    from tests.factories import RoundFactory
    from tests.spreadsheets.case_sheets import checked

    round = RoundFactory()
    rows = [
        {
            "reference": f"R{round.pk}-{number}",
            "areas": "s47",
            "grade": "good",
            "assessor": AUDITOR,
            "local_number": str(number),
        }
        for number in range(ROWS)
    ]
    return checked(round, User.objects.get(email=MODERATOR), rows, number_kind="crime")


def start(run) -> ForkProcess:
    """The process that imports, and is killed. Forked: to begin anew would take seconds."""
    from django.db import connection

    connection.close()  # which no two processes may share
    process = ForkProcess(target=import_run, args=[run.pk])
    process.start()
    return process


def whole_import(run) -> float:
    """Seconds that one takes."""
    process, begun = start(run), time.monotonic()
    process.join()
    return time.monotonic() - begun


def is_done(run) -> bool:
    from django.db import connection

    connection.close()  # or the file would never be opened anew after a kill
    run.refresh_from_db()
    return run.status == "done"


def partial(run) -> list[str]:
    """A sentence for each thing that stands where it must not, or is missing."""
    from audit.models import AreaGrade, Assessment, CaseFile, LocalNumber, LogEntry
    from audit.services.trail_check import trail_check

    expected = ROWS if is_done(run) else 0
    files = CaseFile.objects.filter(round=run.round)
    assessments = Assessment.objects.filter(case_file__in=files)
    found = {
        "files": files.count(),
        "final": files.filter(final_assessment__isnull=False, status="submitted").count(),
        "assessments": assessments.count(),
        "grades": AreaGrade.objects.filter(assessment__in=assessments).count(),
        "numbers": LocalNumber.objects.filter(case_file__in=files).count(),
    }
    problems = [f"{n} {what}, not {expected}." for what, n in found.items() if n != expected]
    entries = LogEntry.objects.filter(event="case_file.imported")
    if entries.count() != CaseFile.objects.count():
        problems.append("The trail does not have each file.")
    return [*problems, *filter(None, [trail_check().problem])]


def import_run(pk: int) -> None:
    from audit.models import ImportRun, User
    from audit.spreadsheets.importing import confirm

    run = ImportRun.objects.select_related("round__force", "round__framework").get(pk=pk)
    confirm(run=run, by=User.objects.get(email=MODERATOR))


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
