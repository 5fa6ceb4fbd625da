"""Quotation marks as British print sets them, whatever was typed."""

from __future__ import annotations

import re
from typing import Any

MARKS = (
    (re.compile(r"(?<![\w.,;:!?)…’”])'(?=\S)"), "‘"),
    (re.compile(r"'"), "’"),
    (re.compile(r'(?<![\w.,;:!?)…’”])"(?=\S)'), "“"),
    (re.compile(r'"'), "”"),
)
"""A mark before a word opens, any other closes or is an apostrophe."""


AS_THEY_ARE = {"code", "address", "seed", "reference"}
"""Keys whose values are not prose."""


def typeset(value: Any) -> Any:
    """The same JSON value with typographic marks in each text."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return [typeset(item) for item in value]
    if isinstance(value, dict):
        return {key: item if key in AS_THEY_ARE else typeset(item) for key, item in value.items()}
    return value


def _text(text: str) -> str:
    for pattern, mark in MARKS:
        text = pattern.sub(mark, text)
    return text
