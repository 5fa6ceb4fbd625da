"""Graded case files as they are taken out to be imported again: a row for each assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from audit.models import Assessment, CaseFile, Round, User
from audit.rules.offered_answers import cell_value
from audit.spreadsheets.case_columns import case_columns
from audit.spreadsheets.case_matching import CaseRow, assessment_as_row
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.writing import Listing, Value

NAME = "Case files"
LEFT_OUT = frozenset({"local_number", "number_kind", "version"})
"""Local numbers leave only with the whole audit, and versions only with whoever grades."""
BATCH = 500
RECONSTRUCTED = "Reconstructed"
"""Said of rows that stand for no known file; an import does not read it."""


def case_sheet(round: Round, files: Sequence[CaseFile], by: User) -> Listing:
    """What `by` may see of `files`, in the columns of the import."""
    columns = [column for column in case_columns(round) if column.code not in LEFT_OUT]
    known = CaseReference(round, by, everything=True)
    rows = (
        (*(_value(known, column.code, row) for column in columns), is_reconstructed(row))
        for row in _rows(known, files)
    )
    headings = (*(column.title for column in columns), RECONSTRUCTED)
    return Listing(NAME, headings, rows)


def _rows(known: CaseReference, files: Sequence[CaseFile]) -> Iterator[CaseRow]:
    """In the order of the files; a file that nobody has begun has a row of its own."""
    rest = iter(files)
    while some := list(islice(rest, BATCH)):
        said: dict[int, list[Assessment]] = {}
        rows = Assessment.objects.visible_to(known.by).filter(case_file__in=some)
        rows = (
            rows.exclude(status="set_aside")
            .select_related("assessor")
            .prefetch_related("area_grades__area", "answers__question", "observations__theme")
        )
        for assessment in rows:
            said.setdefault(assessment.case_file_id, []).append(assessment)
        for case_file in some:
            for one in said.get(case_file.pk, [None]):
                yield _row(known, case_file, one)


def _row(known: CaseReference, case_file: CaseFile, assessment: Assessment | None) -> CaseRow:
    row = CaseRow()
    row.case_file = case_file
    row.reference = case_file.reference
    row.areas = (known.code_of(case_file.area_id),)
    row.chosen_by, row.chosen_how = case_file.chosen_by, case_file.chosen_how
    if assessment is None:
        row.origin = ""
        return row
    assessment_as_row(row, assessment)
    row.origin = assessment.origin
    person = assessment.assessor
    row.assessor = person.email if person else ""
    return row


def _value(known: CaseReference, code: str, row: CaseRow) -> Value:
    value = getattr(row, code, None)
    if code in known.questions:
        return cell_value(known.questions[code], value)
    if code == "assessed_on":
        return row.assessed_on
    return known.widgets[code].render(value) if value else None


def is_reconstructed(row: CaseRow) -> bool:
    return row.case_file is not None and row.case_file.reconstructed
