"""Actions of a force as a table."""

from __future__ import annotations

from collections.abc import Iterable

from audit.clock import today
from audit.models import Action
from audit.spreadsheets.writing import Listing

COLUMNS = (
    *("Action", "What is to be done", "Force", "Owner", "Due on", "First due on", "Status"),
    *("Late", "Done on", "Dropped because", "Recommendations"),
)


def action_listing(actions: Iterable[Action]) -> Listing:
    """Of recommendations only the titles: an action's owner may see nothing else of them."""
    now = today()
    rows = (
        (
            row.title,
            row.what or None,
            str(row.force),
            row.owner.name,
            row.due_on,
            row.first_due_on,
            row.get_status_display(),
            row.is_overdue(now),
            row.done_on,
            row.dropped_because or None,
            "; ".join(one.recommendation.title for one in row.responses.all()),
        )
        for row in actions
    )
    return Listing("Actions", COLUMNS, rows)
