"""How the audit was made and how each figure was counted: the document's last page."""

from __future__ import annotations

from typing import Any

from audit.documents.figures import RoundFigures
from audit.documents.identity import paragraphs
from audit.rules.counting import SMALLEST_BASE

CASE_FILES = (
    "Each case file is counted once, at the overall grade of its final assessment: the one agreed "
    "in moderation or, where only one person assessed the file, theirs. A draft does not count."
)
RESULTS_BY_AREA = (
    "Each grade given under an area is counted in that area. A file that was graded under two "
    "areas is counted in both, so the areas can add up to more than the files."
)
PERCENTAGES = (
    "Worked out from the count and its base, to one decimal place. None is given where the base "
    f"is under {SMALLEST_BASE} or not known."
)
SENTENCES = (
    "Chosen by a fixed rule: the most frequent grade, all of them where several are equally "
    "frequent. “More than four in ten” is only said of a share that is larger. For all areas "
    "together: in how many of them more than half of the files got the best grade."
)
DUE_DATES = (
    "Counted from publication; months are calendar months. Where only the month of publication is "
    "known, so is only the month in which something falls due."
)


def method_part(figures: RoundFigures) -> dict[str, Any]:
    return {"paragraphs": paragraphs(figures.round.method), "counted": _counted(figures)}


def reconciliation_part(figures: RoundFigures) -> list[dict[str, Any]]:
    return [
        {"agrees": statement.agrees, "text": statement.text} for statement in figures.reconciliation
    ]


def _counted(figures: RoundFigures) -> list[dict[str, str]]:
    entries = {
        "Case files": CASE_FILES,
        "Results by area": RESULTS_BY_AREA,
        "Files assessed by the force": _self_assessed(figures),
        "Percentages": PERCENTAGES,
        "Sentences above the charts": SENTENCES,
        "Due dates": DUE_DATES,
    }
    return [{"figure": figure, "how": how} for figure, how in entries.items() if how]


def _self_assessed(figures: RoundFigures) -> str:
    """Empty where there are none: only what the document shows is explained."""
    if not figures.self_assessed:
        return ""
    how = (
        "Counted from the files: those that hold an assessment by the force."
        if figures.round.self_assessed is None
        else "A number stated for the whole, not counted from the files."
    )
    return f"{how} A force’s assessment of its own work is never a final grade."
