"""The lines of a force's register, as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from audit.rules.dates import day_text
from audit.rules.register import Moved, Waiting
from audit.spreadsheets.writing import Listing, Value

COLUMNS = (
    *("Number", "Title", "Kind", "From", "Publisher", "Chapter", "Owner", "Time limit"),
    *("Due", "Last day", "Due for", "Status", "Overdue", "Due soon", "Waiting for", "Moved"),
)


def register_listing(responses: Iterable[Any], day: date, since: date | None) -> Listing:
    """`responses` bear their `entry` of the register."""
    note = (
        f"Status, due dates and what is overdue are as at {day_text(day)}; titles and owners are "
        "as they are now."
    )
    if since:
        note += f" “Moved” is what happened after {day_text(since)}."
    return Listing("Register", COLUMNS, (_row(row.entry) for row in responses), note)


def _row(entry: Any) -> tuple[Value, ...]:
    row, due = entry.row, entry.state.due
    return (
        row.number,
        row.title,
        entry.line.kind,
        row.source,
        row.publisher,
        row.chapter,
        row.owner_name,
        entry.line.limit,
        entry.due_text or None,
        due.last if due else None,
        entry.due_for or None,
        entry.status.label,
        entry.is_overdue,
        entry.is_due_soon,
        "; ".join(one.label for one in Waiting if one in entry.state.waiting) or None,
        "; ".join(one.label for one in Moved if one in entry.moved) or None,
    )
