"""Rows of case files as django-import-export sees them: parsed, matched, told apart from what
stands, and refused or made into what `services/case_imports.py` writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.resources import Diff, Resource
from import_export.results import RowResult as LibraryResult

from audit.rules.imports import CellProblem, Difference, Outcome, RowResult
from audit.rules.personal_data.holding import held_because
from audit.services.case_import_rows import CaseImport
from audit.services.judgements import Judgement
from audit.spreadsheets.case_judgements import in_order, judgement_said
from audit.spreadsheets.case_matching import CaseMatching, CaseRow, Cells
from audit.spreadsheets.case_reference import CaseReference
from audit.spreadsheets.case_rules import (
    Seen,
    area_problems,
    assessor_problems,
    file_problems,
    is_complete,
    judged_problems,
)
from audit.spreadsheets.cells import is_said

OUTCOMES = {
    LibraryResult.IMPORT_TYPE_NEW: Outcome.NEW,
    LibraryResult.IMPORT_TYPE_UPDATE: Outcome.CHANGED,
    LibraryResult.IMPORT_TYPE_SKIP: Outcome.UNCHANGED,
    LibraryResult.IMPORT_TYPE_INVALID: Outcome.REFUSED,
}
JUDGED = frozenset({"grade", "area_grades", "rationale", "strengths", "weaknesses"})
KEPT_IF_EMPTY = frozenset(
    {"reference", "local_number", "number_kind", "areas", "chosen_by", "chosen_how", "origin"}
) | {"assessor", "assessed_on"}
"""Where an empty cell leaves what stands."""
SHOWN_OF_NEW = frozenset({"areas", "grade", "assessor"})


class Differences(Diff):
    """What differs, in words, by column; of a new file no more than what tells it apart."""

    def __init__(self, resource: CaseFileResource, instance: CaseRow, new: bool) -> None:
        self.resource, self.before, self.new = resource, instance, new
        self.after = instance

    def compare_with(self, resource: CaseFileResource, instance: CaseRow) -> None:
        self.after = instance

    def as_html(self) -> list[Difference]:
        if self.new:
            return [
                self._difference(field, None) for field in self._fields() if self._is_shown(field)
            ]
        return [
            self._difference(field, field.get_value(self.before))
            for field in self._fields()
            if field.get_value(self.before) != field.get_value(self.after)
        ]

    def _fields(self) -> list[Field]:
        return self.resource.get_import_fields()

    def _is_shown(self, field: Field) -> bool:
        return field.attribute in SHOWN_OF_NEW and bool(field.get_value(self.after))

    def _difference(self, field: Field, before: Any) -> Difference:
        after = field.widget.render(field.get_value(self.after))
        told = "" if self.new else field.widget.render(before)
        return Difference(self.resource.headings[field.attribute], told, after)


class CaseField(Field):
    """A column; an empty cell leaves what stands where that is the rule."""

    def save(self, instance: CaseRow, row: Cells, is_m2m: bool = False, **kwargs: Any) -> None:
        cleaned = self.clean(row, **kwargs)
        if cleaned or self.attribute not in KEPT_IF_EMPTY:
            setattr(instance, self.attribute, cleaned)


class CaseFileResource(Resource):
    """`headings` are the columns of the file that are read: code → heading."""

    class Meta:
        skip_unchanged = True
        store_instance = True

    def __init__(self, known: CaseReference, headings: dict[str, str], number_kind: str) -> None:
        super().__init__()
        self.known, self.headings = known, headings
        self.matching = CaseMatching(known, number_kind)
        self.seen = Seen(known.by)
        self._columns = [
            CaseField(attribute=code, column_name=code, widget=known.widgets[code])
            for code in headings
        ]
        self._judged = [code for code in headings if code in JUDGED or code.startswith("answer-")]

    def get_import_fields(self) -> list[Field]:
        return self._columns

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return Differences

    def get_instance(self, instance_loader: Any, row: Any) -> CaseRow | None:
        self._row = self.matching.row_of(row)
        return self._row if self._row.case_file else None

    def init_instance(self, row: Any = None) -> CaseRow:
        return self._row

    def after_init_instance(self, instance: CaseRow, new: bool, row: Any, **kwargs: Any) -> None:
        instance.number = kwargs["row_number"]

    def import_instance(self, instance: CaseRow, row: Any, **kwargs: Any) -> None:
        """Where no cell says anything of the judgement, what stands of it is left alone."""
        stood = {code: getattr(instance, code, None) for code in self._judged}
        try:
            super().import_instance(instance, row, **kwargs)
        finally:
            if not any(is_said(row[code]) for code in self._judged):
                vars(instance).update(stood)
            in_order(instance, self.known, areas_said=bool(self.matching.text(row, "areas")))

    def skip_row(
        self, instance: CaseRow, original: CaseRow, row: Any, import_validation_errors: Any = None
    ) -> bool:
        self._stood = original
        original.version = instance.version  # says what the row started from, and changes nothing
        self._twice = list(self.seen.problems(instance))
        errors = import_validation_errors or self._twice or instance.problem[0]
        return bool(super().skip_row(instance, original, row, errors))

    def validate_instance(
        self, instance: CaseRow, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        found = [*self._twice, *file_problems(instance, self._stood, self.known)]
        found += area_problems(instance)
        judgement = self._said = None if found else self._judgement(instance)
        if judgement:
            found += assessor_problems(instance, self.known)
        if judgement and not found:
            found += judged_problems(instance, judgement, self.known)
        errors: dict[str, list[str]] = {}
        for column, message in found:
            errors.setdefault(column, []).append(message)
        if errors:
            raise ValidationError(errors)

    def _judgement(self, row: CaseRow) -> Judgement | None:
        """None where nothing is said of it that does not stand already."""
        same = all(
            getattr(row, code, None) == getattr(self._stood, code, None)
            for code in ("areas", "assessed_on", *self._judged)
        )
        known = row.areas and (row.assessment is None or not same) and row.says_grades
        return judgement_said(row, self.known) if known else None

    def do_instance_save(self, instance: CaseRow, is_create: bool) -> None:
        """Nothing is written before it is confirmed."""

    def planned(self, rows: Sequence[tuple[int, Cells]]) -> list[tuple[RowResult, Any]]:
        """What becomes of each row of a batch."""
        self.matching.load([cells for _, cells in rows])
        return [self._planned(number, cells) for number, cells in rows]

    def _planned(self, number: int, cells: Cells) -> tuple[RowResult, CaseImport | None]:
        found = self.import_row(cells, self.matching, row_number=number)
        for error in found.errors:
            raise error.error
        outcome = OUTCOMES[found.import_type]
        if outcome == Outcome.REFUSED:
            return self._refused(number, cells, found.validation_error), None
        row: CaseRow = found.instance
        subject = row.reference or "New file"
        if outcome == Outcome.UNCHANGED:
            return RowResult(number, outcome, subject), None
        new_text = row.rationale if row.rationale != self._stood.rationale else ""
        held = held_because({self._heading("rationale"): new_text})
        result = RowResult(
            number,
            Outcome.HELD if held else outcome,
            subject,
            tuple(CellProblem(one.field, one.message.rstrip(".")) for one in held),
            tuple(found.diff),
        )
        return result, self._case_import(row)

    def _case_import(self, row: CaseRow) -> CaseImport:
        more = row.local_number != self._stood.local_number or not row.case_file
        return CaseImport(
            reference=row.reference,
            number=(row.number_kind, row.local_number) if row.local_number and more else None,
            area=row.case_file.area if row.case_file else self.known.areas[row.areas[0]],
            chosen_by=row.chosen_by,
            chosen_how=row.chosen_how,
            origin=row.origin,
            assessor=self.known.people[row.assessor],
            judgement=self._said,
            assessed_on=row.assessed_on,
            complete=is_complete(row, self.known),
            case_file=row.case_file,
            assessment=row.assessment,
        )

    def _refused(self, number: int, cells: Cells, error: ValidationError) -> RowResult:
        problems = [
            CellProblem(self._heading(column), message)
            for column, messages in error.message_dict.items()
            for message in messages
        ]
        subject = self.matching.text(cells, "reference")
        return RowResult(number, Outcome.REFUSED, subject[:20], tuple(problems))

    def _heading(self, column: str) -> str:
        return self.headings.get(column, "")
