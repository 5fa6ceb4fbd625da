"""Which case file and which assessment each row of a sheet is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from audit.models import Assessment, CaseFile, LocalNumber
from audit.models.encryption import blind_indexes
from audit.rules.answers import Fact
from audit.rules.frames import normal
from audit.rules.grading import Origin, Polarity
from audit.services.case_standing import Standing, references_elsewhere, standing_of
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.cells import Cells
from audit.spreadsheets.resources import SheetRow, said_in

NO_FILE = (
    "there is no such case file here, and this reference cannot be used for a new one; correct it"
)
ANOTHER = "another case file has this number; correct one of them"
SEVERAL = "several case files have this number; enter the reference, too"


class CaseRow(SheetRow):
    """What a row says, and what stands: an assessment of a file, in codes. Answers are further
    attributes, by the codes of their columns."""

    reference = local_number = number_kind = ""
    areas: tuple[str, ...] = ()
    chosen_by: str = CaseFile.ChosenBy.UNKNOWN
    chosen_how: str = CaseFile.ChosenHow.UNKNOWN
    origin: str = Origin.ASSESSOR
    assessor = grade = rationale = ""
    version: str | None = None
    """The save that the row started from, "" for none; None where no column says so."""
    area_grades: tuple[tuple[str, str], ...] = ()
    """Areas with their grades; empty where each has the overall one."""
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    assessed_on: date | None = None
    case_file: CaseFile | None = None
    assessment: Assessment | None = None
    standing: Standing = Standing()
    problem: tuple[str, str] = ("", "")
    """Why it cannot be told what the row is about: a column's code, and the reason."""

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> bool:
        return self.case_file is not None

    @property
    def file_key(self) -> tuple[str, str]:
        """What makes two rows be about the same file."""
        if self.reference:
            return ("", self.reference)
        return (self.number_kind, normal(self.local_number))

    @property
    def says_grades(self) -> bool:
        """Whether it says anything of how the file was judged."""
        said = (self.grade, self.area_grades, self.rationale, self.strengths, self.weaknesses)
        return any(said) or any(self.facts.values())

    @property
    def facts(self) -> dict[str, Fact | None]:
        """The answers, by the codes of their columns."""
        return {name: value for name, value in vars(self).items() if name.startswith("answer-")}


class CaseMatching:
    """Finds what stands for a batch of rows at once: as many queries for any number of rows."""

    def __init__(self, known: CaseReference, number_kind: str) -> None:
        self.known, self.number_kind = known, number_kind

    def load(self, rows: Sequence[Cells]) -> None:
        """Reads what stands for these rows; `row_of` then asks nothing."""
        by, round = self.known.by, self.known.round
        numbers = {pair for row in rows if (pair := self.number_of(row))[1]}
        references = {self.text(row, "reference") for row in rows} - {""}
        self._by_number = self._files_numbered(numbers)
        files = CaseFile.objects.visible_to(by).filter(round=round)
        self._files = {row.reference: row for row in files.filter(reference__in=references)}
        more = set().union(*self._by_number.values()) - {row.pk for row in self._files.values()}
        self._by_key = {row.pk: row for row in self._files.values()}
        self._by_key |= {row.pk: row for row in files.filter(pk__in=more)}
        everything = list(self._by_key.values())
        self._standing = standing_of(everything)
        self._assessments = self._assessments_of(everything)
        self._elsewhere = references_elsewhere(references - set(self._files), round)

    def _files_numbered(self, numbers: set[tuple[str, str]]) -> dict[tuple[str, str], set[int]]:
        indexes = {
            (kind, index): (kind, normal(number))
            for kind, number in numbers
            for index in blind_indexes(number)
        }
        rows = LocalNumber.objects.visible_to(self.known.by).filter(
            case_file__round=self.known.round, index__in={index for _, index in indexes}
        )
        found: dict[tuple[str, str], set[int]] = {}
        for kind, index, case_file in rows.values_list("kind", "index", "case_file"):
            if (kind, index) in indexes:
                found.setdefault(indexes[kind, index], set()).add(case_file)
        return found

    def _assessments_of(self, files: list[CaseFile]) -> dict[tuple[Any, ...], Assessment]:
        rows = Assessment.objects.visible_to(self.known.by).filter(case_file__in=files)
        rows = rows.prefetch_related(
            "area_grades__area", "answers__question", "observations__theme", "stage_notes__stage"
        )
        return {(row.case_file_id, row.origin, _assessor_of(row)): row for row in rows}

    def text(self, row: Cells, code: str) -> str:
        return said_in(self.known.widgets, row, code)

    def number_of(self, row: Cells) -> tuple[str, str]:
        return self.text(row, "number_kind") or self.number_kind, self.text(row, "local_number")

    def row_of(self, cells: Cells) -> CaseRow:
        """What stands, with what the row is about; of a new file nothing but that."""
        row = CaseRow()
        row.number_kind, number = self.number_of(cells)
        row.reference = self.text(cells, "reference")
        row.origin = self.text(cells, "origin") or Origin.ASSESSOR
        row.assessor = self.text(cells, "assessor") or self.known.by.email
        numbered = self._by_number.get((row.number_kind, normal(number)), set())
        row.case_file = self._files.get(row.reference)
        if len(numbered) == 1 and not row.reference:
            row.case_file = self._by_key.get(next(iter(numbered)))
        if row.case_file and row.case_file.pk in numbered:
            row.local_number = number
        elif numbered:
            row.problem = ("local_number", ANOTHER if row.reference else SEVERAL)
        if row.reference in self._elsewhere and self.known.everything:
            row.problem = ("reference", NO_FILE)
        if row.case_file:
            self._as_it_stands(row, row.case_file)
        return row

    def _as_it_stands(self, row: CaseRow, case_file: CaseFile) -> None:
        row.reference = case_file.reference
        row.chosen_by, row.chosen_how = case_file.chosen_by, case_file.chosen_how
        row.areas = (self.known.code_of(case_file.area_id),)
        row.standing = self._standing[case_file.pk]
        person = self.known.people.get(row.assessor)
        whose = person.pk if person and row.origin != Origin.AGREED else None
        row.assessment = self._assessments.get((case_file.pk, row.origin, whose))
        if row.assessment:
            assessment_as_row(row, row.assessment)


def _assessor_of(assessment: Assessment) -> int | None:
    """By whom it is known; a file has one agreed assessment, whoever agreed it."""
    return None if assessment.origin == Origin.AGREED else assessment.assessor_id


def assessment_as_row(row: CaseRow, assessment: Assessment) -> None:
    """Sets what an assessment says, from the rows that were fetched with it."""
    graded = {one.area.code: one.grade for one in assessment.area_grades.all()}
    row.areas = tuple(graded) or row.areas
    row.grade, row.rationale = assessment.overall_grade, assessment.rationale
    differ = any(grade != assessment.overall_grade for grade in graded.values())
    row.area_grades = tuple(graded.items()) if differ else ()
    row.assessed_on = assessment.assessed_on
    for side, name in ((Polarity.STRENGTH, "strengths"), (Polarity.WEAKNESS, "weaknesses")):
        seen = (one.theme.code for one in assessment.observations.all() if one.polarity == side)
        setattr(row, name, tuple(seen))
    for answer in assessment.answers.all():
        fact: Fact = answer.fact
        setattr(row, f"answer-{answer.question.code}", fact)
