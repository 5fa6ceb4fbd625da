"""Imports into an inspection or audit: that they were, and how many rows; not what was in them."""

from __future__ import annotations

from collections.abc import Iterable

from audit.models import ImportRun
from audit.rules.imports import Outcome
from audit.spreadsheets.writing import Listing, local_time

COLUMNS = (
    *("File", "SHA-256", "What", "Who", "Begun", "How far", "Ended", "Undone by", "Undone on"),
    *("Rows", *Outcome.labels),
)


def import_listing(runs: Iterable[ImportRun]) -> Listing:
    """Of runs with the people beside them. An outcome is empty before the rows are checked."""
    rows = (
        (
            run.file_name,
            run.sha256,
            run.get_kind_display(),
            run.started_by.name,
            local_time(run.started_at),
            run.get_status_display(),
            local_time(run.ended_at),
            run.undone_by.name if run.undone_by else None,
            local_time(run.undone_at),
            run.rows,
            *(run.counts.get(outcome) for outcome in Outcome.values),
        )
        for run in runs
    )
    return Listing("Imports", COLUMNS, rows)
