"""A database that is made for one purpose and gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection


@contextmanager
def temporary_database(name: str) -> Iterator[Path]:
    """Empty tables in a database of the kind that DATABASE_URL names (SQLite without).

    It gives a folder for other things that may go with it. The usual database is not touched.
    """
    usual = connection.settings_dict["NAME"]
    with TemporaryDirectory() as place:
        folder = Path(place)
        own = folder / f"{name}.sqlite3" if connection.vendor == "sqlite" else name
        connection.settings_dict["TEST"]["NAME"] = str(own)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield folder
        finally:
            connection.creation.destroy_test_db(usual, verbosity=0)
