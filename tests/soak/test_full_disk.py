"""Where there is no room for an import, nothing of it stands, and it goes through with more."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.soak.apart import found_by, own_database


def test_an_import_without_room_leaves_nothing_and_goes_through_later():
    if connection.vendor != "sqlite":
        pytest.skip("how large a database of PostgreSQL may grow is said nowhere")
    with own_database("casemark_full_disk") as env:
        found = found_by("tests.soak.full_disk", env=env)
    assert found["problems"] == []
    assert found["ended"] == ["database or disk is full"] * 4
    assert found["done"]
