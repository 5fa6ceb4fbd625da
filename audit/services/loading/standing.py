"""What a round's tables say as things stand: the inverse of loading them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from audit.models import (
    Answer,
    AreaGrade,
    Assessment,
    CaseAction,
    CaseFile,
    Child,
    ConcernStep,
    Conflict,
    ImmediateConcern,
    LocalNumber,
    Observation,
    Query,
    QueryMessage,
    Round,
    StageNote,
    User,
)
from audit.rules.concerns import ConcernDeed
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.loading import row_values
from audit.services.loading.row_values import Values, cell_text, who


@dataclass(frozen=True)
class Standing:
    """One row: what stands in its cells, and the row itself."""

    values: Values
    row: Model

    @property
    def cells(self) -> dict[str, str]:
        return {name: cell_text(value) for name, value in self.values.items()}


class StandingRound:
    """Of the files of `round` that `by` may see, by the names of a folder's tables. The number of
    queries does not grow with the rows; their order does not hang on keys of the database."""

    def __init__(self, round: Round, by: User) -> None:
        self.round, self.by = round, by
        files = CaseFile.objects.visible_to(by).filter(round=round)
        rows = files.select_related("area", "allocated_to", "second_assessor")
        self.files = {row.pk: row for row in sorted(rows, key=lambda row: row.reference)}
        for row in self.files.values():
            row.round = round
        self._places = {pk: place for place, pk in enumerate(self.files)}
        self.assessments = self._assessments()
        self.tables: dict[str, list[Standing]] = {
            "case_files.csv": [
                Standing(row_values.case_file(row), row) for row in self.files.values()
            ],
            "children.csv": [
                Standing(row_values.child(row), row) for row in self._of_files(Child, "pk")
            ],
            "conflicts.csv": self._conflicts(),
            "local_numbers.csv": [
                Standing(row_values.local_number(row), row)
                for row in self._of_files(LocalNumber, "pk")
            ],
            "assessments.csv": self._assessed(),
            "case_actions.csv": self._case_actions(),
            "stage_notes.csv": self._parts(StageNote, "stage", row_values.stage_note),
            "answers.csv": self._parts(Answer, "question", row_values.answer),
            "observations.csv": self._parts(Observation, "theme", row_values.observation),
        }
        self._add_queries()
        self._add_concerns()

    def _of_files(self, model: Any, *order: str, people: Iterable[str] = ()) -> list[Any]:
        rows = model.objects.visible_to(self.by).filter(case_file__round=self.round)
        seen = rows.select_related(*people) if people else rows
        found = [row for row in seen.order_by(*order) if row.case_file_id in self.files]
        for row in found:
            row.case_file = self.files[row.case_file_id]
        return sorted(found, key=lambda row: self._places[row.case_file_id])

    def _assessments(self) -> dict[int, Assessment]:
        """Without what was set aside, which counts nowhere."""
        rows = self._of_files(Assessment, "pk", people=["assessor"])
        standing = [row for row in rows if row.status != AssessmentStatus.SET_ASIDE]
        origins = [*Origin.values]

        def place(row: Assessment) -> tuple[int, int, str]:
            return (self._places[row.case_file_id], origins.index(row.origin), who(row.assessor))

        return {row.pk: row for row in sorted(standing, key=place)}

    def _assessed(self) -> list[Standing]:
        grades: dict[int, list[AreaGrade]] = {pk: [] for pk in self.assessments}
        for row in self._of_assessments(AreaGrade, "area"):
            grades[row.assessment_id].append(row)
        return [
            Standing(row_values.assessment(row, grades[row.pk]), row)
            for row in self.assessments.values()
        ]

    def _of_assessments(self, model: Any, about: str) -> list[Any]:
        rows = model.objects.visible_to(self.by).filter(assessment__case_file__round=self.round)
        ordered = rows.select_related(about).order_by(f"{about}__order", f"{about}__code", "pk")
        found = [row for row in ordered if row.assessment_id in self.assessments]
        places = {pk: place for place, pk in enumerate(self.assessments)}
        for row in found:
            row.assessment = self.assessments[row.assessment_id]
        return sorted(found, key=lambda row: places[row.assessment_id])

    def _parts(self, model: Any, about: str, values: Any) -> list[Standing]:
        return [Standing(values(row), row) for row in self._of_assessments(model, about)]

    def _conflicts(self) -> list[Standing]:
        rows = self._of_files(Conflict, "person__email", people=["person", "declared_by"])
        return [Standing(row_values.conflict(row), row) for row in rows]

    def _case_actions(self) -> list[Standing]:
        rows = self._of_files(CaseAction, "due_on", "pk", people=["done_by", "checked_by"])
        return [Standing(row_values.case_action(row), row) for row in rows]

    def _add_queries(self) -> None:
        """Without those about an assessment that is not in here either."""
        people = ["asked_by", "deputy", "resolved_by"]
        asked = self._of_files(Query, "asked_at", "asked_by__email", "pk", people=people)
        known = [row for row in asked if row.assessment_id in {None, *self.assessments}]
        numbers = {row.pk: number for number, row in enumerate(known, start=1)}
        self.tables["queries.csv"] = [
            Standing(row_values.query(row, numbers[row.pk], self._about(row)), row) for row in known
        ]
        rows = QueryMessage.objects.visible_to(self.by).filter(query__case_file__round=self.round)
        self.tables["query_messages.csv"] = [
            Standing(row_values.message(row, numbers[row.query_id]), row)
            for row in _by_parent(rows.select_related("by"), "query_id", numbers)
        ]

    def _about(self, query: Query) -> Assessment | None:
        pk = query.assessment_id
        return self.assessments[pk] if pk else None

    def _add_concerns(self) -> None:
        raised = self._of_files(
            ImmediateConcern, "raised_at", "raised_by__email", "pk", people=["raised_by"]
        )
        numbers = {row.pk: number for number, row in enumerate(raised, start=1)}
        self.tables["concerns.csv"] = [
            Standing(row_values.concern(row, numbers[row.pk]), row) for row in raised
        ]
        rows = ConcernStep.objects.visible_to(self.by).filter(concern__case_file__round=self.round)
        steps = rows.exclude(deed=ConcernDeed.RAISED).select_related("by")
        self.tables["concern_steps.csv"] = [
            Standing(row_values.concern_step(row, numbers[row.concern_id]), row)
            for row in _by_parent(steps, "concern_id", numbers)
        ]


def _by_parent(rows: Any, parent: str, numbers: Mapping[int, int]) -> Iterator[Any]:
    known = [row for row in rows.order_by("at", "pk") if getattr(row, parent) in numbers]
    yield from sorted(known, key=lambda row: numbers[getattr(row, parent)])
