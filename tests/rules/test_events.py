from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from audit.rules.events import READS, WORDS, event_words

AUDIT = Path(__file__).resolve().parents[2] / "audit"
EVENT = re.compile(r"[a-z_]+\.[a-z_]*[a-z]")


def _events_in(path: Path) -> set[str]:
    """Every text that looks like an event of a subject that has some."""
    subjects = {event.partition(".")[0] for event in WORDS}
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    texts = {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    found = {text for text in texts if EVENT.fullmatch(text) and not text.endswith(".csv")}
    return {text for text in found if text.partition(".")[0] in subjects}


def test_each_event_that_the_code_records_has_words():
    layers = ("services", "views", "admin", "middleware")
    paths = [path for layer in layers for path in (AUDIT / layer).rglob("*.py")]
    named = {event for path in paths for event in _events_in(path)}
    assert len(named) > 10
    assert [event for event in named if not _has_words(event)] == []


def _has_words(event: str) -> bool:
    try:
        return bool(event_words(event))
    except KeyError:
        return False


def test_a_plain_row_is_called_by_its_noun():
    assert event_words("round.changed", "inspection or audit") == "changed the inspection or audit"
    assert event_words("subpoint.deleted") == "removed the subpoint"


def test_an_event_without_words_is_an_error():
    with pytest.raises(KeyError):
        event_words("round.forgotten")


def test_looking_has_words_too():
    assert set(WORDS) >= READS
