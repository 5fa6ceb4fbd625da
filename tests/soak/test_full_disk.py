"""Where there is no room for an import, nothing of it stands, and it goes through with more."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from audit.spreadsheets import refusals
from tests.soak.apart import found_by, own_database

NOT_TAKEN = "The database could not take the rows. Nothing was imported. Is its disk full?"


@pytest.fixture(autouse=True)
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("how large a database of PostgreSQL may grow is said nowhere")


@contextmanager
def small_disk(megabytes: int, folder: Path) -> Iterator[Path]:
    """A disk in memory, mounted on `folder`."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk can be mounted here ({error})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_an_import_without_room_leaves_nothing_and_goes_through_later():
    with own_database("casemark_full_disk") as env:
        found = found_by("tests.soak.full_disk", env=env)
    assert found["problems"] == []
    assert found["ended"] == ["database or disk is full"] * 4
    assert found["done"]


def test_on_a_full_disk_the_command_says_so_and_goes_through_once_there_is_room(tmp_path):
    with (
        small_disk(16, tmp_path) as disk,
        own_database("casemark_small_disk", within=disk) as env,
    ):
        found = found_by("tests.soak.small_disk", env=env | {"TMPDIR": str(disk)})
    *full, last = found["ended"]
    assert found["problems"] == []
    assert len(full) == 5
    assert set(full) == {NOT_TAKEN, refusals.NO_ROOM}
    assert (last, found["done"]) == ("", True)
