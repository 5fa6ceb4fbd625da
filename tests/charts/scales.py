"""Scales and tallies for the tests of charts: the NCPI's three grades, and any other number."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from audit.rules.counting import Tally
from audit.rules.grading import Grade, Scale

NCPI = Scale(
    (
        Grade("good", "Good", "good"),
        Grade("requires_improvement", "Requires improvement", "requiring improvement"),
        Grade("inadequate", "Inadequate", "inadequate"),
    )
)


def scale_of(grades: int) -> Scale:
    return Scale(tuple(Grade(f"g{n}", f"Grade {n}", f"grade {n}") for n in range(1, grades + 1)))


def tally(counts: Sequence[int], scale: Scale | None = None) -> Tally:
    codes = (scale or NCPI).codes
    return Tally(tuple(zip(codes, counts, strict=True)))


def counts(grades: int = 3, most: int = 500) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, most), min_size=grades, max_size=grades)


any_scale = st.integers(2, 6).flatmap(lambda n: st.tuples(st.just(scale_of(n)), counts(n)))
"""A scale of two to six grades, and as many counts."""
