"""Published counts against recorded ones, and a headline against the sum of its areas.

A mismatch is stated, never hidden and never corrected silently (design, section 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.rules.counting import Tally
from audit.rules.grading import Scale


@dataclass(frozen=True)
class Statement:
    """One comparison: whether its two sides agree, and a sentence that says so."""

    agrees: bool
    text: str


@dataclass(frozen=True)
class AreaCounts:
    """An area's recorded results beside the published ones (None where none were published)."""

    title: str
    recorded: Tally
    published: Tally | None


@dataclass(frozen=True)
class Counted:
    """Everything that is compared about one round."""

    headline: Tally
    areas: Sequence[AreaCounts]
    published_headline: Tally | None
    files_in_several_areas: int

    @property
    def has_published(self) -> bool:
        return self.published_headline is not None or any(area.published for area in self.areas)


def reconcile(scale: Scale, counted: Counted) -> list[Statement]:
    """Every comparison that can be made, in the order in which a reader asks."""
    statements = []
    if counted.published_headline is not None:
        statements.append(_headline(scale, counted.headline, counted.published_headline))
    statements += _areas(scale, counted.areas)
    statements.append(_areas_against_headline(scale, counted))
    return statements


def _headline(scale: Scale, recorded: Tally, published: Tally) -> Statement:
    if recorded == published:
        return Statement(
            True,
            f"The case files recorded give the published headline of {published.total}: "
            f"{published.in_words(scale)}.",
        )
    return Statement(
        False,
        f"The published headline is {published.total} ({published.in_words(scale)}), but the case "
        f"files recorded give {recorded.total} ({recorded.in_words(scale)}).",
    )


def _areas(scale: Scale, areas: Sequence[AreaCounts]) -> list[Statement]:
    compared = [area for area in areas if area.published is not None]
    if not compared:
        return []
    differing = [area for area in compared if area.recorded != area.published]
    if not differing:
        number = "The one area has" if len(compared) == 1 else f"All {len(compared)} areas have"
        return [Statement(True, f"{number} the published results.")]
    return [
        Statement(
            False,
            f"{area.title}: the published results are {area.published.in_words(scale)}, but the "
            f"case files recorded give {area.recorded.in_words(scale)}.",
        )
        for area in differing
        if area.published is not None
    ]


def _areas_against_headline(scale: Scale, counted: Counted) -> Statement:
    areas = Tally.sum(scale, (area.recorded for area in counted.areas))
    if areas == counted.headline:
        results = "result" if areas.total == 1 else "results"
        return Statement(True, f"The areas add up to the headline: {areas.total} {results}.")
    differences = _listed(
        _difference(areas[grade.code] - counted.headline[grade.code], grade.in_report)
        for grade in scale.grades
        if areas[grade.code] != counted.headline[grade.code]
    )
    return Statement(
        False,
        f"The areas hold {differences} than the headline: they add up to {areas.total} "
        f"({areas.in_words(scale)}), the headline to {counted.headline.total} "
        f"({counted.headline.in_words(scale)}). {_explanation(counted)}",
    )


def _explanation(counted: Counted) -> str:
    several = counted.files_in_several_areas
    if several == 1:
        return "1 case file is recorded under more than one area."
    if several:
        return f"{several} case files are recorded under more than one area."
    return "No case file is recorded under more than one area."


def _listed(parts: Iterable[str]) -> str:
    *rest, last = parts
    return f"{', '.join(rest)} and {last}" if rest else last


def _difference(number: int, grade: str) -> str:
    size = abs(number)
    numeral = "one" if size == 1 else str(size)
    results = "result" if size == 1 else "results"
    return f"{numeral} {grade} {results} {'more' if number > 0 else 'fewer'}"
