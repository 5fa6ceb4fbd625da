"""The rows of judgements: many at once, and kept as JSON so that they can be brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from audit.models import (
    Answer,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    Framework,
    Observation,
    Question,
    Stage,
    Theme,
)
from audit.rules.answers import Fact
from audit.services.judgements import Judgement, StageJudgement

BATCH = 500


def judgement_rows_add(said: Iterable[tuple[Assessment, Judgement]]) -> None:
    """Writes what is said in new assessments, which are saved already."""
    said = list(said)
    AreaGrade.objects.bulk_create(
        (
            AreaGrade(assessment=assessment, area=area, grade=grade)
            for assessment, judgement in said
            for area, grade in judgement.area_grades.items()
        ),
        batch_size=BATCH,
    )
    Answer.objects.bulk_create(
        (
            Answer(assessment=assessment, question=question, **vars(fact))
            for assessment, judgement in said
            for question, fact in (judgement.answers or {}).items()
        ),
        batch_size=BATCH,
    )
    Observation.objects.bulk_create(
        (
            Observation(assessment=assessment, theme=theme, polarity=polarity)
            for assessment, judgement in said
            for theme, polarity in judgement.observations
        ),
        batch_size=BATCH,
    )


def judgement_kept(judgement: Judgement) -> dict[str, Any]:
    """As JSON, by the codes of its framework; `judgement_from` makes it again."""
    return {
        "area_grades": {area.code: grade for area, grade in judgement.area_grades.items()},
        "overall_grade": judgement.overall_grade,
        "rationale": judgement.rationale,
        "systems_looked_at": judgement.systems_looked_at,
        "observations": [[theme.code, str(polarity)] for theme, polarity in judgement.observations],
        "answers": {
            question.code: [
                fact.choice,
                None if fact.number is None else str(fact.number),
                fact.at and fact.at.isoformat(),
                fact.absence,
            ]
            for question, fact in (judgement.answers or {}).items()
        },
        "stages": {stage.code: vars(said) for stage, said in (judgement.stages or {}).items()},
        "unfinished": dict(judgement.unfinished or {}),
    }


def draft_kept(assessment: Assessment, stored: Judgement) -> dict[str, Any]:
    """All that is said in a draft before it is changed, as JSON."""
    day = assessment.assessed_on
    return {
        **judgement_kept(stored),
        "notes": _notes(assessment, stored),
        "assessed_on": day and day.isoformat(),
        "returned_because": assessment.returned_because,
    }


def _notes(assessment: Assessment, judgement: Judgement) -> list[list[str]]:
    """What is noted beside its themes, which no `Judgement` holds: theme, polarity, note."""
    if not judgement.observations:
        return []
    rows = assessment.observations.order_by("pk")
    return [list(one) for one in rows.values_list("theme__code", "polarity", "note")]


def notes_put_back(assessment: Assessment, kept: Iterable[Sequence[str]]) -> None:
    notes = {(theme, polarity): note for theme, polarity, note in kept}
    for row in assessment.observations.select_related("theme"):
        note = notes.get((row.theme.code, row.polarity), row.note)
        if row.note != note:
            row.note = note
            row.save(update_fields=["note"])


def judgement_from(kept: Mapping[str, Any], framework: Framework) -> Judgement:
    """Raises KeyError where the framework has lost a code since."""
    areas, themes, questions, stages = (
        {row.code: row for row in model.objects.filter(framework=framework)}
        for model in (AreaOfPractice, Theme, Question, Stage)
    )
    return Judgement(
        area_grades={areas[code]: grade for code, grade in kept["area_grades"].items()},
        overall_grade=kept["overall_grade"],
        rationale=kept["rationale"],
        systems_looked_at=kept["systems_looked_at"],
        observations=[(themes[code], polarity) for code, polarity in kept["observations"]],
        answers={questions[code]: _fact(*values) for code, values in kept["answers"].items()},
        stages={stages[code]: StageJudgement(**said) for code, said in kept["stages"].items()},
        unfinished=kept["unfinished"],
    )


def _fact(choice: str, number: str | None, at: str | None, absence: str) -> Fact:
    return Fact(
        choice,
        None if number is None else Decimal(number),
        datetime.fromisoformat(at) if at else None,
        absence,
    )
