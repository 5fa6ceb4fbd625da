"""Rows as django-import-export sees them: parsed, matched, told apart from what stands, and refused
or made into what a service writes. What all kinds of import share."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.resources import Diff, Resource
from import_export.results import RowResult as LibraryResult

from audit.rules.imports import CellProblem, Difference, Outcome, RowResult
from audit.rules.personal_data.holding import held_because
from audit.services.import_results import Planned
from audit.spreadsheets.cells import Cells
from audit.spreadsheets.values import CellWidget

OUTCOMES = {
    LibraryResult.IMPORT_TYPE_NEW: Outcome.NEW,
    LibraryResult.IMPORT_TYPE_UPDATE: Outcome.CHANGED,
    LibraryResult.IMPORT_TYPE_SKIP: Outcome.UNCHANGED,
    LibraryResult.IMPORT_TYPE_INVALID: Outcome.REFUSED,
}
WHOLE = "__all__"
"""Stands for the row and none of its cells."""
NOTHING = (None, "", ())
LONGEST_SUBJECT = 20
Why = Iterable[tuple[str, str]]
"""What keeps a row from being imported: a column's code, and the reason."""


class SheetRow:
    """What a row says, and what stands, as attributes by the codes of columns."""

    row_number = 0
    """The row's own, in the sheet."""

    def __deepcopy__(self, memo: Any) -> SheetRow:
        return copy.copy(self)  # every value of it is unchangeable

    @property
    def stands(self) -> bool:
        """Whether it is about something that is there already."""
        raise NotImplementedError


class Loader(Protocol):
    """Finds what stands for many rows at once."""

    def load(self, rows: Sequence[Cells]) -> None:
        """Reads what stands for these rows; `row_of` then asks nothing."""
        ...

    def row_of(self, cells: Cells) -> SheetRow:
        """What stands, with what the row is about; of something new nothing but that."""
        ...

    def text(self, row: Cells, code: str) -> str:
        """What a cell means, as `said_in` tells it."""
        ...


def said_in(widgets: Mapping[str, CellWidget], row: Cells, code: str) -> str:
    """What a cell means; "" for one that cannot be read, of which its field will complain."""
    try:
        return str(widgets[code].clean(row.get(code, "")) or "")
    except ValueError:
        return ""


class Differences(Diff):
    """What differs, in words, by column; of something new no more than what tells it apart."""

    def __init__(self, resource: RowResource, instance: SheetRow, new: bool) -> None:
        self.resource, self.before, self.new = resource, instance, new
        self.after = instance

    def compare_with(self, resource: RowResource, instance: SheetRow) -> None:
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
        is_shown = field.attribute in self.resource.shown_of_new
        return is_shown and field.get_value(self.after) not in NOTHING

    def _difference(self, field: Field, before: Any) -> Difference:
        after = field.widget.render(field.get_value(self.after))
        told = "" if self.new else field.widget.render(before)
        return Difference(self.resource.headings[field.attribute], told, after)


class RowField(Field):
    """A column; with `keeps`, an empty cell leaves what stands."""

    def __init__(self, code: str, widget: CellWidget, *, keeps: bool) -> None:
        super().__init__(attribute=code, column_name=code, widget=widget)
        self.keeps = keeps

    def save(self, instance: SheetRow, row: Cells, is_m2m: bool = False, **kwargs: Any) -> None:
        cleaned = self.clean(row, **kwargs)
        if not self.keeps or cleaned not in NOTHING:
            setattr(instance, self.attribute, cleaned)


class RowResource(Resource):
    """`headings` are the columns of the file that are read: code → heading."""

    kept_if_empty: frozenset[str] = frozenset()
    """Where an empty cell leaves what stands."""
    shown_of_new: frozenset[str] = frozenset()
    subject_column = ""
    """What a refused row is known by."""

    class Meta:
        skip_unchanged = True
        store_instance = True

    def __init__(
        self, headings: dict[str, str], widgets: Mapping[str, CellWidget], loader: Loader
    ) -> None:
        super().__init__()
        self.headings, self.loader = headings, loader
        self._columns = [
            RowField(code, widgets[code], keeps=code in self.kept_if_empty) for code in headings
        ]

    def subject_of(self, row: Any) -> str:
        raise NotImplementedError

    def hindrances(self, row: Any, unread: frozenset[str]) -> Why:
        """What is wrong with a row even where it would change nothing. Of the columns `unread`
        is known already that they cannot be read."""
        return ()

    def problems(self, row: Any, unread: frozenset[str]) -> Why:
        """What else keeps a row from being imported."""
        raise NotImplementedError

    def texts(self, row: Any) -> dict[str, str]:
        """Free texts in which personal data may stand, by the codes of their columns."""
        raise NotImplementedError

    def to_write(self, row: Any) -> Any:
        """What a writer is given."""
        raise NotImplementedError

    def get_import_fields(self) -> list[Field]:
        return self._columns

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return Differences

    def get_instance(self, instance_loader: Loader, row: Cells) -> SheetRow | None:
        self._row = instance_loader.row_of(row)
        return self._row if self._row.stands else None

    def init_instance(self, row: Any = None) -> SheetRow:
        return self._row

    def after_init_instance(self, instance: SheetRow, new: bool, row: Any, **kwargs: Any) -> None:
        instance.row_number = kwargs["row_number"]

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None
    ) -> bool:
        self.stood = original
        unread = frozenset(import_validation_errors or ())
        self.hindered = list(self.hindrances(instance, unread))
        errors = import_validation_errors or self.hindered
        return bool(super().skip_row(instance, original, row, errors))

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors: dict[str, list[Any]] = dict(import_validation_errors or {})
        unread = frozenset(errors)
        for column, message in [*self.hindered, *self.problems(instance, unread)]:
            if column not in unread:
                errors.setdefault(column, []).append(message)
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance: SheetRow, is_create: bool) -> None:
        """Nothing is written before it is confirmed."""

    def planned(self, rows: Sequence[tuple[int, Cells]]) -> list[Planned]:
        """What becomes of each row of a batch."""
        self.loader.load([cells for _, cells in rows])
        return [self._planned(number, cells) for number, cells in rows]

    def _planned(self, number: int, cells: Cells) -> Planned:
        found = self.import_row(cells, self.loader, row_number=number)
        for error in found.errors:
            raise error.error
        outcome = OUTCOMES[found.import_type]
        if outcome == Outcome.REFUSED:
            return self._refused(number, cells, found.validation_error), None
        row, subject = found.instance, self.subject_of(found.instance)
        if outcome == Outcome.UNCHANGED:
            return RowResult(number, outcome, subject), None
        held = self._held(row)
        outcome = Outcome.HELD if held else outcome
        differences = (*found.diff, *self._to_read(row, held, found.diff))
        return RowResult(number, outcome, subject, held, differences), self.to_write(row)

    def _to_read(
        self, row: Any, held: tuple[CellProblem, ...], told: Sequence[Difference]
    ) -> Iterable[Difference]:
        """The texts for which a row is held, where they are not told yet: somebody has to read
        them before they are written."""
        texts = {self.heading(code): text for code, text in self.texts(row).items()}
        for heading in dict.fromkeys(one.column for one in held):
            if heading not in {one.column for one in told}:
                yield Difference(heading, "", texts[heading])

    def _held(self, row: Any) -> tuple[CellProblem, ...]:
        """Only what is new of its texts; nobody reads twice what stands already."""
        stood = self.texts(self.stood)
        new = {
            self.heading(code): text
            for code, text in self.texts(row).items()
            if text != stood.get(code)
        }
        return tuple(CellProblem(one.field, one.message.rstrip(".")) for one in held_because(new))

    def _refused(self, number: int, cells: Cells, error: ValidationError) -> RowResult:
        problems = [
            CellProblem(self.heading(column), message)
            for column, messages in error.message_dict.items()
            for message in messages
        ]
        subject = self.loader.text(cells, self.subject_column)[:LONGEST_SUBJECT]
        return RowResult(number, Outcome.REFUSED, subject, tuple(problems))

    def heading(self, column: str) -> str:
        return self.headings.get(column, "")
