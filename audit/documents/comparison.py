"""What several people said of one case file, part by part, so that it can be put side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from audit.models import Assessment, CaseFile
from audit.models.assessments import AssessmentQuerySet
from audit.rules.grading import Origin
from audit.rules.moderation import Grades

STAGES, FACTS, THEMES, OTHER = "Stages", "The facts", "Themes", "Other"


@dataclass(frozen=True)
class Said:
    """What one person said of one part. `value` is what is compared with what others said;
    `words` is compared as well, but two who judge alike may word it differently."""

    value: tuple[Any, ...]
    words: tuple[str, ...] = ()
    text: str = ""
    grade: str = ""
    notes: tuple[str, ...] = ()
    row: Any = None


@dataclass(frozen=True)
class Part:
    """`code` as queries name it ("stage:investigation"); `said` by assessment, None for nothing.

    `difference` says in words whether they differ, and how; it is "" where they do not.
    """

    code: str
    title: str
    section: str
    said: dict[int, Said | None]
    difference: str = ""

    @property
    def first_said(self) -> int | None:
        """Whose is taken where nobody chooses: the first who said anything of it. An answer that
        only one person found is not outvoted by another's silence."""
        spoken = (key for key, said in self.said.items() if said is not None)
        return next(spoken, next(iter(self.said), None))


def with_parts(assessments: AssessmentQuerySet[Assessment]) -> AssessmentQuerySet[Assessment]:
    """With all that a comparison needs, in the same number of queries for any number of rows."""
    return assessments.select_related("assessor").prefetch_related(
        "area_grades__area",
        "stage_notes__stage",
        "answers__question__stage",
        "observations__theme",
    )


def in_order(assessments: Iterable[Assessment], case_file: CaseFile) -> list[Assessment]:
    """The force's own first, then the assessors', the one allocated first before the other, then
    the agreed one."""
    asked = [case_file.allocated_to_id, case_file.second_assessor_id]

    def place(row: Assessment) -> tuple[int, int, int]:
        origins = [Origin.SELF, Origin.ASSESSOR, Origin.AGREED]
        assessor = asked.index(row.assessor_id) if row.assessor_id in asked else len(asked)
        return (origins.index(Origin(row.origin)), assessor, row.pk)

    return sorted(assessments, key=place)


def grades_of(assessment: Assessment) -> Grades:
    rows = assessment.area_grades.all()
    return Grades({row.area.code: row.grade for row in rows}, assessment.overall_grade)


def grade_parts(assessments: Sequence[Assessment]) -> list[Part]:
    """The grades, the overall one where there are several areas, and the reasons."""
    areas = {
        row.area.code: (row.area.order, row.area.title)
        for one in assessments
        for row in one.area_grades.all()
    }
    parts = []
    for code, (_, title) in sorted(areas.items(), key=lambda item: item[1]):
        given = {one.pk: grades_of(one).by_area.get(code) for one in assessments}
        said = {
            pk: None if grade is None else Said((grade,), grade=grade)
            for pk, grade in given.items()
        }
        parts.append(_part(f"area:{code}", title, "Grades", said, assessments))
    if len(areas) > 1:
        said = {one.pk: Said((one.overall_grade,), grade=one.overall_grade) for one in assessments}
        parts.append(_part("overall", "Overall grade", "Grades", said, assessments))
    reasons = {one.pk: _text(one.rationale) for one in assessments}
    if any(reasons.values()):
        parts.append(Part("rationale", "Reason", "Grades", reasons))
    return parts


def fact_parts(assessments: Sequence[Assessment]) -> list[Part]:
    """The stages, the facts, the themes that were seen, and the systems that were looked at."""
    systems = {one.pk: _text(one.systems_looked_at) for one in assessments}
    return [
        *_stages(assessments),
        *_answers(assessments),
        *_observations(assessments),
        *(
            [_part("systems", "Systems looked at", OTHER, systems, assessments)]
            if any(systems.values())
            else []
        ),
    ]


def differing(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.difference]


def sections(assessments: Sequence[Assessment]) -> list[dict[str, Any]]:
    """The parts under their headings, for the table that puts them side by side."""
    parts = [*grade_parts(assessments), *fact_parts(assessments)] if assessments else []
    titles = dict.fromkeys(part.section for part in parts)
    return [
        {
            "title": title,
            "parts": [part for part in parts if part.section == title],
            "differences": len(differing(part for part in parts if part.section == title)),
        }
        for title in titles
    ]


def _stages(assessments: Sequence[Assessment]) -> list[Part]:
    found: dict[Any, dict[int, Said | None]] = {}
    for one in assessments:
        for row in one.stage_notes.all():
            notes = [
                ("Went well", row.went_well),
                ("Should have been better", row.should_have_been_better),
            ]
            value = (row.grade, row.not_applicable)
            lines = tuple(f"{what}: {note}" for what, note in notes if note)
            if any(value) or lines:
                text = "Not applicable" if row.not_applicable else ""
                said = Said(value, lines, text=text, grade=row.grade, notes=lines, row=row)
                found.setdefault(row.stage, {})[one.pk] = said
    return _parts("stage", STAGES, found, assessments, lambda stage: (stage.order,))


def _answers(assessments: Sequence[Assessment]) -> list[Part]:
    found: dict[Any, dict[int, Said | None]] = {}
    for one in assessments:
        for row in one.answers.all():
            value = (row.choice, row.number, row.at, row.absence)
            said = Said(value, text=row.in_words, row=row)
            found.setdefault(row.question, {})[one.pk] = said
    return _parts(
        "answer",
        FACTS,
        found,
        assessments,
        lambda question: (question.stage.order, question.order),
    )


def _observations(assessments: Sequence[Assessment]) -> list[Part]:
    """Whether a theme was seen is compared; what was noted of it is not."""
    found: dict[Any, dict[int, Said | None]] = {}
    themes: dict[Any, Any] = {}
    for one in assessments:
        for row in one.observations.all():
            key = (row.theme.order, row.polarity, row.theme.code)
            themes[key] = row
            notes = (row.note,) if row.note else ()
            said = Said((row.polarity,), text="Seen", notes=notes, row=row)
            found.setdefault(key, {})[one.pk] = said
    return [
        _part(
            f"observation:{key[2]}:{key[1]}",
            f"{themes[key].theme} ({themes[key].get_polarity_display().lower()})",
            THEMES,
            found[key],
            assessments,
        )
        for key in sorted(found)
    ]


def _parts(
    kind: str,
    section: str,
    found: dict[Any, dict[int, Said | None]],
    assessments: Sequence[Assessment],
    order: Callable[[Any], tuple[int, ...]],
) -> list[Part]:
    return [
        _part(f"{kind}:{about.code}", str(about), section, found[about], assessments)
        for about in sorted(found, key=order)
    ]


def _part(
    code: str,
    title: str,
    section: str,
    said: dict[int, Said | None],
    assessments: Sequence[Assessment],
) -> Part:
    """It differs where two say different things, or where one assessor says nothing; nobody asks
    the force's own assessment, or the agreed one, for what it does not hold."""
    everybodys = {one.pk: said.get(one.pk) for one in assessments}
    compared = [
        everybodys[one.pk]
        for one in assessments
        if everybodys[one.pk] or one.origin == Origin.ASSESSOR
    ]
    difference = ""
    if len({row.value if row else None for row in compared}) > 1:
        difference = "Differs"
    elif len({row.words if row else None for row in compared}) > 1:
        difference = "Worded differently"
    return Part(code, title, section, everybodys, difference)


def _text(words: str) -> Said | None:
    return Said((words.strip(),), text=words.strip()) if words.strip() else None
