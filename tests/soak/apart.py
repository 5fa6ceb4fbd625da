"""Processes of their own, on a database of their own, of the kind that DATABASE_URL names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent.parent
SOUND = "All is as it should be."


@contextmanager
def own_database(name: str, *, within: Path | None = None) -> Iterator[dict[str, str]]:
    """The environment of processes that share an empty database, gone afterwards: a file of
    SQLite (in the folder `within`) unless DATABASE_URL names PostgreSQL."""
    place = TemporaryDirectory(prefix="casemark-soak-", dir=within)
    with place as folder, _address(name, folder) as url:
        yield os.environ | {
            "CASEMARK_ENV": "test",
            "CASEMARK_SOAK_FOLDER": folder,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.soak.settings",
        }


@contextmanager
def _address(name: str, folder: str) -> Iterator[str]:
    usual = os.environ.get("DATABASE_URL", "")
    if not usual.startswith("postgres"):
        yield f"sqlite:///{folder}/{name}.sqlite3"
        return
    import psycopg

    with psycopg.connect(usual, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{usual.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def found_by(module: str, *arguments: object, env: dict[str, str]) -> dict[str, Any]:
    """What `python -m module` prints at its end, as JSON."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def set_up() -> None:
    """Django in this process, and in its database the tables, the reference data and the cast."""
    django.setup()
    # Not at the top: they need Django set up.
    from audit.models import User
    from tests.cast import create_cast

    call_command("migrate", verbosity=0)
    call_command("load_reference")
    create_cast(by=User.objects.service_account())
