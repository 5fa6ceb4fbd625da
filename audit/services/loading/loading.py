"""One run of loading: what is known so far, what was written, what was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from audit.models import Round, Sample, User
from audit.rules.problems import Problem
from audit.services.loading.cells import CellError, Cells, Codes
from audit.services.loading.folder import Folder
from audit.services.sign_off import Signing

M = TypeVar("M", bound=Model)


class RowError(ValueError):
    """A line whose cells can each be read but which breaks a rule."""


@dataclass
class Loading:
    """The state that the table functions share."""

    folder: Folder
    by: User
    codes: Codes = field(default_factory=Codes)
    outcome: Counter[str] = field(default_factory=Counter)
    """added, changed, linked, unchanged, removed, kept → rows"""
    kept_assessments: set[str] = field(default_factory=set)
    """Those that people have saved since they were loaded, by reference, origin and assessor."""
    sample: Sample | None = None
    """The one that this run has drawn."""
    signing: Signing | None = None
    """Who signed the round off, as the folder has it."""
    touched: dict[type[Model], set[int]] = field(default_factory=dict)
    """The rows that the folder holds, by model."""
    _lines: dict[type[Model], dict[tuple[Any, ...], int]] = field(default_factory=dict)
    """Model → key → the line that named it first."""
    new_rows: set[tuple[type[Model], int]] = field(default_factory=set)
    """The rows that this run has added."""
    _places: Counter[tuple[type[Model], Any]] = field(default_factory=Counter)
    _round: Round | None = None
    keeps: bool = True
    """Whether what people have saved since is left alone."""

    @property
    def problems(self) -> list[str]:
        return self.folder.problems

    @property
    def round(self) -> Round:
        assert self._round is not None, "round.csv is read before every other file"
        return self._round

    @round.setter
    def round(self, round: Round) -> None:
        self._round = round

    @property
    def round_if_any(self) -> Round | None:
        """None for a folder of documents that report no round."""
        return self._round

    def each(self, file: str, load: Callable[[Loading, Cells], None]) -> None:
        """Calls `load` for each line of `file`, and keeps what is wrong with its file and line."""
        for line in self.folder.of(file):
            try:
                load(self, Cells(line, self.codes))
            except (CellError, RowError, ValidationError) as error:
                self.problems.extend(line.problem(text) for text in sentences(error))

    def put(self, model: type[M], cells: Cells, key: dict[str, Any], **values: Any) -> M:
        """Adds the row that `key` names, or changes it where `values` differ."""
        self._once(model, cells, key)
        return self.write(self._standing(model, key) or model(**key), values)

    def _standing(self, model: type[M], key: dict[str, Any]) -> M | None:
        """What is new in this run has no rows of its own yet, and is not asked for them."""
        if any(
            (type(value), getattr(value, "pk", None)) in self.new_rows for value in key.values()
        ):
            return None
        return model._default_manager.filter(**key).order_by("pk").first()

    def is_new(self, row: Model) -> bool:
        return (type(row), row.pk) in self.new_rows

    def write(self, row: M, values: dict[str, Any]) -> M:
        """Saves a new row, or one of which `values` differ from what stands."""
        is_new = row.pk is None
        if is_new or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            _save(row)
            self.outcome["added" if is_new else "changed"] += 1
            if is_new:
                self.new_rows.add((type(row), row.pk))
        else:
            self.outcome["unchanged"] += 1
        self.touched.setdefault(type(row), set()).add(row.pk)
        return row

    def _once(self, model: type[Model], cells: Cells, key: dict[str, Any]) -> None:
        lines = self._lines.setdefault(model, {})
        values = tuple(getattr(value, "pk", value) for value in key.values())
        if values in lines:
            raise RowError(
                f"this is there already, on line {lines[values]}. Remove one of the two lines."
            )
        lines[values] = cells.line.number

    def next_place(self, model: type[Model], owner: Any) -> int:
        """0, 1, 2 … for the rows of `model` that the folder gives to one owner."""
        self._places[model, owner] += 1
        return self._places[model, owner] - 1

    def rows(self, model: type[Model]) -> set[int]:
        """The keys of the rows of `model` that the folder holds."""
        return self.touched.get(model, set())

    def link(self, row: Model, name: str, wanted: Iterable[Model]) -> None:
        """Sets a many-to-many field where it differs."""
        manager, rows = getattr(row, name), list(wanted)
        if {other.pk for other in manager.all()} != {other.pk for other in rows}:
            manager.set(rows)
            self.outcome["linked"] += 1

    def prune(self, model: type[Model], **owned_by: Any) -> None:
        """Removes rows of the round that its folder no longer holds."""
        gone = model._default_manager.filter(**owned_by).exclude(pk__in=self.rows(model))
        for row in gone:
            row.delete()
            self.outcome["removed"] += 1


def _save(row: Model) -> None:
    """The database checks its constraints; only what it refuses is asked again for a sentence.

    Validating each row of a folder beforehand costs several queries a row.
    """
    relations = {field.name for field in row._meta.concrete_fields if field.is_relation}
    row.clean_fields(exclude=relations)
    row.clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()
        raise


def refuse(problems: Iterable[Problem]) -> None:
    """Raises RowError with the first problem's sentence and field, if there is a problem."""
    for problem in problems:
        raise RowError(f"{problem.field}: {problem.message}" if problem.field else problem.message)


def sentences(error: CellError | RowError | ValidationError) -> list[str]:
    if not isinstance(error, ValidationError):
        return [str(error)]
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        message if name == "__all__" else f"{name}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]
