"""What stands in the cells of a workbook's tables, in words: people look before they load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Model

from audit.documents.field_names import field_names
from audit.models import (
    Answer,
    Assessment,
    CaseAction,
    CaseFile,
    Child,
    ConcernStep,
    Conflict,
    Framework,
    ImmediateConcern,
    LocalNumber,
    Observation,
    Query,
    QueryMessage,
    Question,
    StageNote,
)
from audit.models import AreaOfPractice as Area
from audit.rules.dates import day_text
from audit.rules.grading import Origin
from audit.services.loading.cells import Codes
from audit.services.loading.sheets import Sheet

Row = Mapping[str, str]
MODELS: Mapping[str, type[Model]] = {
    "case_files.csv": CaseFile,
    "children.csv": Child,
    "conflicts.csv": Conflict,
    "local_numbers.csv": LocalNumber,
    "assessments.csv": Assessment,
    "queries.csv": Query,
    "query_messages.csv": QueryMessage,
    "concerns.csv": ImmediateConcern,
    "concern_steps.csv": ConcernStep,
    "case_actions.csv": CaseAction,
    "stage_notes.csv": StageNote,
    "answers.csv": Answer,
    "observations.csv": Observation,
}
"""A table → whose fields its columns are, where they have the same names."""
SAID = {"value": "Answer", "on_plan": "On a child protection plan"}
"""Columns that are not called by their own words."""
NOT_APPLICABLE = "not_applicable"
LONGEST = 60
NUMBERED = ("number", "query", "concern")
"""Numbers that hold within one workbook and say nothing outside it; local numbers too are told
nowhere but in their cell."""


def heading(column: str) -> str:
    """ "chosen_by" is "Chosen by"."""
    return SAID.get(column) or column.replace("_", " ").capitalize()


class InWords:
    """Of the workbook of one framework's round; `codes` know the people whom it may name."""

    def __init__(self, framework: Framework, codes: Codes) -> None:
        self.framework, self.codes, self.scale = framework, codes, framework.scale

    def cell(self, file: str, column: str, row: Row) -> str:
        """What a cell says; as it stands where it cannot be understood."""
        text = row[column]
        if not text:
            return ""
        if "grade" in column:
            return "; ".join(map(self._grade, text.split(";")))
        if column == "areas":
            return "; ".join(self._titled(Area, code.strip()) for code in text.split(";"))
        if file == "queries.csv" and column == "field":
            return self._fields.get(text, text)
        if file == "answers.csv" and column == "value":
            return self._answer(row["question"], text)
        return self._by_field(MODELS[file], column, text)

    def subject(self, sheet: Sheet, file: str, reference: str, row: Row) -> str:
        """What tells a row apart: "WX-1, Amina Hall, Investigation"."""
        return ", ".join([reference, *self._apart(sheet, file, row)])

    def _apart(self, sheet: Sheet, file: str, row: Row) -> Iterator[str]:
        for column in sheet.key:
            is_plain = column == "origin" and row[column] == Origin.ASSESSOR
            if column != "reference" and column not in NUMBERED and not is_plain:
                if said := self.cell(file, column, row):
                    yield said if len(said) <= LONGEST else f"{said[:LONGEST]}…"

    @cached_property
    def _fields(self) -> dict[str, str]:
        return {code: name for code, name in field_names(self.framework).items() if code}

    def _grade(self, code: str) -> str:
        if code == NOT_APPLICABLE:
            return "Not applicable"
        return self.scale.grade(code).title if code in self.scale else code

    def _titled(self, model: type[Model], code: str) -> str:
        row: Any = self.codes.known(model, code)
        return getattr(row, "title", "") or str(row or code)

    def _answer(self, code: str, text: str) -> str:
        if text in Answer.Absence.values:
            return str(Answer.Absence(text).label)
        question: Any = self.codes.known(Question, code)
        if question is None:
            return text
        if question.kind == Question.Kind.DATE_TIME:
            return _moment(text)
        if question.kind == Question.Kind.YES_NO:
            return text.capitalize()
        titles = {choice["code"]: choice["title"] for choice in question.choices}
        return str(titles.get(text, text))

    def _by_field(self, model: type[Model], column: str, text: str) -> str:
        named = (
            *model._meta.concrete_fields,
            *Assessment._meta.concrete_fields,
        )  # whose part it is
        field: Any = next((one for one in named if one.name == column), None)
        if field is None:
            return text
        if field.is_relation:
            return self._titled(field.related_model, text)
        if isinstance(field, models.DateTimeField):
            return _moment(text)
        if isinstance(field, models.DateField):
            return _day(text)
        return str(dict(field.flatchoices).get(text, text))


def _day(text: str) -> str:
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    clock = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
    return f"{day_text(at.date())}, {clock}"
