"""What a round's random sample says of all the cases it was drawn from, and beside an earlier one.

Only where Casemark itself drew the files (design, section 4): elsewhere a sentence says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from audit.documents.sampling import drawn_sample
from audit.models import CaseFile, Round
from audit.rules.comparison import Comparison, Sampled, StratumGrades, compare, drawn_sentence
from audit.rules.counting import Tally
from audit.rules.grading import Scale


@dataclass(frozen=True)
class DrawnFigures:
    """`grades` is False for a dip sample, which gives none; `sampled` is None where Casemark drew
    nothing; `comparison` where no earlier one is named. `targeted` counts the graded files that
    somebody picked by hand, `others` all graded ones that are no part of the random sample."""

    grades: bool
    scale: Scale
    sampled: Sampled | None
    comparison: Comparison | None
    targeted: Tally
    others: int


def drawn_figures(round: Round, graded: int) -> DrawnFigures:
    """In a fixed number of queries; `graded` is the number of files that the headline counts."""
    scale = round.framework.scale
    sampled = _sampled(round)
    return DrawnFigures(
        round.grades,
        scale,
        sampled,
        _compared(round, sampled),
        _targeted(round),
        graded - sampled.graded if sampled else graded,
    )


def drawn_part(figures: DrawnFigures) -> dict[str, Any]:
    """The shares, and in order what is said of them, of picked files, and of an earlier round."""
    said = (
        drawn_sentence(figures.sampled) if figures.grades else "",
        _others_in_words(figures),
        _targeted_in_words(figures),
        figures.comparison.text if figures.comparison else "",
    )
    return {
        "rows": _shares(figures.sampled),
        "sentences": [sentence for sentence in said if sentence],
    }


def _sampled(round: Round) -> Sampled | None:
    """The grades of the drawn files, by stratum of the frame."""
    drawn = drawn_sample(round) if round.grades else None
    if drawn is None:
        return None
    files = CaseFile.objects.filter(round=round, final_assessment__isnull=False)
    rows = files.drawn_by_casemark().order_by()
    grades: dict[int, dict[str, int]] = {}
    counted = rows.values_list("sampled_case__stratum", "final_assessment__overall_grade")
    for stratum, grade, count in counted.annotate(files=Count("pk")):
        grades.setdefault(stratum, {})[grade] = count
    scale = round.framework.scale
    return Sampled(
        round.title,
        scale,
        tuple(
            StratumGrades(row.eligible, Tally.of(scale, grades.get(row.pk, {})))
            for row in drawn.strata
        ),
    )


def _compared(round: Round, sampled: Sampled | None) -> Comparison | None:
    """With the one that this one follows, once that is finished and by the same body."""
    before = round.previous
    if before is None or not round.grades:
        return None
    finished = before.grades and not before.is_open
    comparable = finished and before.led_by == round.led_by and sampled is not None
    return compare(_sampled(before) if comparable else None, sampled)


def _targeted(round: Round) -> Tally:
    files = CaseFile.objects.filter(
        round=round, chosen_how=CaseFile.ChosenHow.TARGETED, final_assessment__isnull=False
    )
    counts = files.grade_counts()
    return Tally.of(round.framework.scale, {grade: n for grade, n in counts.items() if grade})


def _shares(sampled: Sampled | None) -> list[dict[str, Any]]:
    """A share and its interval for each grade, in per cent; [] where nothing can be said."""
    if sampled is None or not sampled.says_something:
        return []
    shares = [(grade, sampled.share_of(grade.code)) for grade in sampled.scale.grades]
    return [
        {
            "code": grade.code,
            "title": grade.title,
            "count": sampled.tally[grade.code],
            "graded": sampled.graded,
            "share": _percent(share.value),
            "low": _percent(share.low),
            "high": _percent(share.high),
        }
        for grade, share in shares
        if share
    ]


def _targeted_in_words(figures: DrawnFigures) -> str:
    total = figures.targeted.total
    if not total:
        return ""
    files, were = ("1 graded file", "was") if total == 1 else (f"{total} graded files", "were")
    return (
        f"{files} {were} picked by hand: {figures.targeted.in_words(figures.scale)}. Files are "
        "picked because of what is known about them, so they say nothing about others."
    )


def _others_in_words(figures: DrawnFigures) -> str:
    if figures.sampled is None or not figures.others:
        return ""
    files = "1 graded file is" if figures.others == 1 else f"{figures.others} graded files are"
    return f"{files} no part of the random sample."


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
