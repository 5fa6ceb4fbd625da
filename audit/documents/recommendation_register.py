"""A force's register of recommendations as it stood on a day, for a board: printed as it was
filtered, never published as a version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from audit.documents.register import Entry
from audit.documents.snapshot import Snapshot
from audit.models import Force
from audit.rules.dates import day_text
from audit.rules.register import MEANINGS, Late, Moved, Waiting
from audit.rules.transitions import ResponseStatus

NAME, TITLE = "recommendation_register", "Register of recommendations"

AS_AT = (
    "Status, due dates and what is overdue are computed from the steps and dates up to that day; "
    "titles and owners are as they were when this was printed."
)


def recommendation_register(
    force: Force, entries: Sequence[Entry], *, day: date, since: date | None, chosen: str
) -> Snapshot:
    """`chosen` says in words what the register was narrowed to; "" where it is whole."""
    return {
        "kind": NAME,
        "kicker": TITLE,
        "title": f"{TITLE}: {force}",
        "force": {"code": force.code, "name": str(force), "invented": force.is_invented},
        "version": {
            "label": f"As it stood on {day_text(day)}",
            "as_at": {"iso": day.isoformat(), "text": day_text(day)},
            "status": "final",
        },
        "handling": {
            "marking": "OFFICIAL-SENSITIVE",
            "meaning": f"Do not share it outside {force.full_name}, its local policing body and "
            "those who inspected it unless a manager of the force agrees.",
        },
        "chosen": chosen,
        "since": day_text(since) if since else "",
        "total": len(entries),
        "counts": _counts(entries, has_since=since is not None),
        "sources": _by_source(entries),
        "as_at_how": AS_AT,
    }


def _counts(entries: Sequence[Entry], *, has_since: bool) -> list[dict[str, Any]]:
    """Tables of what the register counts; each row has its number and, where it needs one, what
    it means."""
    states = [entry.state for entry in entries]
    waiting = Counter(one for state in states for one in state.waiting)
    tables = [
        _table("Who has to do something next", Waiting, waiting),
        _table("What is late", Late, Counter(state.late for state in states)),
        _table("Where they stand", ResponseStatus, Counter(state.status for state in states)),
    ]
    if has_since:
        moved = Counter(one for entry in entries for one in entry.moved)
        tables.append(_table("What has moved", Moved, moved))
    return tables


def _table(title: str, choices: Any, found: Counter[str]) -> dict[str, Any]:
    meanings: dict[Any, str] = {**MEANINGS}
    rows = [
        {"label": one.label, "number": found[one], "meaning": meanings.get(one, "")}
        for one in choices
    ]
    return {"title": title, "rows": rows}


def _by_source(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The lines under the document that they stand in, by their numbers."""
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (one.row.source, one.row.number)):
        row = entry.row
        found.setdefault((row.source_code, row.source, row.publisher), []).append(entry)
    return [
        {"code": code, "title": title, "publisher": publisher, "lines": [*map(_line, rows)]}
        for (code, title, publisher), rows in found.items()
    ]


def _line(entry: Entry) -> dict[str, Any]:
    row = entry.row
    return {
        "number": row.number,
        "title": row.title,
        "kind": entry.line.kind,
        "chapter": row.chapter or "",
        "owner": row.owner_name or "Nobody yet",
        "due": entry.due_text,
        "due_for": entry.due_for,
        "status": str(entry.status.label),
        "late": str(Late(entry.state.late).label) if entry.state.late else "",
        "moved": [str(one.label) for one in Moved if one in entry.moved],
    }
