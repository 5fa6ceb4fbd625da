"""The one way round the triggers that freeze the trail, for tests that must empty the database."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from django.db import connection

FROZEN = import_module("audit.migrations.0003_trail_is_frozen")


def thaw_trail() -> None:
    _run(FROZEN.thaw_statements(connection.vendor))


def freeze_trail() -> None:
    _run(FROZEN.freeze_statements(connection.vendor))


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
