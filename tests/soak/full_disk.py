"""An import for which there is no room: `python -m tests.soak.full_disk` prints as JSON what came
of it, with less and less room, and then with enough."""

from __future__ import annotations

import json

from tests.soak.apart import set_up
from tests.soak.killed_import import MODERATOR, checked_run, is_done, partial

PAGES = (200, 50, 10, 1)
"""So much larger the database may grow, and no import fits."""


def main() -> dict[str, object]:
    set_up()
    from django.db.utils import OperationalError

    run = checked_run()
    problems, ended = [], []
    for more in PAGES:
        leave_room(more)
        try:
            import_again(run)
        except OperationalError as error:
            ended.append(str(error))
        problems += partial(run)
    leave_room(1_000_000)
    import_again(run)
    return {"problems": problems + partial(run), "ended": ended, "done": is_done(run)}


def leave_room(pages: int) -> None:
    """For this connection, as SQLite counts."""
    from django.db import connection

    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (count,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {count + pages}")


def import_again(run) -> None:
    from audit.models import ImportRun, User
    from audit.spreadsheets.importing import confirm

    run = ImportRun.objects.select_related("round__force", "round__framework").get(pk=run.pk)
    confirm(run=run, by=User.objects.get(email=MODERATOR))


if __name__ == "__main__":
    print(json.dumps(main()))
