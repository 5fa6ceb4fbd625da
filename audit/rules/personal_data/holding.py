"""Personal data in the cells of a spreadsheet: reason enough to hold the row."""

from __future__ import annotations

from collections.abc import Mapping

from audit.rules.personal_data.sightings import sightings
from audit.rules.problems import Problem


def held_because(row: Mapping[str, str]) -> list[Problem]:
    """One problem for each cell (by its column) that holds personal data of a certain form.

    Give it the columns that hold free text: the force's own number has a column of its own,
    and stands there rightly. The messages name kinds and repeat nothing of what was seen.
    """
    problems = []
    for column, text in row.items():
        kinds = dict.fromkeys(seen.kind.label for seen in sightings(text) if not seen.quiet)
        if kinds:
            what = " and ".join(kinds)
            problems.append(
                Problem(column, f"This looks like {what}. Take it out, then import the row again.")
            )
    return problems
