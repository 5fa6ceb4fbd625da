"""A round's figures: one computation for the screen, figures.json, the command and the report.

Case files are counted by overall grade for the headline, area grades for the breakdown;
only what is submitted or agreed counts (rules/grading.final_of).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from audit.documents.agreement import RoundAgreement, round_agreement
from audit.documents.counted_files import counted_files
from audit.documents.facts import RoundFacts, round_facts
from audit.documents.themes import RoundThemes, round_themes
from audit.models import AreaGrade, AreaOfPractice, CaseFile, PublishedCount, Round
from audit.rules.counting import Tally
from audit.rules.grading import Origin, Scale
from audit.rules.reconciliation import AreaCounts, Counted, Statement, reconcile


@dataclass(frozen=True)
class AreaFigures:
    area: AreaOfPractice
    recorded: Tally
    published: Tally | None


@dataclass(frozen=True)
class GradeFigures:
    """The part of a round's figures that can be had of many rounds at once: how many case files,
    and how many results of each area, stand at each grade."""

    round: Round
    scale: Scale
    reconstructed: bool
    headline: Tally
    ungraded: int
    areas: tuple[AreaFigures, ...]
    published_headline: Tally | None

    @classmethod
    def of(
        cls,
        round: Round,
        *,
        by_grade: Mapping[str | None, int],
        by_area: Mapping[int, Mapping[str, int]],
        areas: Iterable[AreaOfPractice],
        reconstructed: bool,
        published: Mapping[int | None, Mapping[str, int]],
    ) -> GradeFigures:
        """Every area of the framework in its order: an empty one is shown as empty, never
        dropped. A dip sample asks no grade: its files count as ungraded."""
        scale = round.framework.scale
        return cls(
            round,
            scale,
            reconstructed,
            Tally.of(scale, {grade: n for grade, n in by_grade.items() if grade}),
            by_grade.get(None, 0) + by_grade.get("", 0),
            tuple(
                AreaFigures(
                    area,
                    Tally.of(scale, by_area.get(area.pk, {})),
                    _tally(scale, published.get(area.pk)),
                )
                for area in areas
            ),
            _tally(scale, published.get(None)),
        )


@dataclass(frozen=True)
class RoundFigures:
    """What is counted of a round; `published_headline` is None where nobody printed one."""

    round: Round
    scale: Scale
    reconstructed: bool
    headline: Tally
    areas: tuple[AreaFigures, ...]
    ungraded: int
    self_assessed: int
    published_headline: Tally | None
    reconciliation: tuple[Statement, ...]
    agreement: RoundAgreement
    facts: RoundFacts
    themes: RoundThemes

    @property
    def areas_total(self) -> Tally:
        return Tally.sum(self.scale, (area.recorded for area in self.areas))

    @property
    def published_areas_total(self) -> Tally | None:
        published = [area.published for area in self.areas if area.published is not None]
        return Tally.sum(self.scale, published) if published else None

    @property
    def files(self) -> int:
        """All case files of the round, graded or not."""
        return self.headline.total + self.ungraded

    def as_json(self) -> dict[str, Any]:
        """The public shape of figures.json; keys of grades come from the scale."""
        published = {
            "headline": _as_dict(self.published_headline),
            "areas_total": _as_dict(self.published_areas_total),
        }
        return {
            "round": self.round.code,
            "reconstructed": self.reconstructed,
            "headline": self.headline.as_dict(),
            "areas": [
                {"code": row.area.code, "title": row.area.title, **row.recorded.as_dict()}
                for row in self.areas
            ],
            "areas_total": self.areas_total.as_dict(),
            "ungraded": self.ungraded,
            "self_assessed": self.self_assessed,
            "published": published,
            "reconciliation": [
                {"agrees": statement.agrees, "text": statement.text}
                for statement in self.reconciliation
            ],
            "agreement": [] if self.reconstructed else self.agreement.as_json(),
            "facts": self.facts.as_json(),
        }


def grade_figures(rounds: Iterable[Round]) -> list[GradeFigures]:
    """Of all of `rounds` in a fixed number of queries."""
    rounds = list(rounds)
    keys = [round.pk for round in rounds]
    files = CaseFile.objects.filter(round__in=keys)
    by_grade = files.grade_counts_by_round()
    by_area = AreaGrade.objects.final_in(keys).exclude(grade="").counts_by_area()
    reconstructed = set(files.filter(reconstructed=True).order_by().values_list("round", flat=True))
    published = _published(keys)
    frameworks = {round.framework_id: round.framework for round in rounds}
    return [
        GradeFigures.of(
            round,
            by_grade=by_grade.get(round.pk, {}),
            by_area=by_area.get(round.pk, {}),
            areas=frameworks[round.framework_id].areas,
            reconstructed=round.pk in reconstructed,
            published=published.get(round.pk, {}),
        )
        for round in rounds
    ]


def round_figures(round: Round) -> RoundFigures:
    """Counts `round` in a fixed number of queries, whatever its size."""
    [graded] = grade_figures([round])
    files = CaseFile.objects.filter(round=round)
    counting = counted_files(files)
    counted = Counted(
        headline=graded.headline,
        areas=[AreaCounts(row.area.title, row.recorded, row.published) for row in graded.areas],
        published_headline=graded.published_headline,
        files_in_several_areas=AreaGrade.objects.final_in([round.pk]).files_in_several_areas(),
    )
    return RoundFigures(
        round=round,
        scale=graded.scale,
        reconstructed=graded.reconstructed,
        headline=graded.headline,
        areas=graded.areas,
        ungraded=graded.ungraded,
        self_assessed=_self_assessed(round, files),
        published_headline=graded.published_headline,
        reconciliation=tuple(reconcile(graded.scale, counted)),
        agreement=round_agreement(round),
        facts=round_facts(round, counting),
        themes=round_themes(round, counting),
    )


def _self_assessed(round: Round, files: QuerySet[CaseFile]) -> int:
    """As the round states it where it is not known which files they were, else as counted."""
    if round.self_assessed is not None:
        return round.self_assessed
    return files.filter(assessments__origin=Origin.SELF).values("pk").distinct().count()


def _published(rounds: Iterable[int]) -> dict[int, dict[int | None, dict[str, int]]]:
    """Round → area (None for the headline) → grade → as somebody printed it."""
    counts: dict[int, dict[int | None, dict[str, int]]] = {}
    for row in PublishedCount.objects.filter(round__in=rounds):
        counts.setdefault(row.round_id, {}).setdefault(row.area_id, {})[row.grade] = row.count
    return counts


def _tally(scale: Scale, counts: Mapping[str, int] | None) -> Tally | None:
    return None if counts is None else Tally.of(scale, counts)


def _as_dict(tally: Tally | None) -> dict[str, int] | None:
    return None if tally is None else tally.as_dict()
