"""`make bench`: prints speed and memory beside a comparison. It asserts nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from tests.bench.table import show


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["CASEMARK_ENV"] = "test"
    django.setup()
    # Not at the top: they need Django set up.
    from tests.bench import breakdown, pdf, queries

    with temporary_database() as (folder, vendor):
        show("The Durham report as PDF", "headless Chromium", pdf.measure(folder))
        show("Queries per page for 1,000 rows", "those for 10 rows", queries.measure())
        title = f"The breakdown of an audit on {vendor}"
        show(title, "the same counts in plain SQL", breakdown.measure())


@contextmanager
def temporary_database() -> Iterator[tuple[Path, str]]:
    """A database of the kind that DATABASE_URL names (SQLite without), and a folder."""
    from django.core.management import call_command
    from django.db import connection

    usual = connection.settings_dict["NAME"]
    with TemporaryDirectory() as name:
        folder = Path(name)
        own = folder / "bench.sqlite3" if connection.vendor == "sqlite" else "casemark_bench"
        connection.settings_dict["TEST"]["NAME"] = str(own)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("load_reference")
            yield folder, connection.display_name
        finally:
            connection.creation.destroy_test_db(usual, verbosity=0)


if __name__ == "__main__":
    main()
