"""Counting the answers to one question over many files, with every file accounted for.

"Not recorded" is not "no", and neither is "could not see": each keeps a count of its own, so that
the counts of a question always add up to the files it was asked of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import Any

from audit.rules.durations import Duration

NOT_RECORDED, NOT_APPLICABLE, COULD_NOT_SEE = "not_recorded", "not_applicable", "could_not_see"
UNANSWERED, ENDS_FIRST = "unanswered", "ends_before_start"

WHY_NOT = (NOT_RECORDED, NOT_APPLICABLE, COULD_NOT_SEE, UNANSWERED, ENDS_FIRST)
"""Why a file has no value: the three absences of an answer, none given, an end before its start."""


@dataclass(frozen=True)
class Given:
    """One file's answer to a question: a value, or why there is none (`missing`, of WHY_NOT)."""

    value: str | float | datetime | None = None
    missing: str = ""


@dataclass(frozen=True)
class Spread:
    """Numbers in order of size; median and quartiles as `quantile` has them."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return quantile(self.values, 0.5)

    @property
    def quartiles(self) -> tuple[float, float]:
        return quantile(self.values, 0.25), quantile(self.values, 0.75)

    @property
    def longest(self) -> float:
        return self.values[-1]


@dataclass(frozen=True)
class FactCount:
    """What the files say to one question.

    `counts` holds every value of a choice (yes and no among them), in the question's order;
    `spread` the numbers or durations, None where there are none; `missing` each of WHY_NOT.
    `good` counts the values that count as good; None where that has to be judged file by file.
    """

    counts: Mapping[str, int]
    spread: Spread | None
    known: int
    missing: Mapping[str, int]
    good: int | None

    @property
    def files(self) -> int:
        """Those that the question was asked of."""
        return self.known + sum(self.missing.values())

    @property
    def applicable(self) -> int:
        """The denominator: the files less those to which the question does not apply."""
        return self.files - self.missing[NOT_APPLICABLE]


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of sorted `values` (at least one): Hyndman and Fan's definition 7.

    The American Statistician 50 (1996): 361–365; linear between neighbours, as Excel's
    QUARTILE.INC and numpy have it, so that anybody can check it.
    """
    place = share * (len(values) - 1)
    below = floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


def duration(start: Given, end: Given, unit: str, *, may_end_first: bool = False) -> Given:
    """The time from one answer to another, in `unit`; without both, the weightier reason why not.

    Not applicable to either is not applicable; after that what the record lacks comes before
    what the assessor could not see, and both before what nobody has answered. An end before its
    start is a slip, and no value, unless it `may_end_first`: then it gives a figure below 0.
    """
    for reason in (NOT_APPLICABLE, NOT_RECORDED, COULD_NOT_SEE, UNANSWERED):
        if reason in (start.missing, end.missing):
            return Given(missing=reason)
    if not isinstance(start.value, datetime) or not isinstance(end.value, datetime):
        raise ValueError("A duration lies between two dates with times.")
    amount = Duration(start.value, end.value, unit).amount
    return Given(amount) if amount >= 0 or may_end_first else Given(missing=ENDS_FIRST)


def count_answers(
    answers: Iterable[Given], choices: Sequence[str], counts_as_good: Mapping[str, Any]
) -> FactCount:
    """Counts one question's answers; `choices` are the codes that it offers, if it offers any.

    `counts_as_good` is `Question.counts_as_good`. A choice that is no longer offered counts last.
    """
    counts = dict.fromkeys(choices, 0)
    missing = dict.fromkeys(WHY_NOT, 0)
    numbers, known, good = [], 0, 0
    for answer in answers:
        if answer.missing:
            missing[answer.missing] += 1
            continue
        known += 1
        good += is_good(answer.value, counts_as_good) is True
        if isinstance(answer.value, str):
            counts[answer.value] = counts.get(answer.value, 0) + 1
        elif not isinstance(answer.value, datetime) and answer.value is not None:
            numbers.append(float(answer.value))
    spread = Spread(tuple(sorted(numbers))) if numbers else None
    return FactCount(counts, spread, known, missing, good if counts_as_good else None)


def is_good(value: str | float | datetime | None, counts_as_good: Mapping[str, Any]) -> bool | None:
    """Whether a value is what it should be; None where that has to be judged."""
    if "any_of" in counts_as_good:
        return bool(value in counts_as_good["any_of"])
    if "at_most" in counts_as_good and isinstance(value, int | float):
        return bool(value <= counts_as_good["at_most"])
    return None


def spread_sentence(fact: FactCount, unit: str) -> str:
    """ "Median 13 hours, in 4 of 6 files; not recorded in 2."; says so where there are none."""
    if not fact.applicable:
        return "No file yet to which this applies."
    reasons = missing_in_words(fact)
    if not fact.spread:
        return f"Not known in {_any_of(fact.applicable)}: {reasons}."
    start = f"Median {amount(fact.spread.median, unit)}, in {fact.known} of "
    told = start + _files(fact.applicable)
    return f"{told}; {reasons}." if reasons else f"{told}."


REASONS = {
    NOT_RECORDED: "not recorded in",
    COULD_NOT_SEE: "could not be seen in",
    UNANSWERED: "not answered in",
    ENDS_FIRST: "not computed, because the end lies before the start, in",
}


def missing_in_words(fact: FactCount) -> str:
    """ "not recorded in 2, not answered in 1"; files that it does not apply to are left aside."""
    return ", ".join(
        f"{words} {fact.missing[reason]}"
        for reason, words in REASONS.items()
        if fact.missing[reason]
    )


def amount(value: float, unit: str) -> str:
    """ "13 hours", "1 day", "2.5 hours": to one decimal, in the singular for exactly one."""
    rounded = floor(10 * value + 0.5) / 10  # half up: Python would make 10.2 of 10.25
    number = f"{rounded:,.1f}".removesuffix(".0")
    one = number == "1" and unit.endswith("s")
    return f"{number} {unit[:-1] if one else unit}".strip()


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _any_of(number: int) -> str:
    return "the one file" if number == 1 else f"any of {number} files"
