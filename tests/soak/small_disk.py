"""Imports on a disk that is full: `python -m tests.soak.small_disk` prints as JSON what came of
them with less and less room, and then with enough.

Everything lies on the same disk, as `CASEMARK_SOAK_FOLDER` says: the database, and what is written
while a spreadsheet is read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.soak.apart import set_up
from tests.soak.killed_import import AUDITOR, MODERATOR, ROWS, checked_run, partial

ROOM = (1_500, 800, 300, 60, 0)
"""Kilobytes that are left, and no import fits."""


def main() -> dict[str, object]:
    set_up()
    from audit.models import CaseFile
    from tests.spreadsheets.case_sheets import csv_of

    run = checked_run()
    folder = Path(os.environ["CASEMARK_SOAK_FOLDER"])
    file, filler = folder / "cases.csv", folder / "filler"
    file.write_bytes(csv_of(rows()))
    problems, ended = [], []
    for kilobytes in ROOM:
        leave_room(filler, kilobytes)
        ended.append(said_by_command(file, run.round.code))
        filler.unlink()  # without any room SQLite does not even read
        problems += partial(run)
    ended.append(said_by_command(file, run.round.code))
    files = CaseFile.objects.filter(round=run.round, status="submitted").count()
    return {"problems": problems, "ended": ended, "done": files == ROWS}


def rows() -> list[dict[str, object]]:
    graded = {"areas": "s47", "grade": "good", "assessor": AUDITOR}
    return [{"reference": f"FULL-{number}", **graded} for number in range(ROWS)]


def leave_room(filler: Path, kilobytes: int) -> None:
    """Of the disk on which `filler` lies."""
    from django.db import connection

    connection.close()  # so that what SQLite keeps beside the database is as small as it gets
    filler.write_bytes(b"")
    disk = os.statvfs(filler.parent)
    filler.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - kilobytes * 1024)))


def said_by_command(file: Path, round: str) -> str:
    """The sentence with which the command refuses, "" where it does not."""
    from django.core.management import CommandError, call_command

    try:
        call_command("import_cases", str(file), round=round, by=MODERATOR, verbosity=0)
    except CommandError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    print(json.dumps(main()))
