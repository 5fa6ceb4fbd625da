"""What Wexshire's first audit says that it counted, counted again from its agreed answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.seeds import judgements
from tests.seeds.folders import WEXSHIRE, rows_of

SIGNED_OFF, OPEN = WEXSHIRE
Answers = dict[str, str]
NOT_ASKED = ("", "not_applicable", "could_not_see")


def _all() -> list[Answers]:
    return list(judgements.answers(SIGNED_OFF, "agreed").values())


def _share(question: str, counted: str) -> tuple[int, int]:
    given = [row.get(question, "") for row in _all()]
    base = [value for value in given if value not in NOT_ASKED]
    return base.count(counted), len(base)


def _discussions() -> tuple[int, int]:
    held = [row for row in _all() if row["strategy-discussion-held"] == "yes"]
    return sum(row["strategy-discussion-recorded"] == "in_full" for row in held), len(held)


def _waits(starts: str, ends: str) -> list[timedelta]:
    rows = [row for row in _all() if row.get(starts) and row.get(ends)]
    return [datetime.fromisoformat(row[ends]) - datetime.fromisoformat(row[starts]) for row in rows]


def _longer(starts: str, ends: str, than: timedelta) -> tuple[int, int]:
    waits = _waits(starts, ends)
    return sum(wait > than for wait in waits), len(waits)


COUNTED: dict[str, Callable[[], tuple[int, int]]] = {
    "body-worn video": lambda: _share("body-worn-video-used", "yes"),
    "first grade did not fit": lambda: _share("missing-grade-fits", "no"),
    "decisions and actions": _discussions,
    "reasons for the main protective": lambda: _share("reasons-recorded", "yes"),
    "how the child behaved": lambda: _share("demeanour-recorded", "yes"),
    "after the day on which": lambda: _longer("visit-due-at", "visit-done-at", timedelta(0)),
    "more than six hours": lambda: _longer(
        "custody-arrived-at", "appropriate-adult-arrived-at", timedelta(hours=6)
    ),
}


@pytest.mark.parametrize("label", COUNTED)
def test_the_figure_is_what_the_agreed_answers_give(label):
    [row] = [row for row in rows_of(SIGNED_OFF, "figures.csv") if label in row["label"]]
    assert (int(row["count"]), int(row["base"])) == COUNTED[label]()


def test_every_figure_is_counted_here():
    labels = [row["label"] for row in rows_of(SIGNED_OFF, "figures.csv")]
    assert all(sum(part in label for part in COUNTED) == 1 for label in labels)


def test_the_open_audit_has_hours_to_an_appropriate_adult_and_one_that_nobody_wrote_down():
    given = [
        row["appropriate-adult-arrived-at"]
        for row in judgements.answers(OPEN, "agreed").values()
        if "appropriate-adult-arrived-at" in row
    ]
    assert (len(given), given.count("not_recorded")) == (4, 1)
