"""Why two rounds cannot be compared: in the order in which it weighs."""

from __future__ import annotations

from dataclasses import dataclass

from audit.rules.comparison import NOT_COMPARABLE
from audit.rules.grading import Scale


@dataclass(frozen=True)
class Comparable:
    """What decides whether a round can be compared with another. `files` counts those with a final
    assessment; `led_by` is said as in "led by the force"."""

    title: str
    framework: str
    scale: Scale
    grades: bool
    files: int
    reconstructed: bool
    finished: bool
    led_by: str
    drawn: bool


def why_not_beside(before: Comparable, after: Comparable) -> str:
    """Why the grades of two rounds cannot even stand side by side; "" where they can."""
    for round in (before, after):
        if not round.grades:
            return f"“{round.title}” is a dip sample: its files have no grades."
    return different_frameworks(before, after) or without_files(before, after, "graded case files")


def different_frameworks(before: Comparable, after: Comparable) -> str:
    """ "" where areas, grades and questions mean the same in both."""
    if before.framework == after.framework and before.scale == after.scale:
        return ""
    return (
        f"“{before.title}” was made under {before.framework}, “{after.title}” under "
        f"{after.framework}. Their areas, grades and questions do not mean the same, so the "
        "results do not stand side by side."
    )


def without_files(before: Comparable, after: Comparable, what: str) -> str:
    """Which of the two holds nothing to count; `what` would be counted."""
    without = [f"“{round.title}”" for round in (before, after) if not round.files]
    if not without:
        return ""
    return f"No {what} of {' and '.join(without)} are held here."


def why_not_tested(before: Comparable, after: Comparable) -> str:
    """Why counts that stand side by side are not tested (design, section 4); "" where they are."""
    for round in (before, after):
        if round.reconstructed:
            return (
                f"The case files of “{round.title}” were made from its printed counts, and it is "
                "not known how all of them were chosen. So the two cannot be compared "
                "statistically. The counts speak for these files alone."
            )
    if not before.finished:
        return f"“{before.title}” is not finished: its counts may still change."
    if before.led_by != after.led_by:
        return (
            f"“{before.title}” was led by {before.led_by}, “{after.title}” by {after.led_by}. A "
            "difference may lie in who graded, so they are not compared statistically."
        )
    return "" if before.drawn and after.drawn else NOT_COMPARABLE
