"""Inspections and audits, how far their grading is, and what they recommend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from audit.clock import today
from audit.models import Recommendation, Response
from audit.spreadsheets.writing import Listing, Value

ROUND_COLUMNS = (
    *("Title", "Code", "Force", "Kind", "Led by", "Framework", "Fieldwork", "Status"),
    *("Published", "Reconstructed"),
)
PROGRESS_COLUMNS = ("By", "Name", "How far", "Count")
RECOMMENDATION_COLUMNS = (
    *("Number", "Title", "Text", "Kind", "From", "Inspection or audit", "Legal basis", "Chapter"),
    *("Areas", "Themes", "Time limit", "Due", "Last day", "Force", "Status", "Overdue", "Owner"),
    *("Answered on", "Answer"),
)


def round_listing(rounds: Iterable[Any]) -> Listing:
    """Of rounds that say whether files of theirs are reconstructed (`with_reconstructed`)."""
    rows = (
        (
            row.title,
            row.code,
            str(row.force),
            row.get_kind_display(),
            row.get_led_by_display(),
            row.framework.title,
            row.fieldwork or None,
            row.get_status_display(),
            str(row.published) if row.published else None,
            row.reconstructed,
        )
        for row in rounds
    )
    return Listing("Inspections and audits", ROUND_COLUMNS, rows)


def progress_listing(tables: Iterable[tuple[str, Sequence[Any]]], headings: list[str]) -> Listing:
    """`tables` are what they count by, and rows with a title and a count for each heading."""
    rows = (
        (by, row.title, heading, count.number)
        for by, found in tables
        for row in found
        for heading, count in zip(headings, row.counts, strict=True)
    )
    return Listing("How far the grading is", PROGRESS_COLUMNS, rows)


def recommendation_listing(recommendations: Iterable[Any]) -> Listing:
    """A row for each force's answer (`answers`), or one where there is none to be seen."""
    rows = (row for one in recommendations for row in _recommendation(one))
    return Listing("Recommendations", RECOMMENDATION_COLUMNS, rows)


def _recommendation(row: Any) -> Iterator[tuple[Value, ...]]:
    about = _about(row)
    answers: list[Response] = row.answers
    for answer in answers:
        yield (
            *about,
            str(answer.force),
            answer.get_status_display(),
            answer.is_overdue(today()),
            answer.owner.name if answer.owner else None,
            answer.answered_on,
            answer.statement or None,
        )
    if not answers:
        yield (*about, *(None,) * 6)


def _about(row: Recommendation) -> tuple[Value, ...]:
    return (
        row.number,
        row.title,
        row.text,
        row.get_kind_display(),
        row.source_document.title,
        row.round.title if row.round else None,
        row.get_legal_basis_display(),
        row.chapter.title if row.chapter else None,
        "; ".join(area.title for area in row.areas.all()) or None,
        "; ".join(theme.title for theme in row.themes.all()) or None,
        row.get_time_limit_display(),
        str(row.due) if row.due else None,
        row.due_day,
    )
