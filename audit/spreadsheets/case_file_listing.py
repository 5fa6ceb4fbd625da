"""The list of case files as it is taken out: what the page shows, and what it cannot show."""

from __future__ import annotations

from collections.abc import Iterable

from audit.models import CaseFile
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


def case_file_listing(files: Iterable[CaseFile]) -> Listing:
    """Of files as `with_subjects` loads them, each with its round's framework."""
    return Listing("Case files", COLUMNS, (_row(case_file) for case_file in files))


def _row(case_file: CaseFile) -> tuple[Value, ...]:
    final = case_file.final_assessment
    graded = [row.area for row in final.area_grades.all()] if final else []
    scale = case_file.round.framework.scale
    second = case_file.second_assessor
    return (
        case_file.reference,
        case_file.round.title,
        "; ".join(area.title for area in graded or [case_file.area]),
        scale.grade(final.overall_grade).title if final and final.overall_grade else None,
        case_file.get_status_display(),
        case_file.get_chosen_by_display(),
        case_file.get_chosen_how_display(),
        case_file.reconstructed,
        case_file.allocated_to.name if case_file.allocated_to else None,
        second.name if second else None,
        case_file.due_on,
    )
