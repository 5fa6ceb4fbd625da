"""How the audit was made and how each figure was counted: the document's last page."""

from __future__ import annotations

from typing import Any

from audit.documents.figures import RoundFigures
from audit.documents.identity import paragraphs
from audit.rules.counting import SMALLEST_BASE


def method_part(figures: RoundFigures) -> dict[str, Any]:
    return {"paragraphs": paragraphs(figures.round.method), "counted": _counted(figures)}


def reconciliation_part(figures: RoundFigures) -> list[dict[str, Any]]:
    return [
        {"agrees": statement.agrees, "text": statement.text} for statement in figures.reconciliation
    ]


def _counted(figures: RoundFigures) -> list[dict[str, str]]:
    """Only what the document shows is explained."""
    entries = [
        (
            "Case files",
            "Each case file is counted once, at the overall grade of its final assessment: the "
            "one agreed in moderation or, where only one person assessed the file, theirs. A "
            "draft does not count.",
        ),
        (
            "Results by area",
            "Each grade given under an area is counted in that area. A file that was graded under "
            "two areas is counted in both, so the areas can add up to more than the files.",
        ),
    ]
    if figures.round.self_assessed is not None:
        entries.append(
            (
                "Files assessed by the force",
                "A number given for the whole, not counted from the files. A force’s assessment of "
                "its own work is never a final grade.",
            )
        )
    entries += [
        (
            "Percentages",
            "Worked out from the count and its base, to one decimal place. None is given where the "
            f"base is under {SMALLEST_BASE} or not known.",
        ),
        (
            "Sentences above the charts",
            "Chosen by a fixed rule: the most frequent grade, all of them where several are "
            "equally frequent. “More than four in ten” is only said of a share that is larger.",
        ),
        (
            "Due dates",
            "Counted from publication; months are calendar months. Where only the month of "
            "publication is known, so is only the month in which something falls due.",
        ),
    ]
    return [{"figure": figure, "how": how} for figure, how in entries]
