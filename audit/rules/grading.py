"""Grade scales, and what a grade needs before it can stand.

A scale belongs to a framework; nothing here knows which grades there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db.models import TextChoices

from audit.rules.problems import Problem

LONGEST_RATIONALE = 5000
"""Characters of a reason, and of what is noted of a stage."""


class Origin(TextChoices):
    """Whose judgement an assessment is. A self-assessment is compared, never final."""

    SELF = "self", "Force's self-assessment"
    ASSESSOR = "assessor", "Assessor"
    AGREED = "agreed", "Agreed in moderation"


class Polarity(TextChoices):
    STRENGTH = "strength", "Strength"
    WEAKNESS = "weakness", "Weakness"


@dataclass(frozen=True)
class Grade:
    """`code` for data, `title` for a label, `in_report` for use inside a sentence.

    `in_finding` is what files of this grade did ("required improvement"), where they were
    not simply what `in_report` says.
    """

    code: str
    title: str
    in_report: str
    in_finding: str = ""

    def said_of(self, files: int) -> str:
        """ "were inadequate", "was good", "required improvement"."""
        return self.in_finding or f"{'was' if files == 1 else 'were'} {self.in_report}"


@dataclass(frozen=True)
class Scale:
    """The grades of one framework, best first."""

    grades: tuple[Grade, ...]

    @classmethod
    def from_json(cls, rows: Iterable[dict[str, Any]]) -> Scale:
        """From the framework's `grades` field; raises ValueError on a malformed one."""
        try:
            grades = tuple(
                Grade(row["code"], row["title"], row["in_report"], row.get("in_finding", ""))
                for row in rows
            )
        except (KeyError, TypeError):
            raise ValueError(
                "Each grade needs a code, a title and its wording in reports."
            ) from None
        if not grades or len({grade.code for grade in grades}) < len(grades):
            raise ValueError("A scale needs at least one grade, and each code once.")
        return cls(grades)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(grade.code for grade in self.grades)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def grade(self, code: str) -> Grade:
        return self.grades[self.codes.index(code)]

    @property
    def worst(self) -> Grade:
        return self.grades[-1]

    def listed(self) -> str:
        """ "good, requires improvement or inadequate"."""
        *rest, last = (grade.title.lower() for grade in self.grades)
        return f"{', '.join(rest)} or {last}" if rest else last


def overall_grade(area_grades: Sequence[str], chosen: str) -> str:
    """One area's grade is the file's grade; with several areas it is the one that was chosen."""
    return area_grades[0] if len(area_grades) == 1 else chosen


def grade_problems(
    scale: Scale, area_grades: Sequence[str], overall: str, *, complete: bool
) -> list[Problem]:
    """What keeps these grades from being saved, or (`complete`) from being submitted.

    `area_grades` holds a code, or "" where none is given yet, per area.
    """
    problems = [
        Problem("area_grades", _unknown(scale, grade))
        for grade in area_grades
        if grade and grade not in scale
    ]
    if overall and overall not in scale:
        problems.append(Problem("overall_grade", _unknown(scale, overall)))
    if complete:
        problems += _missing(area_grades, overall)
    return problems


def _missing(area_grades: Sequence[str], overall: str) -> list[Problem]:
    problems = []
    if not area_grades:
        problems.append(Problem("area_grades", "Choose the area that the file is assessed under."))
    if not all(area_grades):
        asked = "a grade" if len(area_grades) == 1 else "a grade for each area"
        problems.append(Problem("area_grades", f"Choose {asked}."))
    if not overall and len(area_grades) > 1:
        problems.append(
            Problem("overall_grade", "Choose an overall grade: this file has more than one area.")
        )
    return problems


def rationale_problems(scale: Scale, grades: Iterable[str], rationale: str) -> list[Problem]:
    """The lowest grade is only as good as its reason (design, section 8)."""
    if scale.worst.code in grades and not rationale.strip():
        return [
            Problem("rationale", f"Say why: a file graded {scale.worst.in_report} needs a reason.")
        ]
    return []


def oddness(scale: Scale, grade: str, stages: Iterable[str]) -> str:
    """Why a grade sits oddly with those of its stages: a sentence; "" where it does not.

    It does where it lies outside their range, or is the best although a stage is the worst.
    Nothing is computed from the stages: whoever graded is asked why, and the grade stands.
    """
    given = [scale.codes.index(code) for code in stages if code in scale]
    if grade not in scale or not given:
        return ""
    place, best, worst = scale.codes.index(grade), min(given), max(given)
    if not best <= place <= worst:
        return f"It is graded {_said(scale, place)}, and {_range(scale, best, worst)}."
    if best != worst and place == 0 and worst == len(scale.grades) - 1:
        return f"It is graded {_said(scale, place)}, although a stage is {_said(scale, worst)}."
    return ""


def _said(scale: Scale, place: int) -> str:
    return f"“{scale.grades[place].title.lower()}”"


def _range(scale: Scale, best: int, worst: int) -> str:
    if best == worst:
        return f"every stage that has a grade is {_said(scale, best)}"
    return f"its stages are graded between {_said(scale, best)} and {_said(scale, worst)}"


def oddness_problems(
    scale: Scale, grades: Mapping[str, tuple[str, Sequence[str]]], rationale: str
) -> list[Problem]:
    """`grades` holds, by what is graded ("the file", an area), its grade and its stages' ones."""
    if rationale.strip():
        return []
    found = {what: oddness(scale, grade, stages) for what, (grade, stages) in grades.items()}
    return [
        Problem("rationale", f"Say why {what} has this grade. {sentence}")
        for what, sentence in found.items()
        if sentence
    ]


def _unknown(scale: Scale, grade: str) -> str:
    return f"'{grade}' is not a grade of this framework. Use {scale.listed()}."


class Candidate(Protocol):
    """What `final_of` needs to know of an assessment."""

    origin: str

    @property
    def counts(self) -> bool:
        """Submitted or agreed; a draft is not."""
        ...


C = TypeVar("C", bound=Candidate)


def final_of(assessments: Iterable[C], *, double: bool = False) -> C | None:
    """The agreed assessment, else the only assessor's; two unsettled assessors make none.

    A second assessor's draft is enough to unsettle: the file then waits for moderation. Where
    two people are asked to grade (`double`), the first grade counts nowhere before they are
    settled, so that no figure gives it away to the second (design, section 4).
    """
    rows = list(assessments)
    agreed = [row for row in rows if row.origin == Origin.AGREED]
    assessors = [row for row in rows if row.origin == Origin.ASSESSOR]
    candidates = agreed or ([] if double else assessors)
    if len(candidates) == 1 and candidates[0].counts:
        return candidates[0]
    return None
