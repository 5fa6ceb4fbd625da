"""Counting grades, and percentages that are computed and never typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.rules.grading import Scale
from audit.rules.problems import Problem

SMALLEST_BASE = 10
"""No percentage is shown for a base under this (design, section 8)."""


@dataclass(frozen=True)
class Tally:
    """How many results stand at each grade of a scale, best grade first."""

    counts: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, scale: Scale, counts: Mapping[str, int]) -> Tally:
        """A grade without results counts 0; a code outside the scale raises ValueError."""
        unknown = set(counts) - set(scale.codes)
        if unknown:
            raise ValueError(f"Not grades of this framework: {', '.join(sorted(unknown))}.")
        return cls(tuple((code, counts.get(code, 0)) for code in scale.codes))

    @classmethod
    def sum(cls, scale: Scale, tallies: Iterable[Tally]) -> Tally:
        total: dict[str, int] = {}
        for tally in tallies:
            for code, count in tally.counts:
                total[code] = total.get(code, 0) + count
        return cls.of(scale, total)

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    def __getitem__(self, code: str) -> int:
        return dict(self.counts)[code]

    def as_dict(self) -> dict[str, int]:
        """The counts by grade code, and their `total`."""
        return {**dict(self.counts), "total": self.total}

    def in_words(self, scale: Scale) -> str:
        """ "20 good, 27 requiring improvement and 34 inadequate"."""
        *rest, last = (f"{self[grade.code]} {grade.in_report}" for grade in scale.grades)
        return f"{', '.join(rest)} and {last}" if rest else last


def percentage(count: int | None, base: int | None) -> float | None:
    """Per cent of `base`, to one decimal; None without both numbers or with a base too small."""
    if count is None or base is None or base < SMALLEST_BASE:
        return None
    # In whole numbers and half up: as binary fractions, 1 of 16 (6.25) would become 6.2.
    return (2000 * count + base) // (2 * base) / 10


def printed_percentage(printed: str) -> float | None:
    """The percentage that somebody printed ("42.5 percent", "14 %"), or None."""
    found = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|per\s?cent)", printed)
    return float(found[1]) if found else None


def printed_differs(count: int | None, base: int | None, printed: str) -> bool:
    """True where the printed percentage is not the computed one rounded as it was printed."""
    computed, said = percentage(count, base), printed_percentage(printed)
    if computed is None or said is None or count is None or not base:
        return False
    decimals = len(found[1]) if (found := re.search(r"\d\.(\d+)", printed)) else 0
    # Half a unit of the last printed digit, and a little for binary fractions.
    return abs(100 * count / base - said) > 0.5 / float(10**decimals) + 1e-9


def figure_problems(count: int | None, base: int | None) -> list[Problem]:
    if count is not None and base is not None and count > base:
        return [
            Problem(
                "count", f"The count ({count}) is above its base ({base}). Correct one of them."
            )
        ]
    return []


def self_assessed_problems(self_assessed: int | None, files: int) -> list[Problem]:
    """The force cannot have assessed more files than there are; 0 files means none are held yet."""
    if self_assessed is None or not files or self_assessed <= files:
        return []
    return [
        Problem(
            "self_assessed",
            f"The force cannot have assessed {self_assessed} of {files} case files. "
            "Correct the number.",
        )
    ]


def share_in_words(count: int, base: int) -> str | None:
    """ "More than four in ten", "Half", for a chart's finding; None for a base too small.

    The words are true of the exact share: "more than" is never said of less.
    """
    if base < SMALLEST_BASE:
        return None
    if count == 0:
        return "None"
    if count == base:
        return "All"
    if 2 * count == base:
        return "Half"
    tenths, rest = divmod(10 * count, base)
    if tenths == 0:
        return "Fewer than one in ten"
    if tenths == 5:
        return "More than half"
    words = ("", "one", "two", "three", "four", "", "six", "seven", "eight", "nine")[tenths]
    return f"{'More than ' if rest else ''}{words} in ten".capitalize()
