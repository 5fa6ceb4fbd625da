"""An import that is killed at any moment is written as a whole or not at all."""

from __future__ import annotations

from time import perf_counter

from tests.soak.apart import found_by, own_database
from tests.soak.length import tell, times

KILLS = times(100)


def test_a_killed_import_is_never_a_partial_one(capsys):
    start = perf_counter()
    with own_database("casemark_killed_imports") as env:
        found = found_by("tests.soak.killed_import", KILLS, env=env)
    tell(capsys, f"{KILLS} killed imports, {found['ended']} in {perf_counter() - start:.0f} s")
    assert found["problems"] == []
    assert sum(found["ended"].values()) == KILLS
