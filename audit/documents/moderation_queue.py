"""The queue of a round's moderation: the files that wait, the furthest apart first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q

from audit.documents.comparison import grades_of, in_order
from audit.models import Assessment, CaseFile, Round
from audit.models.case_files import CaseFileQuerySet
from audit.rules.grading import Origin
from audit.rules.moderation import Grades, Place, distance, match
from audit.rules.transitions import AssessmentStatus, CaseFileStatus


@dataclass(frozen=True)
class Waiting:
    """One file of the queue. `own` are the force's own assessments, mostly none."""

    case_file: CaseFile
    own: Sequence[Assessment]
    given: Sequence[Assessment]
    place: Place

    @property
    def is_single(self) -> bool:
        return self.place.assessors < 2

    @property
    def agrees_by_itself(self) -> bool:
        """Its assessors match, and nothing is asked: it can be agreed with others."""
        return self.place.matches and not self.place.open_queries

    def is_graded_by(self, person: int) -> bool:
        graded = {row.assessor_id for row in (*self.own, *self.given)}
        return person in graded | self.case_file.assessors

    @property
    def in_words(self) -> str:
        if self.is_single:
            return "One assessor"
        if self.place.matches:
            return "Same grade"
        places = self.place.distance
        if not places:
            return "Other areas"
        return f"{places} grade{'s' if places > 1 else ''} apart"


def moderation_queue(files: CaseFileQuerySet[CaseFile], round: Round) -> list[Waiting]:
    """Those of `files` whose assessors have all submitted and that are not agreed. The same
    number of queries for any number of files."""
    assessments = Assessment.objects.exclude(origin=Origin.AGREED).exclude(
        status=AssessmentStatus.SET_ASIDE
    )
    parts = assessments.select_related("assessor").prefetch_related("area_grades__area")
    waiting = (
        files.filter(round=round, status=CaseFileStatus.SUBMITTED)
        .select_related("area", "round")
        .annotate(open_queries=Count("queries", filter=Q(queries__resolved_at=None)))
        .prefetch_related(Prefetch("assessments", queryset=parts))
    )
    rows = [_waiting(case_file, round) for case_file in waiting]
    return sorted(rows, key=lambda row: row.place.key)


def _waiting(case_file: Any, round: Round) -> Waiting:
    ordered = in_order(case_file.assessments.all(), case_file)
    own = [row for row in ordered if row.origin == Origin.SELF]
    given = [row for row in ordered if row.origin == Origin.ASSESSOR]
    grades: list[Grades] = [grades_of(row) for row in given]
    place = Place(
        assessors=len(given),
        distance=distance(round.framework.scale, grades),
        matches=match(grades),
        open_queries=case_file.open_queries,
        reference=case_file.reference,
    )
    return Waiting(case_file, own, given, place)
