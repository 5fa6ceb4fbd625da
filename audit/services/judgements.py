"""What an assessor says of a case file: taken from an assessment's rows, and written to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from audit.models import (
    AreaOfPractice,
    Assessment,
    Observation,
    Question,
    Stage,
    Theme,
)
from audit.rules.answers import Fact
from audit.rules.grading import overall_grade
from audit.services.trail import values_of


@dataclass(frozen=True)
class StageJudgement:
    """What is said of one stage. A grade "" is one not given (yet)."""

    grade: str = ""
    not_applicable: bool = False
    went_well: str = ""
    should_have_been_better: str = ""

    @property
    def is_empty(self) -> bool:
        return self == StageJudgement()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an assessor says of a case file. A grade "" is one not given yet; a part that is None
    stays as it is stored."""

    area_grades: Mapping[AreaOfPractice, str]
    overall_grade: str = ""
    rationale: str = ""
    systems_looked_at: str = ""
    observations: Sequence[tuple[Theme, str]] = field(default_factory=list)
    """Themes with their polarity."""
    answers: Mapping[Question, Fact] | None = None
    stages: Mapping[Stage, StageJudgement] | None = None
    unfinished: Mapping[str, Any] | None = None
    """What was typed and cannot be read yet, by the field's name: a draft loses nothing."""

    @property
    def overall(self) -> str:
        return overall_grade(list(self.area_grades.values()), self.overall_grade)

    @property
    def facts(self) -> dict[str, Fact]:
        """The answers by their questions' codes."""
        return {question.code: fact for question, fact in (self.answers or {}).items()}

    @property
    def values(self) -> dict[str, Any]:
        """As the trail records it: by the framework's codes, in an order of their own."""
        seen = ([theme.code, str(polarity)] for theme, polarity in self.observations)
        return {
            "overall_grade": self.overall,
            "rationale": self.rationale.strip(),
            "systems_looked_at": self.systems_looked_at.strip(),
            "area_grades": {area.code: grade for area, grade in self.area_grades.items()},
            "observations": sorted(seen),
            "answers": {code: fact_value(fact) for code, fact in sorted(self.facts.items())},
            "stage_notes": {
                stage.code: stage_value(said)
                for stage, said in sorted((self.stages or {}).items(), key=_by_code)
            },
            "unfinished": dict(self.unfinished or {}),
        }


def _by_code(row: tuple[Stage, StageJudgement]) -> str:
    return row[0].code


def fact_value(fact: Fact) -> str:
    """One answer as one text."""
    if fact.number is not None:
        return f"{fact.number.normalize():f}"
    return fact.at.astimezone(UTC).isoformat() if fact.at else fact.choice or fact.absence


def stage_value(said: StageJudgement) -> list[str]:
    grade = "not_applicable" if said.not_applicable else said.grade
    return [grade, said.went_well, said.should_have_been_better]


def judgement_of(assessment: Assessment) -> Judgement:
    """As it is stored. Four queries, unless the parts were fetched with the assessment."""
    if assessment.pk is None:
        return Judgement(area_grades={}, answers={}, stages={}, unfinished={})
    return Judgement(
        area_grades={row.area: row.grade for row in _with(assessment.area_grades, "area")},
        overall_grade=assessment.overall_grade,
        rationale=assessment.rationale,
        systems_looked_at=assessment.systems_looked_at,
        observations=[(row.theme, row.polarity) for row in _with(assessment.observations, "theme")],
        answers={row.question: row.fact for row in _with(assessment.answers, "question")},
        stages={
            row.stage: StageJudgement(
                row.grade, row.not_applicable, row.went_well, row.should_have_been_better
            )
            for row in _with(assessment.stage_notes, "stage")
        },
        unfinished=assessment.unfinished,
    )


def _with(rows: Any, name: str) -> Iterable[Any]:
    """As prefetched, where somebody did; else with the row that each is about."""
    fetched: QuerySet[Any] = rows.all()
    if fetched._result_cache is not None:
        return fetched
    return fetched.select_related(name).order_by(f"{name}__order", "pk")


def values_recorded(assessment: Assessment, judgement: Judgement) -> dict[str, Any]:
    """What the trail keeps. `unfinished` is typing, no fact, and goes with the next save."""
    if assessment.pk is None:
        return {}
    said = {name: value for name, value in judgement.values.items() if name != "unfinished"}
    row = {name: value for name, value in values_of(assessment).items() if name != "unfinished"}
    return row | said


def completed(judgement: Judgement, stored: Judgement) -> Judgement:
    """With the stored parts where the judgement leaves them as they are, and without the parts
    that say nothing."""
    answers = stored.answers if judgement.answers is None else judgement.answers
    stages = stored.stages if judgement.stages is None else judgement.stages
    unfinished = stored.unfinished if judgement.unfinished is None else judgement.unfinished
    said = {stage: one for stage, one in (stages or {}).items() if not one.is_empty}
    return replace(judgement, answers=answers, stages=said, unfinished=unfinished)


def write_judgement(assessment: Assessment, judgement: Judgement, stored: Judgement) -> None:
    """Writes to the database what differs from `stored`; the assessment itself in any case."""
    assessment.overall_grade = judgement.overall
    assessment.rationale = judgement.rationale.strip()
    assessment.systems_looked_at = judgement.systems_looked_at.strip()
    assessment.unfinished = dict(judgement.unfinished or {})
    assessment.lock += 1
    assessment.save()
    _write_part(
        assessment.area_grades,
        "area",
        {area: {"grade": grade} for area, grade in judgement.area_grades.items()},
        {area: {"grade": grade} for area, grade in stored.area_grades.items()},
    )
    _write_part(
        assessment.answers,
        "question",
        {question: vars(fact) for question, fact in (judgement.answers or {}).items()},
        {question: vars(fact) for question, fact in (stored.answers or {}).items()},
    )
    _write_part(
        assessment.stage_notes,
        "stage",
        {stage: vars(said) for stage, said in (judgement.stages or {}).items()},
        {stage: vars(said) for stage, said in (stored.stages or {}).items()},
    )
    _write_observations(assessment, judgement, stored)


Rows = Mapping[Any, Mapping[str, Any]]


def _write_part(rows: Any, key: str, wanted: Rows, standing: Rows) -> None:
    """One query for what is gone, and one for what is new or changed."""
    gone = [row for row in standing if row not in wanted]
    changed = [row for row, values in wanted.items() if standing.get(row) != values]
    if gone:
        rows.filter(**{f"{key}__in": gone}).delete()
    if changed:
        columns = list(wanted[changed[0]])
        rows.bulk_create(
            [rows.model(assessment=rows.instance, **{key: row}, **wanted[row]) for row in changed],
            update_conflicts=True,
            unique_fields=["assessment", key],
            update_fields=columns,
        )


def _write_observations(assessment: Assessment, judgement: Judgement, stored: Judgement) -> None:
    """Notes on themes that are still observed are kept: the form does not ask for them."""
    wanted = {(theme, str(polarity)) for theme, polarity in judgement.observations}
    standing = {(theme, str(polarity)) for theme, polarity in stored.observations}
    for polarity in {polarity for _, polarity in standing - wanted}:
        gone = [theme for theme, side in standing - wanted if side == polarity]
        assessment.observations.filter(polarity=polarity, theme__in=gone).delete()
    new = sorted(wanted - standing, key=lambda seen: (seen[0].pk, seen[1]))
    if new:
        Observation.objects.bulk_create(
            Observation(assessment=assessment, theme=theme, polarity=polarity)
            for theme, polarity in new
        )
