"""A draft as it is checked before it is handed in: everything that was said, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BoundField

from audit.forms.assessments import GradeForm
from audit.forms.comparison import EMPTY, in_words
from audit.forms.guarded import GuardedBoundField
from audit.forms.journey import Worked, grade_fields, sections, theme_fields
from audit.rules.answers import is_answered
from audit.rules.problems import Problem

OF_SEVERAL_FIELDS = {
    "area_grades": ("grade", "second_grade"),
    "observations": ("strengths",),
    "area": ("second_area",),
}
"""Where a problem is put that belongs to more than one field: the first of them that is empty."""


@dataclass(frozen=True)
class Said:
    """One line: `field` is None for what is worked out, `text` "" for what is open."""

    label: str
    text: str
    field: BoundField | None = None
    looks_personal: bool = False


@dataclass(frozen=True)
class Part:
    title: str
    rows: list[Said]


def parts(form: GradeForm) -> Iterator[Part]:
    """By stage, then the grade, then what belongs to the whole file."""
    for section in sections(form):
        rows = [*section.rows, *section.judged]
        yield Part(section.stage.title, [_said(row) for row in rows if _is_worth_a_line(row)])
    if form.round.grades:
        yield Part("The grade", [_said(bound) for bound in grade_fields(form)])
    yield Part("Themes and systems", [_said(bound) for bound in theme_fields(form)])


def _is_worth_a_line(row: BoundField | Worked) -> bool:
    """A text that was not asked for and not written is none."""
    return not isinstance(row, GuardedBoundField) or bool(row.value())


def _said(row: BoundField | Worked) -> Said:
    if isinstance(row, Worked):
        return Said(row.question.text, row.words)
    words = in_words(row)
    personal = isinstance(row, GuardedBoundField) and bool(row.guard.certain)
    return Said(str(row.label), "" if words == EMPTY else words, row, personal)


def open_answers(form: GradeForm) -> int:
    """How many questions have no answer, not even why there is none."""
    asked = [row for row in form.asked.questions if is_answered(row)]
    return sum(row.code not in form.facts for row in asked)


def linked(form: GradeForm, problems: Iterable[Problem]) -> list[tuple[str, BoundField | None]]:
    """Each problem with the field in which it is mended."""
    found = []
    for problem in problems:
        names = OF_SEVERAL_FIELDS.get(problem.field, (problem.field,))
        bounds = [form[name] for name in names if name in form.fields]
        empty = [bound for bound in bounds if not bound.value()]
        found.append((problem.message, next(iter([*empty, *bounds]), None)))
    return found
