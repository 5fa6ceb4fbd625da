"""What a random sample allows to be said of the cases it was drawn from: intervals and one test.

All intervals are 95 % ones. None of this is for files that somebody picked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

from audit.rules.agreement import Z95


@dataclass(frozen=True)
class Stratum:
    """One stratum: cases in the frame, files of it that have a grade, and those that are good. Of a
    part of the cases (those of one area) `population` is estimated, and so no whole number."""

    population: float
    graded: int
    good: int


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1 with its interval; `size` is the (effective) number of files."""

    value: float
    low: float
    high: float
    size: float


@dataclass(frozen=True)
class Difference:
    """The second share less the first, with its interval."""

    value: float
    low: float
    high: float


def wilson(good: float, size: float) -> Share | None:
    """Wilson's score interval of `good` files among `size`; None without files.

    Wilson (1927), Journal of the American Statistical Association 22: 209–212. It never leaves
    0 to 1 and has a width even where all files are good, or none is.
    """
    if size <= 0:
        return None
    share = good / size
    middle = (share + Z95**2 / (2 * size)) / (1 + Z95**2 / size)
    reach = Z95 * sqrt(share * (1 - share) / size + Z95**2 / (4 * size**2)) / (1 + Z95**2 / size)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    # At the ends the formula gives 0 and 1 exactly; binary fractions miss them by a hair.
    return Share(share, 0.0 if good == 0 else low, 1.0 if good == size else high, size)


def weighted_share(strata: Sequence[Stratum]) -> Share | None:
    """The share among all cases of a stratified frame, and its interval.

    A graded file stands for N/n cases of its stratum (N cases in the frame, n graded files), so
    that a stratum which was drawn more heavily does not count for more than it holds. The interval
    is Wilson's for Kish's effective number of files, (Σw)² / Σw² over the files' weights w: Kish
    (1965), Survey Sampling, section 11.7; Wilson's interval on an effective size is what Franco,
    Little, Louis and Slud (2019), Journal of Survey Statistics and Methodology 7: 334–364, found
    to hold up well. With equal weights it is the plain interval. The gain from stratifying and
    from a small frame is left out, so that it is rather too wide than too narrow.

    None where nothing is graded, or where a stratum that holds cases has no graded file: then
    nothing can be said of those cases.
    """
    held = [stratum for stratum in strata if stratum.population]
    if not held or not all(stratum.graded for stratum in held):
        return None
    cases = sum(stratum.population for stratum in held)
    good = sum(s.population * s.good / s.graded for s in held) / cases
    size = cases**2 / sum(stratum.population**2 / stratum.graded for stratum in held)
    found = wilson(good * size, size)
    return found and Share(good, found.low, found.high, size)


def newcombe(first: Share, second: Share) -> Difference:
    """The interval of the difference of two independent shares: Newcombe's method 10.

    Newcombe (1998), Statistics in Medicine 17: 873–890. It is made of the two Wilson intervals, and
    so takes weighted shares too.
    """
    difference = second.value - first.value
    down = sqrt((second.value - second.low) ** 2 + (first.high - first.value) ** 2)
    up = sqrt((second.high - second.value) ** 2 + (first.value - first.low) ** 2)
    return Difference(difference, difference - down, difference + up)


def fisher_exact(good: int, not_good: int, good_after: int, not_good_after: int) -> float:
    """Fisher's exact test of a 2 × 2 table, two-sided: the probability p, 1 for an empty margin.

    Fisher (1935), The Logic of Inductive Inference, Journal of the Royal Statistical Society 98:
    39–82. Two-sided as usual: all tables with the same margins that are no likelier than the one
    found. Counted in whole numbers, so ties are exact.
    """
    first, second = good + not_good, good_after + not_good_after
    all_good = good + good_after
    ways = {
        count: comb(first, count) * comb(second, all_good - count)
        for count in range(max(0, all_good - second), min(first, all_good) + 1)
    }
    found = ways[good]
    # As one whole number over another: the counts alone can be too large for a float.
    return sum(way for way in ways.values() if way <= found) / comb(first + second, all_good)
