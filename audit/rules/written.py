"""Words as people write them into cells: understood where there is one meaning, else refused.

Nothing is guessed: "Satisfactory" is no grade of a scale that does not have it, and a short form
that two names share stands for neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.rules.grading import Grade, Scale

APART = re.compile(r"[\s._/\\-]+")
"""What may stand between words, or between the letters of a short form."""
QUOTED = "\"'“”‘’"
LONGEST_SHOWN = 40
MOST_SHOWN = 12


class NotUnderstood(ValueError):
    """A cell with words that stand for nothing here; the message goes on after its place."""


@dataclass(frozen=True)
class Names:
    """What may be written, and what it stands for; `what` is "a grade", "an area"."""

    what: str
    titles: tuple[str, ...]
    """To be offered, in their order."""
    means: Mapping[str, str]
    """`normal` forms → codes."""

    def code(self, text: str) -> str:
        """Raises NotUnderstood, which says what to use instead."""
        found = self.means.get(normal(text))
        if found is None:
            shown = " ".join(text.split())[:LONGEST_SHOWN]
            instead = f"use {self._offered()}" if self.titles else "leave it empty"
            raise NotUnderstood(f"‘{shown}’ is not {self.what}; {instead}")
        return found

    def codes(self, text: str) -> list[str]:
        """Of several, separated by semicolons; each once, in their order."""
        parts = [part for part in text.split(";") if part.strip()]
        return list(dict.fromkeys(self.code(part) for part in parts))

    def _offered(self) -> str:
        *rest, last = self.titles[:MOST_SHOWN]
        if len(self.titles) > MOST_SHOWN:
            return f"{', '.join([*rest, last])} or another of {len(self.titles)}"
        return f"{', '.join(rest)} or {last}" if rest else last


def normal(text: str) -> str:
    """Without what makes no difference: capitals, spaces, full stops, hyphens, slashes, quotes,
    and marks that are not seen."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip(QUOTED + " ")
    return APART.sub("", "".join(sign for sign in plain if unicodedata.category(sign) != "Cf"))


def same_lines(text: str) -> str:
    """With lines that end alike, whatever program wrote them."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def one_line(text: str) -> str:
    return " ".join(text.split())


def names_of(what: str, rows: Iterable[tuple[str, Iterable[str]]]) -> Names:
    """Of pairs of a code and its names, the first of which is offered. A name of two codes is
    neither's."""
    titles: list[str] = []
    means: dict[str, str] = {}
    shared: set[str] = set()
    for code, names in rows:
        names = list(names)
        titles.append(names[0])
        for form in {normal(name) for name in [code, *names] if name}:
            if means.setdefault(form, code) != code:
                shared.add(form)
    return Names(what, tuple(titles), {k: v for k, v in means.items() if k not in shared})


def grade_names(scale: Scale) -> Names:
    """ "RI", "R/I", "Requiring improvement", "REQUIRES IMPROVEMENT ": all one grade."""
    return names_of("a grade", ((grade.code, _forms(grade)) for grade in scale.grades))


def _forms(grade: Grade) -> list[str]:
    initials = "".join(word[0] for word in grade.title.split())
    return [grade.title, grade.in_report, grade.in_finding, initials]
