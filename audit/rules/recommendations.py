"""What may be said of a recommendation: when it was made and is due, and what holds what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from audit.rules.dates import PartialDate, day_text, year_problems
from audit.rules.deadlines import TimeLimit
from audit.rules.problems import Problem

EMPTY_CAUSE = (
    "Cause of concern {number} would hold no recommendation. A cause of concern holds at least "
    "one: enter it with its first recommendation, and leave it one."
)
"""The inspectorate's own rule: each cause of concern has a recommendation with it."""


def made_problems(
    made: PartialDate | None,
    *,
    has_such_a_day: bool,
    published: PartialDate | None,
    today: date,
) -> list[Problem]:
    """`made` is when it was made or sent, of those (`has_such_a_day`) whose clock starts then.

    It stands in a document, so it was made before that was published, or with it.
    """
    if made is None:
        return []
    if not has_such_a_day:
        return [
            Problem("made_on", "Leave this empty: the time for this one runs from publication.")
        ]
    if problems := year_problems(made_on=made):
        return problems
    if made.first > today:
        return [Problem("made_on", f"{made} is in the future. Enter when it was made or sent.")]
    if published and made.first > published.last:
        return [
            Problem(
                "made_on",
                f"It cannot have been made ({made}) after the document was published "
                f"({published}). Correct one of the two dates.",
            )
        ]
    return []


def due_problems(
    limit: str,
    due_by: date | None,
    *,
    noted: bool,
    published: PartialDate | None,
    made: PartialDate | None,
) -> list[Problem]:
    """`noted`: it was acted on before it was written down, and nothing is due."""
    if noted and limit != TimeLimit.NONE:
        return [Problem("time_limit", f"Nothing is due any more. Choose “{TimeLimit.NONE.label}”.")]
    if limit != TimeLimit.BY_DATE or due_by is None:
        return []
    for when, what in ((published, "published"), (made, "made")):
        if when and due_by < when.first:
            return [
                Problem(
                    "due_by",
                    f"It cannot be due ({day_text(due_by)}) before it was {what} ({when}). "
                    "Correct one of the two dates.",
                )
            ]
    return []


def published_problems(published: PartialDate | None, today: date) -> list[Problem]:
    """Of a document that is out already."""
    if problems := year_problems(published_on=published):
        return problems
    if published and published.first > today:
        return [
            Problem(
                "published_on",
                f"{published} is in the future. Enter when it was published, or leave it empty.",
            )
        ]
    return []


def basis_problems(basis: str, offered: Collection[str], labels: Collection[str]) -> list[Problem]:
    """`offered` are the legal bases that a document of its kind can have, `labels` their words."""
    if basis in offered:
        return []
    return [
        Problem(
            "legal_basis", f"A document of this kind has another. Choose {' or '.join(labels)}."
        )
    ]
