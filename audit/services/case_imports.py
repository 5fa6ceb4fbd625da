"""Writing case files that come from a spreadsheet: in bulk, and with an entry for each.

What a row means, and whether it may be written, is decided in `spreadsheets/case_rows.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from audit.clock import today
from audit.models import Assessment, CaseFile, LocalNumber, Round, User
from audit.rules.frames import normal
from audit.rules.transitions import AssessmentStatus
from audit.services.case_files import random_references
from audit.services.case_import_rows import CaseImport, Made
from audit.services.finals import refresh_finals
from audit.services.judgement_rows import draft_kept, judgement_rows_add
from audit.services.judgements import (
    Judgement,
    completed,
    judgement_of,
    values_recorded,
    write_judgement,
)
from audit.services.trail import record_many, values_of

BATCH = 500
FIRST_LOCK = 2
"""As after a first save in the form: only a row that nobody but loading has written is at 1."""
REASON = "Imported from a spreadsheet"
EVENTS = {
    AssessmentStatus.DRAFT: "assessment.saved",
    AssessmentStatus.SUBMITTED: "assessment.submitted",
    AssessmentStatus.AGREED: "assessment.agreed",
}


class CaseWriter:
    """Writes the rows of one import, batch by batch, in the transaction of its caller."""

    def __init__(self, round: Round, by: User) -> None:
        self.round, self.by = round, by
        self._new: dict[tuple[str, str], int] = {}
        """The files that this import has made, by the key of their rows."""
        self._numbered: set[tuple[int, str, str]] = set()
        """The numbers that it has kept: of which file, of which kind, as they are compared."""

    def write(self, rows: Sequence[CaseImport]) -> list[Made]:
        files = self._files(rows)
        made = [Made(case_file.pk, case_file.reference, is_new) for case_file, is_new in files]
        work = [
            (row, case_file, one)
            for row, (case_file, _), one in zip(rows, files, made, strict=True)
        ]
        self._change_files(work)
        self._numbers(work)
        self._assessments(work)
        judged = {case_file.pk: case_file for row, case_file, _ in work if row.judgement}
        refresh_finals(list(judged.values()))
        return made

    def _files(self, rows: Sequence[CaseImport]) -> list[tuple[CaseFile, bool]]:
        """Each row's file, and whether it is the one that makes it."""
        new: dict[tuple[str, str], CaseFile] = {}
        makes = []
        for row in rows:
            is_new = not (row.case_file or row.key in self._new or row.key in new)
            makes.append(is_new)
            if is_new:
                new[row.key] = self._new_file(row)
        self._add_files(list(new.values()))
        keys = [self._new[row.key] for row in rows if row.key in self._new and not row.case_file]
        earlier = CaseFile.objects.in_bulk(keys) if keys else {}
        self._new |= {key: case_file.pk for key, case_file in new.items()}
        return [
            (row.case_file or new.get(row.key) or earlier[self._new[row.key]], is_new)
            for row, is_new in zip(rows, makes, strict=True)
        ]

    def _new_file(self, row: CaseImport) -> CaseFile:
        return CaseFile(
            round=self.round,
            reference=row.reference,
            area=row.area,
            chosen_by=row.chosen_by,
            chosen_how=row.chosen_how,
            allocated_to=row.assessor if row.asks else None,
        )

    def _add_files(self, files: list[CaseFile]) -> None:
        unnamed = [one for one in files if not one.reference]
        for one, reference in zip(unnamed, random_references(len(unnamed)), strict=True):
            one.reference = reference
        CaseFile.objects.bulk_create(files, batch_size=BATCH)
        self._record("case_file.imported", files, [values_of(one) for one in files])

    def _change_files(self, work: Sequence[tuple[CaseImport, CaseFile, Made]]) -> None:
        """What a row says of a file that stands: who chose it, and who has graded it."""
        for row, case_file, one in work:
            after: dict[str, Any] = {"chosen_by": row.chosen_by} if row.case_file else {}
            if row.asks and not one.new_file:
                after |= _asked(case_file, row.assessor)
            before = {name: getattr(case_file, name) for name in after}
            if before == after:
                continue
            for name, value in after.items():
                setattr(case_file, name, value)
            case_file.save(update_fields=[name.removesuffix("_id") for name in after])
            if row.case_file:
                one.file_before = before
            self._record("case_file.changed", [case_file], [after], [before])

    def _numbers(self, work: Sequence[tuple[CaseImport, CaseFile, Made]]) -> None:
        numbers, places = [], []
        for row, case_file, one in work:
            if row.number and self._is_first(case_file, *row.number):
                number = LocalNumber(case_file=case_file, kind=row.number[0])
                number.number = row.number[1].strip()
                numbers.append(number)
                places.append(one)
        LocalNumber.objects.bulk_create(numbers, batch_size=BATCH)
        for one, number in zip(places, numbers, strict=True):
            one.number = number.pk
        self._record("local_number.added", numbers, [values_of(one) for one in numbers])

    def _is_first(self, case_file: CaseFile, kind: str, number: str) -> bool:
        """Whether no row before has said the same number of the file."""
        known = len(self._numbered)
        self._numbered.add((case_file.pk, kind, normal(number)))
        return len(self._numbered) > known

    def _assessments(self, work: Sequence[tuple[CaseImport, CaseFile, Made]]) -> None:
        new: list[tuple[Assessment, Judgement, Made]] = []
        for row, case_file, one in work:
            if row.judgement is not None and row.assessment is not None:
                self._change(row, row.assessment, row.judgement, one)
            elif row.judgement is not None:
                new.append((_new_assessment(row, case_file), row.judgement, one))
        Assessment.objects.bulk_create([one for one, _, _ in new], batch_size=BATCH)
        judgement_rows_add((one, judgement) for one, judgement, _ in new)
        for assessment, _, one in new:
            one.assessment, one.lock = assessment.pk, assessment.lock
        for status, event in EVENTS.items():
            some = [(one, judgement) for one, judgement, _ in new if one.status == status]
            self._record(event, [one for one, _ in some], [values_recorded(*pair) for pair in some])

    def _change(
        self, row: CaseImport, assessment: Assessment, judgement: Judgement, one: Made
    ) -> None:
        """Of a draft that stands already; the stages that no sheet has are left as they are."""
        stored = judgement_of(assessment)
        judgement = completed(judgement, stored)
        before = values_recorded(assessment, stored)
        one.before = draft_kept(assessment, stored)
        assessment.status = row.status
        if row.complete:
            assessment.returned_because = ""
        assessment.assessed_on = _day(row)
        write_judgement(assessment, judgement, stored)
        one.assessment, one.lock = assessment.pk, assessment.lock
        self._record(
            EVENTS[row.status], [assessment], [values_recorded(assessment, judgement)], [before]
        )

    def _record(
        self,
        event: str,
        rows: Sequence[Model],
        after: Sequence[dict[str, Any]],
        before: Sequence[dict[str, Any]] | None = None,
    ) -> None:
        if rows:
            before = before or [{}] * len(rows)
            record_many(event, rows, by=self.by, before=before, after=after, reason=REASON)


def _new_assessment(row: CaseImport, case_file: CaseFile) -> Assessment:
    assert row.judgement is not None
    return Assessment(
        case_file=case_file,
        origin=row.origin,
        assessor=row.assessor,
        status=row.status,
        overall_grade=row.judgement.overall,
        rationale=row.judgement.rationale.strip(),
        assessed_on=_day(row),
        lock=FIRST_LOCK,
    )


def _day(row: CaseImport) -> date | None:
    return row.assessed_on or (today() if row.complete else None)


def _asked(case_file: CaseFile, person: User) -> dict[str, Any]:
    """Whoever has graded a file is asked to: as the first, or as the second beside another."""
    if person.pk in case_file.assessors:
        return {}
    if case_file.allocated_to_id is None:
        return {"allocated_to_id": person.pk}
    return {"second_assessor_id": person.pk}
