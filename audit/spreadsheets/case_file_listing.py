"""Case files as they are taken out: what the lists of them show, and what those cannot show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from audit.documents.moderation_queue import Waiting
from audit.models import CaseFile, Round
from audit.rules.grading import Scale
from audit.rules.transitions import CaseFileStatus
from audit.spreadsheets.writing import Listing, Value

COLUMNS = (
    "Reference",
    "Inspection or audit",
    "Areas",
    "Grade",
    "Status",
    "Chosen by",
    "Chosen how",
    "Reconstructed",
    "Allocated to",
    "Graded as well by",
    "Due on",
)
ALLOCATION_COLUMNS = (
    *("Reference", "Area", "First assessor", "Second assessor", "Due on", "Status"),
    "Reconstructed",
)
MY_COLUMNS = (
    *("Reference", "Inspection or audit", "Area", "Place", "Due on", "Late", "Status"),
    "Reconstructed",
)
QUEUE_COLUMNS = (
    *("Reference", "Area", "Force’s own grade", "First grade", "First assessor", "Second grade"),
    *("Second assessor", "Distance", "Open queries", "Reconstructed"),
)


def case_file_listing(files: Iterable[CaseFile], areas: Mapping[int, Sequence[str]]) -> Listing:
    """Of files as `to_take_out` loads them; `areas` as `areas_graded` finds them."""
    return Listing("Case files", COLUMNS, (_row(case_file, areas) for case_file in files))


def _row(case_file: CaseFile, areas: Mapping[int, Sequence[str]]) -> tuple[Value, ...]:
    final = case_file.final_assessment
    graded = areas.get(final.pk) if final else None
    scale = case_file.round.framework.scale
    first, second = case_file.allocated_to, case_file.second_assessor
    return (
        case_file.reference,
        case_file.round.title,
        "; ".join(graded or [case_file.area.title]),
        _grade(scale, final.overall_grade if final else ""),
        CaseFileStatus(case_file.status).label,
        CaseFile.ChosenBy(case_file.chosen_by).label,
        CaseFile.ChosenHow(case_file.chosen_how).label,
        case_file.reconstructed,
        first.name if first else None,
        second.name if second else None,
        case_file.due_on,
    )


def _grade(scale: Scale, code: str) -> str | None:
    return scale.grade(code).title if code else None


def allocation_listing(files: Iterable[CaseFile]) -> Listing:
    rows = (
        (
            row.reference,
            row.area.title,
            row.allocated_to.name if row.allocated_to else None,
            row.second_assessor.name if row.second_assessor else None,
            row.due_on,
            row.get_status_display(),
            row.reconstructed,
        )
        for row in files
    )
    return Listing("Who grades what", ALLOCATION_COLUMNS, rows)


def my_case_listing(cases: Iterable[Any]) -> Listing:
    """Of cases as the page of one's own cases has them (`views/progress.Case`)."""
    rows = (
        (
            case.case_file.reference,
            case.case_file.round.title,
            case.case_file.area.title,
            case.which,
            case.case_file.due_on,
            case.late,
            case.state.label,
            case.case_file.reconstructed,
        )
        for case in cases
    )
    return Listing("My cases", MY_COLUMNS, rows)


def moderation_listing(waiting: Iterable[Waiting], round: Round) -> Listing:
    scale = round.framework.scale
    return Listing("Moderation", QUEUE_COLUMNS, (_waiting(row, scale) for row in waiting))


def _waiting(row: Waiting, scale: Scale) -> tuple[Value, ...]:
    own = "; ".join(title for one in row.own if (title := _grade(scale, one.overall_grade)))
    given: list[Value] = []
    for one in row.given:
        given += [_grade(scale, one.overall_grade), one.assessor.name if one.assessor else None]
    return (
        row.case_file.reference,
        row.case_file.area.title,
        own or None,
        *[*given, None, None, None, None][:4],
        row.in_words,
        row.place.open_queries,
        row.case_file.reconstructed,
    )
