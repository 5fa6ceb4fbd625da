"""Personal data told in a sentence: why a row of a spreadsheet is held, what a field holds."""

from __future__ import annotations

from collections.abc import Mapping

from audit.rules.personal_data.sightings import kinds_seen
from audit.rules.problems import Problem


def looks_like(text: str) -> str:
    """ "a phone number and a postcode": what has a certain form, and nothing of its words."""
    *others, last = [kind.label for kind in kinds_seen(text)] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def held_because(row: Mapping[str, str]) -> list[Problem]:
    """One problem for each cell (by its column) that holds personal data of a certain form.

    Give it the columns that hold free text: the force's own number has a column of its own,
    and stands there rightly.
    """
    return [
        Problem(column, f"This looks like {what}. Take it out, then import the row again.")
        for column, text in row.items()
        if (what := looks_like(text))
    ]
