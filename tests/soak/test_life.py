"""The life of recommendations, by anybody and in any order."""

from __future__ import annotations

import pytest

from tests.soak.length import IN_FULL, times
from tests.soak.life.machine import Life
from tests.soak.life.world import World
from tests.soak.steps import run_sequences

SEQUENCES = times(1300)
STEPS = 20 if IN_FULL else 10
MET = (
    *("response.assigned: done", "response.answered: done", "response.delivered: done"),
    *("response.verified: done", "response.returned: done", "response.superseded: done"),
    *("response.received: done", "extension.granted: done", "round.published: done"),
    *("action.added: done", "action.changed: done", "action.begun: done", "action.done: done"),
    *("action.dropped: done", "action.reopened: done", "progress_update.given: done"),
    *("evidence.added: done", "evidence.withdrawn: done", "two updates are both kept"),
    "response.answered: it was saved elsewhere",
    *("response.verified: they had a hand in it", "response.verified: has no right"),
    "action.changed: it was delivered with this",
    "evidence.withdrawn: nothing else shows it",
)


@pytest.fixture(autouse=True)
def _kept_in_memory(settings):
    storage = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "evidence": storage}


@pytest.mark.usefixtures("db")
def test_no_order_of_steps_breaks_the_life_of_a_recommendation(capsys, settings):
    Life.world, Life.settings = World(), settings
    run_sequences(Life, capsys, sequences=SEQUENCES, steps=STEPS, met=MET)
