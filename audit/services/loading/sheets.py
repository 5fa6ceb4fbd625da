"""The tables of a folder that a workbook holds as sheets: what is done with case files.

The rest of a round (its team, its sample, its findings) is no part of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audit.services.loading.tables import TABLES

ROUND_SHEET = "Inspection or audit"
"""Names the round that the workbook is of, in the rows of `round.csv`."""
ROUND_FIELDS = ("code", "framework", "title")
DAYS = frozenset({"due_on", "assessed_on", "done_on", "checked_on"})
MOMENTS = frozenset({"value", "asked_at", "resolved_at", "at", "rang_at", "raised_at"})
WORDS = frozenset(
    {
        *("reason", "rationale", "systems_looked_at", "returned_because", "note", "what", "text"),
        *("went_well", "should_have_been_better", "owner", "told_whom", "child_safe"),
        *("done_note", "check_note"),
    }
)
"""Columns of free text, which are kept to the last space."""


@dataclass(frozen=True)
class Sheet:
    """`key` are the columns that name a row. A row of `numbered` sheets has a number of this
    workbook only, by which the rows of another one (`parent`: column and table) name it."""

    name: str
    key: tuple[str, ...]
    in_order: bool = False
    """Rows of one key are told apart by their order."""
    numbered: bool = False
    parent: tuple[str, str] | None = None

    def compared(self, columns: tuple[str, ...]) -> Iterator[str]:
        left_out = {"number"} if self.numbered else set()
        if self.parent:
            left_out.add(self.parent[0])
        return (name for name in columns if name not in left_out)


_ASSESSED = ("reference", "origin", "assessor")
SHEETS: Mapping[str, Sheet] = {
    "case_files.csv": Sheet("Case files", ("reference",)),
    "children.csv": Sheet("Children", ("reference",), in_order=True),
    "conflicts.csv": Sheet("Conflicts of interest", ("reference", "person")),
    "local_numbers.csv": Sheet("Local numbers", ("reference", "kind", "number")),
    "assessments.csv": Sheet("Assessments", _ASSESSED),
    "queries.csv": Sheet("Queries", ("reference", "asked_by", "asked_at"), numbered=True),
    "query_messages.csv": Sheet(
        "Query messages", ("query", "by", "at"), parent=("query", "queries.csv")
    ),
    "concerns.csv": Sheet("Concerns", ("reference", "raised_by", "raised_at"), numbered=True),
    "concern_steps.csv": Sheet(
        "Concern steps", ("concern", "deed", "at"), parent=("concern", "concerns.csv")
    ),
    "case_actions.csv": Sheet("Case actions", ("reference", "what"), in_order=True),
    "stage_notes.csv": Sheet("Stage notes", (*_ASSESSED, "stage")),
    "answers.csv": Sheet("Answers", (*_ASSESSED, "question")),
    "observations.csv": Sheet("Observations", (*_ASSESSED, "theme", "polarity")),
}
"""In the order in which they are read: later ones name rows of earlier ones."""


def columns_of(file: str) -> tuple[str, ...]:
    return TABLES[file].columns
