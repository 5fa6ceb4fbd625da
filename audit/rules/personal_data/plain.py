"""A text as the patterns read it: every space, dash and digit in its plainest form."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Soft hyphens and joiners, which come along when text is pasted."""
APOSTROPHES = frozenset("\u2018\u2019\u02bc\u0060\u00b4")
MINUS = "\u2212"


class Plain(NamedTuple):
    """`places[i]` is where the character `text[i]` stood; one more place stands for the end."""

    text: str
    places: Sequence[int]


def plain(text: str) -> Plain:
    if text.isascii():
        return Plain(text.replace("\t", " "), range(len(text) + 1))
    shown = [(place, one) for place, one in enumerate(text) if one not in INVISIBLE]
    return Plain(
        "".join(_plainest(one) for _, one in shown), [*(place for place, _ in shown), len(text)]
    )


def _plainest(character: str) -> str:
    """Always one character, so that places can be counted."""
    if character.isascii():
        return " " if character == "\t" else character
    if character in APOSTROPHES:
        return "'"
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category == "Pd" or character == MINUS:
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    same = unicodedata.normalize("NFKC", character)
    return same if same.isascii() and len(same) == 1 else character
