"""Which names mean the same person, and what to call that person instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from audit.rules.personal_data.kinds import Kind, Span
from audit.rules.personal_data.names import WORD, NameSeen, without_possessive

NUMBERED = re.compile(r"\b(Child|Adult|Officer|Doctor) (\d{1,3})\b")


class People:
    """Learns names in the order of the text: the first child that is named is "Child 1", unless
    the text has one already."""

    def __init__(self, text: str, named: Iterable[NameSeen]) -> None:
        self._counts = _numbers_in(text)
        self._by_word: dict[str, str] = {}
        self._by_span: dict[Span, str] = {}
        for seen in sorted(named, key=lambda seen: seen.span.start):
            called = self._by_word.get(seen.words[0]) or self._newcomer(seen.role)
            self._by_span[seen.span] = called
            for word in seen.words:
                self._by_word.setdefault(word, called)

    def _newcomer(self, role: str) -> str:
        if not role.endswith("#"):
            return role
        self._counts[role] += 1
        return role.replace("#", str(self._counts[role]))

    def called(self, span: Span, words: str) -> str:
        return self._by_span.get(span) or self._by_word[without_possessive(words)]

    def mentions(self, text: str) -> Iterator[Span]:
        """Where a name that was learnt stands alone."""
        if not self._by_word:
            return
        for found in re.finditer(WORD, text):
            word = without_possessive(found[0])
            if word in self._by_word:
                yield Span(Kind.NAME, found.start(), found.start() + len(word))


def _numbers_in(text: str) -> Counter[str]:
    """The highest number of each role that the text uses."""
    highest: Counter[str] = Counter()
    for role, number in NUMBERED.findall(text):
        highest[f"{role} #"] = max(highest[f"{role} #"], int(number))
    return highest
