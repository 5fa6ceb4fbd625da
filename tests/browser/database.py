"""A database that is made for one purpose and gone afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
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


@contextmanager
def kept(folder: Path) -> Iterator[Callable[[], None]]:
    """A copy of the database as it is now; what this gives puts the copy in its place.

    Others may be connected then: SQLite makes them wait, PostgreSQL ends their connections.
    """
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(folder / "kept.sqlite3")) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
            yield lambda: copy.backup(connection.connection)
        return
    own = connection.settings_dict["NAME"]
    copy = f"{own}_kept"
    _replace(copy, copy_of=own)
    try:
        yield lambda: _replace(own, copy_of=copy)
    finally:
        _drop(copy)


def _replace(name: str, *, copy_of: str) -> None:
    _drop(name)
    _outside(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}"')


def _drop(name: str) -> None:
    _outside(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _outside(statement: str) -> None:
    """Both databases without a connection of ours, which would be in the way."""
    connection.close()
    with connection._nodb_cursor() as cursor:  # as Django makes its test databases
        cursor.execute(statement)
