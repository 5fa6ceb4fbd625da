"""What can be told of whether a recommendation worked, from what was counted before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit.rules.counting import SMALLEST_BASE

NO_LATER = "There is not enough to tell: no later inspection or audit of the force is held here."
NO_EARLIER = (
    "There is not enough to tell: no inspection or audit asked for this, or its figures are not "
    "open here."
)
NOTHING_COUNTED = "There is not enough to tell, because nothing can be counted both times."
TOO_FEW_FILES = (
    f"There is not enough to tell: nothing was counted in {SMALLEST_BASE} files or more both times."
)
NOTHING_TESTED = (
    "There is not enough to tell: too few of the counted files were drawn at random, or a stratum "
    "of a draw has no graded file yet."
)
CAUTION = "A change does not show that it was this recommendation which brought it about."


@dataclass(frozen=True)
class Counted:
    """Something counted in both rounds: what (in a sentence), and in how many files each time.
    `better` tells a difference beyond chance; None where none is told or nothing was tested."""

    what: str
    bases: tuple[int, int]
    tested: bool = False
    better: bool | None = None

    @property
    def enough(self) -> bool:
        return min(self.bases) >= SMALLEST_BASE


def answer_in_words(
    counted: Sequence[Counted], why_not_tested: str, *, why_not_counted: Sequence[str] = ()
) -> list[str]:
    """The answer in sentences, the first the most important one. `why_not_counted` says why
    something that is named stands in no line."""
    if not counted:
        return [NOTHING_COUNTED, *why_not_counted]
    if not any(row.enough for row in counted):
        return [TOO_FEW_FILES]
    if why_not_tested:
        return ["The counts stand side by side, and cannot tell whether it worked.", why_not_tested]
    tested = [row for row in counted if row.tested]
    if not tested:
        return [NOTHING_TESTED]
    return [*_found(tested), *_how_sure(len(tested)), CAUTION]


def _found(tested: Sequence[Counted]) -> list[str]:
    said = []
    for word, better in (("Better", True), ("Worse", False)):
        names = [row.what for row in tested if row.better is better]
        if names:
            said.append(f"{word} by more than chance: {'; '.join(names)}.")
    left = sum(row.better is None for row in tested)
    if left == len(tested):
        return [
            "There is not enough to tell: whatever was tested, the difference can be chance. It "
            "shows neither that things changed nor that they stayed the same."
        ]
    if left:
        said.append(f"In {left} of the {len(tested)} things tested the difference can be chance.")
    return said


def _how_sure(tested: int) -> list[str]:
    if tested == 1:
        return []
    return [
        f"{tested} things were tested, each on its own: of twenty in which nothing changed, about "
        "one is called more than chance."
    ]
