from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from audit.rules.events import READS, WORDS, event_words

AUDIT = Path(__file__).resolve().parents[2] / "audit"
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")


def _events_in(path: Path) -> set[str]:
    """The texts that look like an event and are handed to one of the trail's functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("record"):
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            found |= {a.value for a in arguments if isinstance(a, ast.Constant)}
        if isinstance(node, ast.keyword) and node.arg == "event":
            if isinstance(node.value, ast.Constant):
                found.add(node.value.value)
    return {event for event in found if isinstance(event, str) and EVENT.fullmatch(event)}


def test_each_event_that_the_code_records_has_words():
    named = {event for path in AUDIT.rglob("*.py") for event in _events_in(path)}
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
