"""The grading form as a page shows it: along the stages of the child's journey."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from audit.forms.assessments import GRADE_FIELDS, GradeForm
from audit.models import Question, Stage
from audit.rules.answers import field_of, is_answered, unanswered
from audit.rules.durations import duration_of
from audit.rules.grading import Grade, oddness
from audit.services.judgement_problems import stage_field

NOT_YET = "Not known yet: it is worked out from the two times."
GRADE, THEMES = "grade", "themes"


@dataclass(frozen=True)
class Worked:
    """A duration, which nobody types. `field` is what the page's script finds it by."""

    question: Question
    words: str

    @property
    def field(self) -> str:
        return field_of(self.question.code)


@dataclass(frozen=True)
class Section:
    """One stage: what distinguishes its grades, its questions, its grade and what is said of it."""

    stage: Stage
    guidance: list[tuple[Grade, str]]
    rows: list[BoundField | Worked]
    judged: list[BoundField]

    @property
    def anchor(self) -> str:
        return f"stage-{self.stage.code}"


@dataclass(frozen=True)
class Step:
    """A line of the navigator: where it leads, and what is open there ("" for nothing)."""

    anchor: str
    title: str
    open: str


def sections(form: GradeForm) -> Iterator[Section]:
    worked = durations(form)
    scale = form.round.framework.scale
    for stage in form.asked.stages:
        rows: list[BoundField | Worked] = [
            form[field_of(row.code)] if is_answered(row) else Worked(row, worked[row.code])
            for row in form.asked.questions
            if row.stage_id == stage.pk
        ]
        guidance = [(grade, stage.guidance.get(grade.code, "")) for grade in scale.grades]
        yield Section(
            stage,
            [row for row in guidance if row[1] and form.round.grades],
            rows,
            [form[name] for name in stage_fields(stage) if name in form.fields],
        )


def stage_fields(stage: Stage) -> list[str]:
    return [stage_field(stage.code, part) for part in ("grade", "well", "better")]


def grade_fields(form: GradeForm) -> list[BoundField]:
    return [form[name] for name in (*GRADE_FIELDS, "rationale") if name in form.fields]


def theme_fields(form: GradeForm) -> list[BoundField]:
    names = ("strengths", "weaknesses", "systems_looked_at")
    return [form[name] for name in names if name in form.fields]


def durations(form: GradeForm) -> dict[str, str]:
    """In words, by the codes of the questions that they answer."""
    return {
        row.code: str(duration_of(row, form.facts) or NOT_YET)
        for row in form.asked.questions
        if not is_answered(row)
    }


def steps(form: GradeForm) -> list[Step]:
    """The navigator: each stage, the grade, the themes, with what is still open."""
    found = [
        Step(f"stage-{stage.code}", stage.title, _open_in(form, stage))
        for stage in form.asked.stages
    ]
    if form.round.grades:
        missing = [bound for bound in grade_fields(form) if _wants(form, bound)]
        open_fields = ", ".join(OPEN[bound.name] for bound in missing)
        found.append(Step(GRADE, "The grade", open_fields))
        found.append(Step(THEMES, "Themes and systems", ""))
    else:
        found.append(Step(THEMES, "Systems", ""))
    return found


OPEN = {
    "grade": "no grade",
    "second_area": "no second area",
    "second_grade": "no second grade",
    "overall_grade": "no overall grade",
    "rationale": "no reason",
}


def _wants(form: GradeForm, bound: BoundField) -> bool:
    if bound.value():
        return False
    return bound.name != "rationale" or bool(reason_wanted(form))


def _open_in(form: GradeForm, stage: Stage) -> str:
    questions = [row for row in form.asked.questions if row.stage_id == stage.pk]
    asked = [row for row in questions if is_answered(row)]
    count = len(unanswered(questions, form.facts))
    said = [f"{count} of {len(asked)} not answered"] if count else []
    grade = stage_field(stage.code)
    if grade in form.fields and not form[grade].value():
        said.append("no grade")
    return ", ".join(said)


def reason_wanted(form: GradeForm) -> str:
    """Why the form asks for a reason now: a sentence, "" where it does not."""
    if not form.round.grades:
        return ""
    scale = form.round.framework.scale
    given = [form[name].value() for name in GRADE_FIELDS if name in form.fields]
    if scale.worst.code in given:
        return f"A file graded {scale.worst.in_report} needs a reason."
    grade = form["overall_grade" if form.two_areas else "grade"].value() or ""
    stages = [form[stage_field(stage.code)].value() or "" for stage in form.asked.stages]
    said = oddness(scale, grade, stages)
    return f"{said} Say why." if said else ""


def state(form: GradeForm) -> dict[str, Any]:
    """What the page's script shows anew after a save."""
    return {
        "durations": {field_of(code): words for code, words in durations(form).items()},
        "steps": {step.anchor: step.open for step in steps(form)},
        "reason": reason_wanted(form),
    }
