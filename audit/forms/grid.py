"""The grid of case files × questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from audit.forms.cells import CellField
from audit.forms.fields import GovukForm
from audit.models import CaseFile, Question
from audit.rules.answer_words import cell_text
from audit.rules.answers import Fact
from audit.services.grid import Sheet


@dataclass(frozen=True)
class Kept:
    """What is stored of one file: the save that it stems from, and its answers by code."""

    lock: int | None
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Cell:
    bound: BoundField
    meanwhile: str
    """What somebody saved there after the page was opened, where it differs; "" elsewhere."""


@dataclass(frozen=True)
class Row:
    case_file: CaseFile
    hidden: list[BoundField]
    cells: list[Cell]


def cell_name(reference: str, code: str) -> str:
    return f"cell-{reference}-{code}"


def lock_name(reference: str) -> str:
    return f"lock-{reference}"


def shown_name(reference: str) -> str:
    """The texts that the page showed of a file: only what was typed since is a change."""
    return f"shown-{reference}"


class GridForm(GovukForm):
    """`stored` holds what is kept of each file, by its key."""

    def __init__(
        self,
        *args: Any,
        case_files: list[CaseFile],
        questions: list[Question],
        stored: Mapping[int, Kept],
        **kwargs: Any,
    ) -> None:
        self.case_files, self.questions, self.stored = case_files, questions, stored
        self.is_stale: set[int] = set()
        kwargs["initial"] = {
            name: value for case_file in case_files for name, value in self._initial_of(case_file)
        }
        super().__init__(*args, **kwargs)
        for case_file in case_files:
            reference = case_file.reference
            lock = forms.IntegerField(required=False, widget=forms.HiddenInput)
            self.fields[lock_name(reference)] = lock
            shown = forms.JSONField(required=False, widget=forms.HiddenInput)
            self.fields[shown_name(reference)] = shown
            for question in questions:
                name = cell_name(reference, question.code)
                self.fields[name] = CellField(reference, question)

    def _initial_of(self, case_file: CaseFile) -> Iterator[tuple[str, Any]]:
        kept = self.stored[case_file.pk]
        yield lock_name(case_file.reference), kept.lock
        texts = [cell_text(row, kept.facts.get(row.code)) for row in self.questions]
        yield shown_name(case_file.reference), texts
        for question, text in zip(self.questions, texts, strict=True):
            yield cell_name(case_file.reference, question.code), text

    def rows(self) -> Iterator[Row]:
        for case_file in self.case_files:
            reference = case_file.reference
            names = [cell_name(reference, question.code) for question in self.questions]
            cells = [Cell(self[name], self._meanwhile(case_file, name)) for name in names]
            yield Row(case_file, [self[lock_name(reference)], self[shown_name(reference)]], cells)

    def _meanwhile(self, case_file: CaseFile, name: str) -> str:
        if case_file.pk not in self.is_stale:
            return ""
        saved = self.initial[name]
        return "" if saved == (self[name].value() or "").strip() else saved or "nothing"

    def sheets(self) -> list[Sheet]:
        """What was changed, file by file, of a valid form."""
        sheets = [self._sheet(case_file) for case_file in self.case_files]
        return [sheet for sheet in sheets if sheet.answers]

    def _sheet(self, case_file: CaseFile) -> Sheet:
        typed = {row: self._cell(case_file, row) for row in self._typed_in(case_file)}
        return Sheet(case_file, self.cleaned_data[lock_name(case_file.reference)], typed)

    def _typed_in(self, case_file: CaseFile) -> list[Question]:
        """The questions whose cells no longer stand as the page showed them."""
        shown = self.cleaned_data.get(shown_name(case_file.reference))
        if not isinstance(shown, list) or len(shown) != len(self.questions):
            shown = self.initial[shown_name(case_file.reference)]
        return [
            question
            for question, before in zip(self.questions, shown, strict=True)
            if self._text(case_file, question) != before
        ]

    def _text(self, case_file: CaseFile, question: Question) -> str:
        return (self[cell_name(case_file.reference, question.code)].value() or "").strip()

    def _cell(self, case_file: CaseFile, question: Question) -> Fact | None:
        return self.cleaned_data[cell_name(case_file.reference, question.code)]

    def add_service_errors(self, error: ValidationError) -> None:
        """Each beside its cell. A file that was saved elsewhere meanwhile starts anew from there,
        so that it can be saved once both were seen."""
        for place, texts in error.message_dict.items():
            reference, _, field = place.partition(":")
            name = cell_name(reference, field.removeprefix("answer-"))
            for text in texts:
                self.add_error(name if name in self.fields else None, text)

    def show_saved(self, stale: list[CaseFile]) -> None:
        """Cells that nobody typed in show what is saved now; the others keep what was typed."""
        self.is_stale = {case_file.pk for case_file in stale}
        self.data = self.data.copy()
        for case_file in stale:
            typed, reference = self._typed_in(case_file), case_file.reference
            for question in self.questions:
                name = cell_name(reference, question.code)
                if question not in typed:
                    self.data[name] = self.initial[name]
            self.data[lock_name(reference)] = self.initial[lock_name(reference)]
            self.data[shown_name(reference)] = json.dumps(self.initial[shown_name(reference)])
