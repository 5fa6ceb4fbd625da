"""How far two judgements of the same case files agree: table, raw agreement, kappa, AC2, direction.

Grades are places on an ordered scale of k steps, best first, so a difference of one step weighs
less than one of two: every coefficient uses the linear weights w[i][j] = 1 − |i − j| / (k − 1)
(Cicchetti and Allison 1971).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from audit.rules.grading import Scale

FEWEST_PAIRS = 20
"""Under this many pairs no coefficient is given: its interval would span nearly everything."""

Z95 = 1.959963984540054
"""The normal quantile of a 95 % interval."""

Table = tuple[tuple[int, ...], ...]
"""k × k pairs of grades: rows the first judgement, columns the second, in the scale's order."""


@dataclass(frozen=True)
class Kappa:
    """A coefficient with its 95 % interval, which is not cut off at 1: see `weighted_kappa`."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """`raw`, `kappa` and `ac2` are None where there are too few pairs, or no meaning in them.

    `kinder` counts the pairs in which the first grade is better than the second, `harsher`
    those in which it is worse. `note` says why a coefficient is missing or says little.
    """

    table: Table
    raw: float | None
    kappa: Kappa | None
    ac2: float | None
    note: str

    @property
    def pairs(self) -> int:
        return sum(map(sum, self.table))

    @property
    def same(self) -> int:
        return sum(row[place] for place, row in enumerate(self.table))

    @property
    def kinder(self) -> int:
        return sum(sum(row[place + 1 :]) for place, row in enumerate(self.table))

    @property
    def harsher(self) -> int:
        return self.pairs - self.same - self.kinder

    @property
    def suppressed(self) -> bool:
        return self.pairs < FEWEST_PAIRS


def pairs_table(scale: Scale, pairs: Iterable[tuple[str, str]]) -> Table:
    """Counts pairs of grade codes; one outside the scale raises ValueError."""
    place = {code: index for index, code in enumerate(scale.codes)}
    counts = [[0] * len(place) for _ in place]
    for first, second in pairs:
        if first not in place or second not in place:
            raise ValueError(f"Not two grades of this framework: {first}, {second}.")
        counts[place[first]][place[second]] += 1
    return tuple(tuple(row) for row in counts)


def agreement(table: Table) -> Agreement:
    """Everything that is said of one table of pairs; coefficients from FEWEST_PAIRS on."""
    pairs = sum(map(sum, table))
    if pairs < FEWEST_PAIRS:
        return Agreement(table, None, None, None, _too_few(pairs))
    return Agreement(
        table=table,
        raw=raw_agreement(table),
        kappa=weighted_kappa(table),
        ac2=gwet_ac2(table),
        note=_degenerate(table),
    )


def raw_agreement(table: Table) -> float | None:
    """The share of pairs with the very same grade; None without pairs."""
    pairs = sum(map(sum, table))
    return sum(row[place] for place, row in enumerate(table)) / pairs if pairs else None


def weighted_kappa(table: Table) -> Kappa | None:
    """Cohen's kappa with linear weights: (observed − expected) / (1 − expected) agreement.

    Cohen (1968), Psychological Bulletin 70: 213–220. The standard error is the large-sample one
    of Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72: 323–327, for a kappa that need
    not be 0, and the interval is kappa ± 1.96 standard errors; so near 1 it can reach above 1.
    None where it is not defined: without pairs, on a scale of one grade, or where both gave all
    files one and the same grade, which chance would explain as well.
    """
    shares, rows, columns = _shares(table)
    if not shares or len(table) < 2:
        return None
    weights = _weights(len(table))
    observed = _sum(weights, shares)
    expected = _sum(weights, [[row * column for column in columns] for row in rows])
    if sum(map(bool, rows)) == sum(map(bool, columns)) == 1 and observed == 1:
        return None
    value = (observed - expected) / (1 - expected)
    # How much agreement a row's (a column's) grade finds on average among the other's grades.
    by_row = [sum(w * c for w, c in zip(line, columns, strict=True)) for line in weights]
    by_column = [sum(w * r for w, r in zip(line, rows, strict=True)) for line in weights]
    spread = sum(
        share * (weights[i][j] - (by_row[i] + by_column[j]) * (1 - value)) ** 2
        for i, line in enumerate(shares)
        for j, share in enumerate(line)
    )
    pairs = sum(map(sum, table))
    variance = (spread - (value - expected * (1 - value)) ** 2) / ((1 - expected) ** 2 * pairs)
    reach = Z95 * sqrt(max(variance, 0.0))  # rounding can leave it a hair under 0
    return Kappa(value, value - reach, value + reach)


def gwet_ac2(table: Table) -> float | None:
    """Gwet's AC2 with linear weights, which stays usable where nearly all files get one grade.

    Chance agreement is Σw / (k(k − 1)) · Σ p(1 − p), p being a grade's share among the grades of
    both: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61: 29–48, and
    Handbook of Inter-Rater Reliability, 4th edition (2014), chapter 4. None without pairs and on
    a scale of one grade.
    """
    shares, rows, columns = _shares(table)
    steps = len(table)
    if not shares or steps < 2:
        return None
    weights = _weights(steps)
    both = [(row + column) / 2 for row, column in zip(rows, columns, strict=True)]
    chance = sum(map(sum, weights)) / (steps * (steps - 1)) * sum(p * (1 - p) for p in both)
    return (_sum(weights, shares) - chance) / (1 - chance)


def _weights(steps: int) -> list[list[float]]:
    return [[1 - abs(i - j) / (steps - 1) for j in range(steps)] for i in range(steps)]


def _shares(table: Table) -> tuple[list[list[float]], list[float], list[float]]:
    """The table, its rows and its columns as shares of all pairs; empty ones without pairs."""
    pairs = sum(map(sum, table))
    if not pairs:
        return [], [], []
    shares = [[count / pairs for count in row] for row in table]
    columns = [sum(column) / pairs for column in zip(*table, strict=True)]
    return shares, [sum(row) / pairs for row in table], columns


def _sum(weights: Sequence[Sequence[float]], shares: Sequence[Sequence[float]]) -> float:
    return sum(
        w * share
        for line, row in zip(weights, shares, strict=True)
        for w, share in zip(line, row, strict=True)
    )


def _too_few(pairs: int) -> str:
    if not pairs:
        return "No file has two grades to compare yet."
    files = "Only 1 file has" if pairs == 1 else f"Only {pairs} files have"
    return (
        f"{files} two grades to compare: too few to measure agreement, which takes {FEWEST_PAIRS}."
    )


def _degenerate(table: Table) -> str:
    """What keeps the coefficients from meaning what they seem to; "" where nothing does."""
    if len(table) < 2:
        return "The scale has one grade only, so there is nothing to agree about."
    used = [sum(map(any, lines)) for lines in (table, zip(*table, strict=True))]
    same = raw_agreement(table) == 1
    if used == [1, 1] and same:
        return (
            "Both gave every file the same one grade. Kappa cannot tell that from chance, so "
            "there is none."
        )
    if 1 in used:
        return (
            "One of the two gave every file the same grade, so kappa is 0 whatever the other "
            "gave. It has no interval."
        )
    if same:
        return "The two grades are the same in every file, so kappa is 1. It has no interval."
    return ""
