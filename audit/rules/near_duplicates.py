"""Which recommendations may ask for the same: by common words, and what both are about.

Deliberately plain, so that a person can see at once why two are shown together: the share of
words in common (Dice's coefficient, 2 × common ÷ all words of both), compared without their
endings. Themes and areas in common lower how many words it takes. Nothing is linked by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[a-z]{3,}")
ENDINGS = (
    *("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ied"),
    *("ed", "es", "ly", "al", "er", "or", "s", "e", "y"),
)
SHORTEST = 3
"""Letters that are left of a word whose ending is taken off."""
SAID_EVERYWHERE = frozenset(
    "the and for that this with from are was were has have had been being will would should "
    "must shall can may its their them they these those there then than when where which who "
    "whom whose what how why into onto upon about above after before between within without "
    "through during under over per all any each every other others another such some more most "
    "also only not nor but because while until make makes made sure ensure ensures take takes "
    "taken immediate immediately month months three six force forces constabulary police "
    "policing officer officers staff review reviews improve improves improved improving "
    "practice".split()
)
"""Words that nearly every recommendation has, and that tell none apart."""
ALIKE = 0.4
ALIKE_ABOUT_THE_SAME = 0.25
FEWEST_WORDS = 3
MOST_SHOWN = 5
MOST_WORDS_SHOWN = 6


@dataclass(frozen=True)
class Candidate:
    """`key` is whatever the caller knows it by; `subjects` are its themes and areas, in words."""

    key: int
    title: str
    text: str
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Likeness:
    """`score` from 0 to 1; the words as the other one writes them; the subjects of both."""

    key: int
    score: float
    words: tuple[str, ...]
    subjects: tuple[str, ...]


def near_duplicates(one: Candidate, others: Iterable[Candidate]) -> list[Likeness]:
    """The most alike first, five at the most."""
    own = words_of(f"{one.title} {one.text}")
    found = [alike for other in others if (alike := _likeness(one, own, other)) is not None]
    return sorted(found, key=lambda alike: (-alike.score, alike.key))[:MOST_SHOWN]


def _likeness(one: Candidate, own: dict[str, str], other: Candidate) -> Likeness | None:
    if other.key == one.key:
        return None
    theirs = words_of(f"{other.title} {other.text}")
    common = [word for stem, word in theirs.items() if stem in own]
    if len(common) < FEWEST_WORDS:
        return None
    score = 2 * len(common) / (len(own) + len(theirs))
    subjects = one.subjects & other.subjects
    if score < (ALIKE_ABOUT_THE_SAME if subjects else ALIKE):
        return None
    shown = tuple(common[:MOST_WORDS_SHOWN])
    return Likeness(other.key, round(score, 2), shown, tuple(sorted(subjects)))


def words_of(text: str) -> dict[str, str]:
    """Stem → the word as it is first written, without what is said everywhere."""
    found: dict[str, str] = {}
    for word in WORD.findall(text.lower()):
        if word not in SAID_EVERYWHERE:
            found.setdefault(stem(word), word)
    return found


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """ "record", "records", "recorded" and "recording" have one; it need be no word itself."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word
