"""Eight windows save the same assessment as often as they can, on a database that they share."""

from __future__ import annotations

from time import perf_counter

from tests.soak.apart import found_by, own_database
from tests.soak.length import tell, times

WINDOWS, EDITS = 8, times(60)


def test_no_acknowledged_edit_is_lost_and_nobody_meets_a_locked_database(capsys):
    start = perf_counter()
    with own_database("casemark_edits") as env:
        found = found_by("tests.soak.edits", WINDOWS, EDITS, env=env)
    saves = WINDOWS * EDITS
    answers = found["answers"]
    tell(capsys, f"{saves} edits, {answers} in {perf_counter() - start:.0f} s")
    assert set(answers) <= {"saved", "stale"}
    assert len(found["acknowledged"]) == answers["saved"] == saves
    _, *trail = found["trail"]
    # Each was made in a window that showed the one before it.
    assert sorted([words, before] for before, _, words in trail) == sorted(found["acknowledged"])
    assert [(before, after) for before, after, _ in trail] == [
        (lock, lock + 1) for lock in range(found["started"], found["ended"])
    ]
    assert found["ended"] == found["started"] + saves
    assert found["check"]["problem"] == ""
    assert found["check"]["seals"] > 0
