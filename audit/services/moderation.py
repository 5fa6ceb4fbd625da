"""Agreeing the grades of a case file, one by one or in bulk, and opening them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.clock import today
from audit.documents.comparison import Part, fact_parts, grades_of, in_order, with_parts
from audit.models import (
    Answer,
    AreaGrade,
    AreaOfPractice,
    Assessment,
    CaseFile,
    Observation,
    StageNote,
    User,
)
from audit.permissions import Right, require
from audit.rules.grading import Origin, grade_problems, overall_grade
from audit.rules.moderation import Grades, match, why_problems
from audit.rules.problems import Problem
from audit.rules.transitions import (
    ASSESSMENT_STEPS,
    AssessmentStatus,
    StaleError,
    TransitionError,
    require_step,
)
from audit.services.case_files import area_problems, round_problems
from audit.services.finals import refresh_final
from audit.services.moderation_problems import agreeing_problems, moderator_problems
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of

PARTS = (StageNote, Answer, Observation)


@dataclass(frozen=True)
class Settlement:
    """What a moderator decides on a file.

    `taken` says whose part is taken where assessors differ (part → key of the assessment), by
    default that of the first who said anything. `seen` are the saves that the moderator looked
    at (assessment → lock); without them nothing is compared.
    """

    area_grades: Mapping[AreaOfPractice, str]
    overall_grade: str = ""
    why: str = ""
    taken: Mapping[str, int] = field(default_factory=dict)
    seen: Mapping[int, int] | None = None

    @property
    def grades(self) -> Grades:
        by_area = {area.code: grade for area, grade in self.area_grades.items()}
        return Grades(by_area, overall_grade([*by_area.values()], self.overall_grade))


@transaction.atomic
def file_agree(*, case_file: CaseFile, settlement: Settlement, by: User) -> Assessment:
    """Makes the file's agreed assessment: from now on it alone counts.

    Raises ValidationError for what keeps the file from being agreed, StaleError where somebody
    has saved since, TransitionError where it is agreed already. Sent twice, it is agreed once.
    """
    require(by, Right.MODERATE, case_file)
    case_file = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    assessments = assessors_of_file(case_file)
    agreed = _agreed_of(case_file)
    parts = fact_parts(assessments)
    if agreed.status == AssessmentStatus.AGREED:
        if _says(agreed, settlement, parts) and agreed.assessor_id == by.pk:
            return agreed
        raise TransitionError("This file is agreed already. Reopen it if that must be changed.")
    _require_seen(assessments, settlement)
    raise_problems(agreeing_problems(case_file, assessments, by))
    raise_problems(_settlement_problems(case_file, assessments, settlement))
    before = _values(agreed)
    _write(agreed, settlement, parts, by)
    refresh_final(case_file)
    why = settlement.why.strip()
    record("assessment.agreed", agreed, by=by, before=before, after=_values(agreed), reason=why)
    return agreed


@transaction.atomic
def files_agree(*, files: Iterable[CaseFile], why: str, by: User) -> list[Assessment]:
    """Agrees, in bulk, files whose assessors gave the same grades or that one person graded:
    each at those grades, for one stated reason. All of them, or none."""
    if not why.strip():
        raise ValidationError({"why": "Say why these can be agreed together."})
    agreed = []
    for case_file in sorted(files, key=lambda file: file.pk):  # one order of locks for everybody
        require(by, Right.MODERATE, case_file)
        assessments = assessors_of_file(case_file)
        if not match([grades_of(row) for row in assessments]):
            raise _naming(case_file, "Its assessors gave different grades. Settle it by itself.")
        try:
            settlement = settlement_as_given(assessments, why)
            agreed.append(file_agree(case_file=case_file, settlement=settlement, by=by))
        except (ValidationError, TransitionError) as error:
            messages = error.messages if isinstance(error, ValidationError) else [str(error)]
            raise _naming(case_file, " ".join(messages)) from None
    return agreed


def settlement_as_given(assessments: list[Assessment], why: str) -> Settlement:
    """At the grades that the first assessor gave; of what differs, the first one's."""
    first = assessments[0] if assessments else None
    return Settlement(
        area_grades={row.area: row.grade for row in first.area_grades.all()} if first else {},
        overall_grade=first.overall_grade if first else "",
        why=why,
    )


@transaction.atomic
def agreed_reopen(*, case_file: CaseFile, reason: str, by: User) -> Assessment:
    """Makes the agreed assessment a draft again: the file has no final grade until it is agreed
    anew. Agreed grades change in no other way."""
    require(by, Right.MODERATE, case_file)
    if not reason.strip():
        raise ValidationError({"reason": "Say why the agreed grade is to be changed."})
    raise_problems(round_problems(case_file.round))
    case_file = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    raise_problems(moderator_problems(case_file, by))
    agreed = _agreed_of(case_file)
    require_step(ASSESSMENT_STEPS, agreed.status, AssessmentStatus.DRAFT, "An agreed grade")
    before = _values(agreed)
    agreed.status = AssessmentStatus.DRAFT
    agreed.returned_because = reason.strip()
    agreed.lock += 1
    agreed.save()
    refresh_final(case_file)
    event = "assessment.agreement_reopened"
    record(event, agreed, by=by, before=before, after=_values(agreed), reason=reason)
    return agreed


def assessors_of_file(case_file: CaseFile) -> list[Assessment]:
    """The assessors' assessments with all their parts, the one allocated first before others."""
    rows = Assessment.objects.filter(case_file=case_file).standing()
    return in_order(with_parts(rows), case_file)


def _agreed_of(case_file: CaseFile) -> Assessment:
    """The file's agreed assessment, or a new one."""
    found = Assessment.objects.filter(case_file=case_file, origin=Origin.AGREED).first()
    return found or Assessment(case_file=case_file, origin=Origin.AGREED)


def _require_seen(assessments: list[Assessment], settlement: Settlement) -> None:
    if settlement.seen is None:
        return
    if dict(settlement.seen) != {row.pk: row.lock for row in assessments}:
        raise StaleError(
            "An assessment of this file has changed since you opened this page. "
            "Look at it again before you agree the grade."
        )


def _settlement_problems(
    case_file: CaseFile, assessments: list[Assessment], settlement: Settlement
) -> list[Problem]:
    problems = area_problems(case_file.round, *settlement.area_grades)
    if set(settlement.taken.values()) - {row.pk for row in assessments}:
        problems.append(Problem("", "Take each part from one of the file’s own assessors."))
    if not case_file.round.grades:  # a dip sample asks questions only
        return problems
    scale = case_file.round.framework.scale
    agreed, given = settlement.grades, [grades_of(row) for row in assessments]
    codes = [*agreed.by_area.values()]
    return [
        *problems,
        *grade_problems(scale, codes, agreed.overall, complete=True),
        *why_problems(scale, agreed, given, settlement.why),
    ]


def _taken(part: Part, settlement: Settlement) -> Any:
    """What is agreed of one part: what was chosen, else what was said of it first."""
    taken = settlement.taken.get(part.code, part.first_said)
    return part.said[taken] if taken is not None else None


def _systems(parts: list[Part], settlement: Settlement) -> str:
    found = [_taken(part, settlement) for part in parts if part.code == "systems"]
    return found[0].text if found and found[0] else ""


def _write(agreed: Assessment, settlement: Settlement, parts: list[Part], by: User) -> None:
    agreed.assessor, agreed.status, agreed.assessed_on = by, AssessmentStatus.AGREED, today()
    agreed.overall_grade = settlement.grades.overall
    agreed.rationale = settlement.why.strip()
    agreed.systems_looked_at = _systems(parts, settlement)
    agreed.returned_because = ""
    agreed.lock += 1
    agreed.save()
    agreed.area_grades.all().delete()
    AreaGrade.objects.bulk_create(
        AreaGrade(assessment=agreed, area=area, grade=grade)
        for area, grade in settlement.area_grades.items()
    )
    said = [_taken(part, settlement) for part in parts]
    for model in PARTS:
        model.objects.filter(assessment=agreed).delete()
        rows = [one.row for one in said if one and isinstance(one.row, model)]
        model.objects.bulk_create(_copied(row, agreed) for row in rows)


def _copied(row: Any, to: Assessment) -> Any:
    values = {
        each.attname: getattr(row, each.attname)
        for each in row._meta.concrete_fields
        if not each.primary_key and each.name != "assessment"
    }
    return type(row)(assessment=to, **values)


def _says(agreed: Assessment, settlement: Settlement, parts: list[Part]) -> bool:
    """Whether the agreed assessment is what this settlement would make it."""
    stored = {part.code: part.said[agreed.pk] for part in fact_parts([agreed])}
    wanted = {part.code: _taken(part, settlement) for part in parts}
    return (
        grades_of(agreed) == settlement.grades
        and agreed.rationale == settlement.why.strip()
        and {code: (one.value, one.words) for code, one in stored.items() if one}
        == {code: (one.value, one.words) for code, one in wanted.items() if one}
    )


def _values(agreed: Assessment) -> dict[str, Any]:
    """As the trail records it, in the words that it uses of every assessment."""
    if agreed.pk is None:
        return {}
    grades = agreed.area_grades.values_list("area__code", "grade")
    observed = agreed.observations.values_list("theme__code", "polarity")
    return {
        **values_of(agreed),
        "area_grades": dict(grades),
        "observations": sorted(map(list, observed)),
    }


def _naming(case_file: CaseFile, message: str) -> ValidationError:
    return ValidationError({"files": f"{case_file.reference}: {message}"})
