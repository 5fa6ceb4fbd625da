"""How far the force, the assessors and the agreed grades of a round agree.

Only grades that count are compared: submitted or agreed, of files that nobody grades blind any
more, so that no figure gives a grade away (design, section 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audit.models import AreaGrade, AreaOfPractice, Assessment, Round
from audit.models.assessments import COUNTING
from audit.rules.agreement import Agreement, agreement, pairs_table
from audit.rules.grading import Origin, Scale
from audit.rules.transitions import AssessmentStatus

SELF_AGREED, ASSESSORS = "self, agreed", "assessors"


@dataclass(frozen=True)
class Judgement:
    """One assessment: whose it is, its overall grade, and its grade by area."""

    pk: int
    origin: str
    status: str
    person: int | None
    name: str
    overall: str
    by_area: Mapping[int, str]


@dataclass(frozen=True)
class Pair:
    first: Judgement
    second: Judgement

    @property
    def swapped(self) -> Pair:
        return Pair(self.second, self.first)


@dataclass(frozen=True)
class Compared:
    """One kind of comparison; areas and people only where they have a pair at all.

    `by_person` sets each person's grades (rows) against the other's.
    """

    between: str
    overall: Agreement
    by_area: tuple[tuple[AreaOfPractice, Agreement], ...]
    by_person: tuple[tuple[str, Agreement], ...]


@dataclass(frozen=True)
class RoundAgreement:
    compared: tuple[Compared, ...]

    @property
    def has_pairs(self) -> bool:
        return any(row.overall.pairs for row in self.compared)

    def as_json(self) -> list[dict[str, Any]]:
        return [{"between": row.between, **_as_json(row.overall)} for row in self.compared]


def round_agreement(round: Round) -> RoundAgreement:
    """Both comparisons, in two queries. Files that are reconstructed are never compared."""
    scale = round.framework.scale
    areas = round.framework.areas
    own: list[Pair] = []
    double: list[Pair] = []
    for places, judgements in _by_file(round):
        own += _self_agreed(places, judgements)
        double += _assessors(places, judgements)
    both = [*double, *(pair.swapped for pair in double)]
    return RoundAgreement(
        (
            _compared(SELF_AGREED, scale, areas, own, own),
            _compared(ASSESSORS, scale, areas, double, both),
        )
    )


@dataclass(frozen=True)
class Places:
    """Of one file: its final assessment, and who was asked first and second (keys)."""

    final: int | None
    first: int | None
    second: int | None


def _by_file(round: Round) -> Iterator[tuple[Places, list[Judgement]]]:
    rows = Assessment.objects.filter(
        case_file__round=round,
        case_file__blind=False,
        case_file__reconstructed=False,
        status__in=COUNTING,
    ).order_by("pk")
    grades: dict[int, dict[int, str]] = {}
    by_area = AreaGrade.objects.filter(assessment__in=rows.order_by().values("pk")).order_by()
    for assessment, area, grade in by_area.values_list("assessment", "area", "grade"):
        grades.setdefault(assessment, {})[area] = grade
    files: dict[int, tuple[Places, list[Judgement]]] = {}
    for row in rows.select_related("case_file", "assessor"):
        file = row.case_file
        places = Places(file.final_assessment_id, file.allocated_to_id, file.second_assessor_id)
        name = row.assessor.name if row.assessor else ""
        judgement = Judgement(
            row.pk, row.origin, row.status, row.assessor_id, name, row.overall_grade,
            grades.get(row.pk, {}),
        )  # fmt: skip
        files.setdefault(file.pk, (places, []))[1].append(judgement)
    yield from files.values()


def _self_agreed(places: Places, judgements: list[Judgement]) -> list[Pair]:
    """The force's own grade (the first, were there several) against the agreed one."""
    own = [row for row in judgements if row.origin == Origin.SELF]
    agreed = [
        row
        for row in judgements
        if row.pk == places.final and row.status == AssessmentStatus.AGREED
    ]
    return [Pair(own[0], agreed[0])] if own and agreed else []


def _assessors(places: Places, judgements: list[Judgement]) -> list[Pair]:
    """The one to whom the file was allocated first against the second."""
    by_person = {row.person: row for row in judgements if row.origin == Origin.ASSESSOR}
    first, second = by_person.get(places.first), by_person.get(places.second)
    return [Pair(first, second)] if first and second else []


def _compared(
    between: str,
    scale: Scale,
    areas: Iterable[AreaOfPractice],
    pairs: list[Pair],
    by_first: list[Pair],
) -> Compared:
    people: dict[int | None, tuple[str, list[Pair]]] = {}
    for pair in by_first:
        people.setdefault(pair.first.person, (pair.first.name, []))[1].append(pair)
    in_areas = ((area, _agreement_in(scale, pairs, area.pk)) for area in areas)
    return Compared(
        between,
        _agreement(scale, pairs),
        tuple((area, found) for area, found in in_areas if found.pairs),
        tuple(
            (name, _agreement(scale, rows))
            for name, rows in sorted(people.values(), key=lambda person: person[0])
        ),
    )


def _agreement(scale: Scale, pairs: Iterable[Pair]) -> Agreement:
    grades = ((pair.first.overall, pair.second.overall) for pair in pairs)
    return agreement(pairs_table(scale, (both for both in grades if all(both))))


def _agreement_in(scale: Scale, pairs: Iterable[Pair], area: int) -> Agreement:
    """Under one area: the files that both graded in it."""
    grades = ((p.first.by_area.get(area, ""), p.second.by_area.get(area, "")) for p in pairs)
    return agreement(pairs_table(scale, (both for both in grades if all(both))))


def _as_json(found: Agreement) -> dict[str, Any]:
    """Coefficients to six decimals; `kappa_high` can lie above 1, as its formula has it."""
    kappa = found.kappa
    return {
        "pairs": found.pairs,
        "table": [list(row) for row in found.table],
        "raw": _rounded(found.raw),
        "kappa": _rounded(kappa.value if kappa else None),
        "kappa_low": _rounded(kappa.low if kappa else None),
        "kappa_high": _rounded(kappa.high if kappa else None),
        "ac2": _rounded(found.ac2),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6) + 0.0  # never "-0.0"
