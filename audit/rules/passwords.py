"""Long passwords that are easy to guess all the same.

Fifteen characters are asked for, and no mixture of kinds (NCSC, NIST 800-63B: rules of
composition make passwords worse). What remains to refuse are long ones that somebody who
guesses tries early: known phrases, walks over the keyboard, repetitions, and the person's own
name with a year behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

LEAST = 8
"""So many characters must be left where phrases, walks and repetitions count as one each."""
SHORTEST_WALK = 4
SHORTEST_NAME = 3
"""Shorter parts of names and addresses stand in many words by chance."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890")
_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")
_NEXT = {pair for row in (*_ROWS, *_COLUMNS) for way in (row, row[::-1]) for pair in pairwise(way)}
_SWAPPED = str.maketrans("@$!|€", "asiie")
_DIGITS = str.maketrans("0134578", "oieastb")


def is_easy(password: str, phrases: Iterable[str], own: Iterable[str] = ()) -> bool:
    """Whether little is left of `password` without what many people use.

    `phrases` are normal forms (see `normal_form`), the longest first; `own` are the name and the
    address of the person, as they are written.
    """
    plain = normal_form(password)
    forms = (plain, plain.translate(_DIGITS))
    return any(_unguessed(form, phrases) < LEAST for form in forms) or _is_own(plain, phrases, own)


def normal_form(text: str) -> str:
    """Without case, spaces and punctuation; signs that stand for letters become them."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SWAPPED)
    return "".join(sign for sign in text if sign.isalnum())


def _is_own(plain: str, phrases: Iterable[str], own: Iterable[str]) -> bool:
    """Whether it is made of `own` and digits, which beside a name are years and numbers."""
    parts = sorted(_parts(own), key=len, reverse=True)
    pattern = "|".join(map(re.escape, parts))
    names = list(re.finditer(pattern, plain.translate(_DIGITS))) if parts else []
    rest = list(plain)
    for name in names:
        rest[name.start() : name.end()] = " " * len(name[0])
    letters = "".join(sign for sign in rest if not sign.isdigit())
    return bool(names) and len(names) + _unguessed(letters, phrases) < LEAST


def _parts(own: Iterable[str]) -> set[str]:
    """Each text, its words and the pieces of those, as they are looked for."""
    found = {part for text in own for part in (text, *text.split(), *re.split(r"[\W_]+", text))}
    forms = {normal_form(part).translate(_DIGITS) for part in found}
    return {form for form in forms if len(form) >= SHORTEST_NAME}


def _unguessed(text: str, phrases: Iterable[str]) -> int:
    """How many characters a guesser still has to find."""
    text = text[: _period(text)]
    found = 0
    for phrase in phrases:
        if phrase in text:
            text = text.replace(phrase, " ")
            found += 1
    return found + sum(_without_walks(part) for part in text.split())


def _period(text: str) -> int:
    """The length of the shortest piece that `text` repeats; a last one may be cut off."""
    # How much of its beginning is also an end of what was read so far (Knuth, Morris, Pratt).
    border = [0] * len(text)
    for at in range(1, len(text)):
        length = border[at - 1]
        while length and text[at] != text[length]:
            length = border[length - 1]
        border[at] = length + (text[at] == text[length])
    period = len(text) - border[-1] if text else 0
    return period if 2 * period <= len(text) else len(text)


def _without_walks(text: str) -> int:
    """The number of characters, where a walk over neighbours or one key held down is one."""
    count, walk = 0, 0
    for before, sign in pairwise(f" {text} "):
        if before == sign or (before, sign) in _NEXT:
            walk += 1
            continue
        count += 1 if walk >= SHORTEST_WALK else walk
        walk = 1
    return count
