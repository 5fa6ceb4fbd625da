"""What a manager reads: the share of good files with its interval, and whether two samples differ.

Only for files that Casemark drew at random. Of everything else it says that it cannot be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from audit.rules.counting import SMALLEST_BASE, Tally
from audit.rules.grading import Grade, Scale
from audit.rules.intervals import (
    Difference,
    Share,
    Stratum,
    fisher_exact,
    newcombe,
    weighted_share,
    wilson,
)

CHANCE = 0.05
"""A difference that chance alone would give less often than this counts as more than chance."""

NOT_DRAWN = (
    "Casemark did not draw these files at random, so nothing can be said from them about other "
    "cases. The counts speak for these files alone."
)
NOT_COMPARABLE = (
    "This and what it follows cannot be compared statistically: that needs files drawn at random "
    "by Casemark in both. A difference between the counts may lie in how the files were chosen."
)
TOO_FEW = "Too few files to tell"
STRATUM_MISSING = "A stratum has no graded file"


@dataclass(frozen=True)
class Drawn:
    """The files of one random draw in which something is known, and those of them in which it is
    so: one stratum for a simple draw, more for a stratified. `title` names the inspection or audit
    in a sentence."""

    title: str
    strata: tuple[Stratum, ...]

    @property
    def good(self) -> int:
        return sum(stratum.good for stratum in self.strata)

    @property
    def graded(self) -> int:
        return sum(stratum.graded for stratum in self.strata)

    @property
    def weighted(self) -> bool:
        return len(self.strata) > 1

    @property
    def share(self) -> Share | None:
        """Among all cases of the frame; None where that cannot be said."""
        if not self.weighted:
            return wilson(self.good, self.graded)
        return weighted_share(self.strata)

    @property
    def says_something(self) -> bool:
        """Whether there are enough files, and some in every stratum, for a share."""
        return self.graded >= SMALLEST_BASE and self.share is not None


@dataclass(frozen=True)
class StratumGrades:
    """How many cases one stratum of the frame holds, and the grades of its drawn files so far."""

    population: int
    tally: Tally


@dataclass(frozen=True)
class Sampled:
    """The graded files of one random draw. "Good" is the best grade of the scale: the test sets it
    against all others.
    """

    title: str
    scale: Scale
    strata: tuple[StratumGrades, ...]

    @property
    def tally(self) -> Tally:
        return Tally.sum(self.scale, (stratum.tally for stratum in self.strata))

    @property
    def graded(self) -> int:
        return self.tally.total

    @property
    def best(self) -> Grade:
        return self.scale.grades[0]

    @property
    def weighted(self) -> bool:
        return len(self.strata) > 1

    def drawn(self, grade: str) -> Drawn:
        """The files at `grade` among all that are graded."""
        strata = (Stratum(s.population, s.tally.total, s.tally[grade]) for s in self.strata)
        return Drawn(self.title, tuple(strata))

    def share_of(self, grade: str) -> Share | None:
        """What `grade` has of all cases of the frame; None where that cannot be said."""
        return self.drawn(grade).share

    @property
    def says_something(self) -> bool:
        """Whether there are enough graded files, and some in every stratum, for a share."""
        return self.drawn(self.best.code).says_something


@dataclass(frozen=True)
class Comparison:
    """`more_than_chance` and the figures are None where nothing can be tested; `text` says why.
    `short` is the same for a cell of a table, beside the counts."""

    text: str
    short: str = "Not tested"
    more_than_chance: bool | None = None
    difference: Difference | None = None
    p: float | None = None


def drawn_sentence(sampled: Sampled | None) -> str:
    """What the shares of a random draw stand for; or why none is given."""
    if sampled is None:
        return NOT_DRAWN
    if not sampled.graded:
        return "None of the files drawn at random is graded yet."
    if sampled.graded < SMALLEST_BASE:
        return (
            f"Fewer than {SMALLEST_BASE} of the files drawn at random are graded yet: too few for "
            "a share of all cases."
        )
    if not sampled.says_something:
        return (
            "Some strata have no graded file yet, so nothing can be said of all the cases that "
            "the files were drawn from."
        )
    weighed = " Each stratum counts for as many cases as it holds." if sampled.weighted else ""
    return (
        f"Casemark drew {sampled.graded} of the graded files at random, so they speak for all the "
        "cases they were drawn from: with 95% confidence the share among those lies within the "
        f"interval.{weighed}"
    )


def compare(before: Sampled | None, after: Sampled | None) -> Comparison:
    """Good against not good in two random samples; None stands for files drawn in any other way."""
    if before is None or after is None:
        return Comparison(NOT_COMPARABLE)
    if before.scale != after.scale:
        return Comparison(
            f"{before.title} and {after.title} cannot be compared: they have different scales."
        )
    best = before.best
    return compare_drawn(before.drawn(best.code), after.drawn(best.code), best.in_report)


def compare_drawn(before: Drawn, after: Drawn, said: str = "") -> Comparison:
    """The shares of two random samples; `said` is what the counted files were, in a sentence.

    Two simple draws are judged by Fisher's exact test. It knows no weights: where a draw was
    stratified, the difference is more than chance if its interval leaves out 0.
    """
    first, second = before.share, after.share
    if not (first and second and before.says_something and after.says_something):
        return Comparison(
            f"{before.title} and {after.title} cannot be compared yet: each needs {SMALLEST_BASE} "
            "graded files or more, and one in every stratum.",
            TOO_FEW if min(before.graded, after.graded) < SMALLEST_BASE else STRATUM_MISSING,
        )
    difference = newcombe(first, second)
    p = None
    more = not difference.low <= 0 <= difference.high
    if not (before.weighted or after.weighted):
        p = fisher_exact(
            before.good, before.graded - before.good, after.good, after.graded - after.good
        )
        more = p < CHANCE
    counted = _counted(before, first, after, second, said)
    text = f"{counted} {_verdict(difference, p, more)}"
    return Comparison(text, _short(difference, p, more), more, difference, p)


def _counted(before: Drawn, first: Share, after: Drawn, second: Share, said: str) -> str:
    were = f" were {said}" if said else ""
    return (
        f"{before.good} of {before.graded} files{were} in {before.title} "
        f"({_share(before, first)}), {after.good} of {after.graded} in {after.title} "
        f"({_share(after, second)})."
    )


def _share(drawn: Drawn, share: Share) -> str:
    """A weighted share is not that of the files beside which it stands, and says so."""
    return f"{_percent(share.value)}{', weighted' if drawn.weighted else ''}"


def _verdict(difference: Difference, p: float | None, more: bool) -> str:
    method, bounds = _method(p), _bounds(difference)
    if more:
        better = "larger" if difference.value > 0 else "smaller"
        return (
            f"That is more than chance: among all cases the share is {better} now, by "
            f"{_size(difference.value)} points, with 95% confidence {bounds} ({method})."
        )
    return (
        f"Such a difference can be chance: with this many files the share among all "
        f"cases may have moved {bounds} ({method}). It shows neither that things changed nor that "
        "they stayed the same."
    )


def _short(difference: Difference, p: float | None, more: bool) -> str:
    """ "More than chance: +5 to +49 points (p = 0.012)": the bounds of the difference."""
    told = "More than chance" if more else "Can be chance"
    tested = f"p {_p(p)}" if p is not None else "weighted"
    low, high = _signed(difference.low), _signed(difference.high)
    return f"{told}: {low} to {high} points ({tested})"


def _signed(difference: float) -> str:
    """ "+5", "−11", "0"; in points."""
    points = round(100 * difference)
    return f"{points:+d}".replace("-", "−") if points else "0"


def _method(p: float | None) -> str:
    return f"Fisher’s exact test, p {_p(p)}" if p is not None else "weighted by stratum"


def _bounds(difference: Difference) -> str:
    return f"between {_points(difference.low)} and {_points(difference.high)}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _size(difference: float) -> str:
    return f"{abs(100 * difference):.0f}"


def _points(difference: float) -> str:
    """ "11 points down", "28 points up", "no change"."""
    size = _size(difference)
    if size == "0":
        return "no change"
    points = "point" if size == "1" else "points"
    return f"{size} {points} {'up' if difference > 0 else 'down'}"


def _p(p: float) -> str:
    return "under 0.001" if p < 0.001 else f"= {p:.3f}"
