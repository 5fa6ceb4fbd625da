"""A server killed at any moment has lost nothing that it confirmed, and left nothing half done."""

from __future__ import annotations

from time import perf_counter

import pytest
from django.db import connection

from tests.soak.apart import found_by, own_database
from tests.soak.length import tell, times

KILLS = times(200)


def test_a_killed_server_leaves_whole_writes_and_starts_again(capsys):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is a server of its own, which goes on when Casemark's is killed")
    start = perf_counter()
    with own_database("casemark_kills") as env:
        found = found_by("tests.soak.kills", KILLS, env=env)
    tell(capsys, f"{KILLS} kills, {found} in {perf_counter() - start:.0f} s")
    assert found["problems"] == []
    assert found["acknowledged"] > KILLS
    # Some were killed in the middle of a write.
    assert found["in flight and done"] + found["in flight and not done"] > KILLS // 2
