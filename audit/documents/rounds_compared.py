"""Two rounds side by side: counts and shares in all and by area, and the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audit.documents.drawn_files import DrawnFiles
from audit.documents.figures import GradeFigures, grade_figures
from audit.documents.results import grades_part, percent
from audit.models import AreaGrade, AreaOfPractice, CaseFile, Round
from audit.rules.comparable import Comparable, why_not_beside, why_not_tested
from audit.rules.comparison import Comparison, compare_drawn
from audit.rules.counting import Tally, percentage
from audit.rules.dates import month_text
from audit.rules.grading import Scale

HEADLINE = "All case files"


@dataclass(frozen=True)
class Pair:
    """One line of both rounds; no area for the headline. `comparison` is None where nothing is
    tested."""

    area: AreaOfPractice | None
    before: Tally
    after: Tally
    comparison: Comparison | None


@dataclass(frozen=True)
class RoundsCompared:
    """`why_not_beside` says why there are no lines, `why_not_tested` why there are no tests."""

    before: GradeFigures
    after: GradeFigures
    why_not_beside: str
    why_not_tested: str
    headline: Pair | None
    areas: tuple[Pair, ...]


def rounds_compared(before: Round, after: Round) -> RoundsCompared:
    """In a fixed number of queries; their forces, if they differ, are the caller's matter."""
    [first, second] = grade_figures([before, after])
    drawn = DrawnFiles(before), DrawnFiles(after)
    sides = _comparable(first, drawn[0]), _comparable(second, drawn[1])
    beside = why_not_beside(*sides)
    if beside:
        return RoundsCompared(first, second, beside, "", None, ())
    why_not = why_not_tested(*sides)
    test = _tester((before, after), drawn) if not why_not else _untested
    return RoundsCompared(
        first,
        second,
        "",
        why_not,
        Pair(None, first.headline, second.headline, test(None)),
        tuple(
            Pair(one.area, one.recorded, other.recorded, test(one.area.pk))
            for one, other in zip(first.areas, second.areas, strict=True)
        ),
    )


def _comparable(figures: GradeFigures, drawn: DrawnFiles) -> Comparable:
    files, made = figures.headline.total, figures.reconstructed
    return comparable(figures.round, files, drawn, reconstructed=made)


def comparable(
    round: Round, files: int, drawn: DrawnFiles, *, reconstructed: bool = False
) -> Comparable:
    """`files` of the round have something to count."""
    return Comparable(
        title=round.title,
        framework=str(round.framework),
        scale=round.framework.scale,
        grades=round.grades,
        files=files,
        reconstructed=reconstructed,
        finished=not round.is_open,
        led_by=round.get_led_by_display().lower(),
        drawn=drawn.drawn,
    )


def when(round: Round) -> str:
    """ "October 2019": when its fieldwork began; "" where that is not known."""
    return month_text(round.fieldwork_started_on) if round.fieldwork_started_on else ""


def sides_of(before: Round, after: Round) -> dict[str, str]:
    """What the two are called beside their counts: "Earlier, October 2019"."""
    months = when(before), when(after)
    known = all(months) and months[0] != months[1]
    names = ("Earlier", "Later")
    labels = [
        f"{name}, {month}" if known else name for name, month in zip(names, months, strict=True)
    ]
    return dict(zip(("before", "after"), labels, strict=True))


def compared_part(compared: RoundsCompared) -> dict[str, Any]:
    """Plain data for page and document; `headline` None and no areas where nothing stands."""
    before, after = compared.before, compared.after
    pairs = [compared.headline] if compared.headline else []
    return {
        "before": _side(before),
        "after": _side(after),
        "sides": sides_of(before.round, after.round),
        "grades": grades_part(after.scale),
        "why_not_beside": compared.why_not_beside,
        "why_not_tested": compared.why_not_tested,
        "finding": _finding(compared.headline, after.scale) if compared.headline else "",
        "rows": [pair_part(pair) for pair in (*pairs, *compared.areas)],
        "text": _text(compared.headline),
        "tested": sum(
            pair.comparison is not None and pair.comparison.more_than_chance is not None
            for pair in compared.areas
        ),
    }


def not_compared(why: str) -> dict[str, Any]:
    """In the shape of `compared_part`: nothing stands side by side, because."""
    return {"why_not_beside": why, "why_not_tested": "", "rows": [], "text": "", "tested": 0}


def pair_part(pair: Pair) -> dict[str, Any]:
    """Counts and, where the base allows one, the share of each grade; what the test said."""
    return {
        "code": pair.area.code if pair.area else "",
        "title": pair.area.short_title if pair.area else HEADLINE,
        "before": _counts(pair.before),
        "after": _counts(pair.after),
        "test": pair.comparison.short if pair.comparison else "",
    }


def _side(figures: GradeFigures) -> dict[str, Any]:
    round = figures.round
    return {
        "code": round.code,
        "title": round.title,
        "fieldwork": round.fieldwork,
        "led_by": round.get_led_by_display(),
        "framework": str(round.framework),
        "graded": figures.headline.total,
        "ungraded": figures.ungraded,
        "reconstructed": figures.reconstructed,
    }


def _counts(tally: Tally) -> dict[str, Any]:
    shares = {code: percentage(count, tally.total) for code, count in tally.counts}
    return {
        "counts": tally.as_dict(),
        "shares": {code: "" if value is None else percent(value) for code, value in shares.items()},
    }


def _text(headline: Pair | None) -> str:
    return headline.comparison.text if headline and headline.comparison else ""


def _finding(headline: Pair, scale: Scale) -> str:
    """ "20 of 81 files were good in the earlier one, 24 of 40 in the later": no claim of more."""
    best, before, after = scale.grades[0], headline.before, headline.after
    return (
        f"{before[best.code]} of {before.total} files {best.said_of(before[best.code])} in the "
        f"earlier one, {after[best.code]} of {after.total} in the later"
    )


def _untested(area: int | None) -> None:
    """Nothing is tested."""


Grades = dict[int | None, dict[int, str]]
"""Area (None for the whole file) → final assessment → grade."""


def _tester(
    rounds: tuple[Round, Round], drawn: tuple[DrawnFiles, DrawnFiles]
) -> Callable[[int | None], Comparison]:
    """Asks of one area, or of all files: the best grade against all others in both draws."""
    best = rounds[0].framework.scale.grades[0]
    grades = _grades(rounds[0]), _grades(rounds[1])

    def test(area: int | None) -> Comparison:
        shares = []
        for files, found in zip(drawn, grades, strict=True):
            graded = found.get(area, {})
            good = {final for final, grade in graded.items() if grade == best.code}
            shares.append(files.share(graded.keys(), good))
        first, second = shares
        return compare_drawn(first, second, best.in_report)

    return test


def _grades(round: Round) -> Grades:
    """Of the final assessments. Two queries."""
    finals = CaseFile.objects.filter(round=round, final_assessment__isnull=False).order_by()
    overall = finals.values_list("final_assessment", "final_assessment__overall_grade")
    grades: Grades = {None: {final: grade for final, grade in overall if final and grade}}
    rows = AreaGrade.objects.final_in([round.pk]).exclude(grade="").order_by()
    for area, final, grade in rows.values_list("area", "assessment", "grade"):
        grades.setdefault(area, {})[final] = grade
    return grades
