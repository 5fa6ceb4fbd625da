"""What a rule says when something is wrong: on which field, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`field` is the name of the field at fault ("" for the whole record); `message` a sentence."""

    field: str
    message: str
