"""All that was seen in a text, each thing with what can stand in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from audit.rules.personal_data.births import births
from audit.rules.personal_data.identifiers import emails, nhs_numbers, ni_numbers, phone_numbers
from audit.rules.personal_data.kinds import PLACEHOLDERS, Kind, Sighting, Span, folded
from audit.rules.personal_data.names import names, schools
from audit.rules.personal_data.people import People
from audit.rules.personal_data.plain import plain
from audit.rules.personal_data.police_numbers import police_numbers
from audit.rules.personal_data.postcodes import postcodes
from audit.rules.personal_data.vehicles import vehicle_marks

FINDERS: tuple[Callable[[str], Iterator[Span]], ...] = (
    emails,
    births,
    police_numbers,
    phone_numbers,
    nhs_numbers,
    ni_numbers,
    postcodes,
    vehicle_marks,
)
"""Where two see the same letters, the earlier one says what they are."""


def kinds_seen(text: str) -> list[Kind]:
    """What is known by its form, each kind once and in the order of the text. Names are not
    looked for, so that thousands of rows take less time."""
    read, _ = plain(text)
    spans = sorted(_by_form(read, Taken(len(read))), key=lambda span: span.start)
    return list(dict.fromkeys(span.kind for span in spans))


def _by_form(read: str, taken: Taken) -> list[Span]:
    return [span for find in FINDERS for span in find(read) if taken.claim(span)]


def sightings(text: str) -> list[Sighting]:
    """In the order of the text, without overlaps, in time proportional to its length."""
    read, places = plain(text)
    taken = Taken(len(read))
    spans = _by_form(read, taken)
    spans += [span for span in schools(read) if taken.claim(span)]
    named = [seen for seen in names(read) if taken.claim(seen.span)]
    people = People(read, named)
    spans += [seen.span for seen in named]
    spans += [span for span in people.mentions(read) if taken.claim(span)]
    replacements = Replacements(read, people)
    seen = []
    for span in sorted(spans, key=lambda span: span.start):
        start, end = places[span.start], places[span.end - 1] + 1
        instead = replacements.of(span, read[span.start : span.end])
        seen.append(Sighting(span.kind, start, end, text[start:end], instead))
    return seen


def replaced(text: str, replacement: str) -> str:
    """The text with this replacement made, wherever it was suggested."""
    for sighting in reversed(sightings(text)):
        if sighting.replacement == replacement:
            text = text[: sighting.start] + replacement + text[sighting.end :]
    return text


def without_personal_data(text: str) -> str:
    """The text with every replacement made of what is known by its form; hints stay."""
    for sighting in reversed(sightings(text)):
        if not sighting.quiet:
            text = text[: sighting.start] + sighting.replacement + text[sighting.end :]
    return text


class Taken:
    """Which letters already belong to a sighting."""

    def __init__(self, length: int) -> None:
        self._letters = bytearray(length)

    def claim(self, span: Span) -> bool:
        """False where another span has some of these letters; else they are taken from now on."""
        letters = slice(span.start, span.end)
        if any(self._letters[letters]):
            return False
        self._letters[letters] = b"\1" * (span.end - span.start)
        return True


PLACEHOLDER = re.compile(rf"\[({'|'.join(PLACEHOLDERS.values())})(?: (\d{{1,3}}))?\]")


class Replacements:
    """The same thing gets the same words; a second one of its kind, in a text that may already
    hold the first one's replacement, gets a number."""

    def __init__(self, text: str, people: People) -> None:
        self._people = people
        self._known: dict[tuple[Kind, str], str] = {}
        self._counts: Counter[str] = Counter()
        for words, number in PLACEHOLDER.findall(text):
            self._counts[words] = max(self._counts[words], int(number or 1))

    def of(self, span: Span, seen: str) -> str:
        if span.kind == Kind.NAME:
            return self._people.called(span, seen)
        if span.kind == Kind.SCHOOL:
            return "the school"
        thing = (span.kind, folded(seen))
        if thing not in self._known:
            self._known[thing] = self._next(PLACEHOLDERS[span.kind])
        return self._known[thing]

    def _next(self, words: str) -> str:
        self._counts[words] += 1
        number = self._counts[words]
        return f"[{words} {number}]" if number > 1 else f"[{words}]"
