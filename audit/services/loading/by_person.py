"""A workbook that a person brings: what loading keeps of it, for the trail and the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q

from audit.models import (
    Assessment,
    CaseFile,
    ImmediateConcern,
    LogEntry,
    Query,
    Round,
    User,
)
from audit.rules.grading import Origin
from audit.rules.transitions import AssessmentStatus
from audit.services.case_files import assessors_of
from audit.services.judgement_rows import draft_kept
from audit.services.judgements import judgement_of, values_recorded
from audit.services.loading import row_values
from audit.services.loading.loading import Loading
from audit.services.loading.standing import StandingRound
from audit.services.trail import values_of

M = TypeVar("M", bound=Model)
PARTS = ("areagrade", "stagenote", "answer", "observation", "concernstep", "querymessage")
"""What belongs to a row that has an entry of its own."""


@dataclass
class LoadingByPerson(Loading):
    """`keeps` is False: what people have changed since is shown, and then written over."""

    keeps: bool = False
    place: int = 0
    """Of the line that is read now, among those of the same key."""
    new_files: set[int] = field(default_factory=set)
    drafts: dict[str, Assessment] = field(default_factory=dict)
    """Those that stand and may be changed, by their codes (`code_of`)."""
    able: set[int] = field(default_factory=set)
    """Who can be asked to grade in the round."""
    befores: dict[Model, dict[str, Any]] = field(default_factory=dict)
    """Each row that was written, and what stood in it."""
    stood: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What was said in each draft that stood and was changed, by their keys (`draft_kept`)."""
    judged: dict[int, dict[str, Any]] = field(default_factory=dict)
    """The same of assessments with their parts, by their keys."""

    def begin(self, standing: StandingRound) -> None:
        """What the codes of the workbook may mean: this round's framework, and people here."""
        self.round = standing.round
        self.codes.use_framework(standing.round.framework)
        self.codes.expect(CaseFile, Assessment, Query, ImmediateConcern, User)
        for person in _people(standing.round, self.by):
            self.codes.add(person, person.email)
        self.able = {person.pk for person in assessors_of(standing.round)}
        self.drafts = {
            code_of(row): row
            for row in standing.assessments.values()
            if row.status == AssessmentStatus.DRAFT and row.origin != Origin.AGREED
        }

    def next_place(self, model: type[Model], owner: Any) -> int:
        return self.place

    @property
    def writes(self) -> int:
        return sum(self.outcome[what] for what in ("added", "changed", "removed"))

    def write(self, row: M, values: dict[str, Any]) -> M:
        before, writes = values_of(row), self.writes
        row = super().write(row, values)
        if self.writes > writes:
            self.note(row, before)
        return row

    def note(self, row: Model, before: dict[str, Any]) -> None:
        if isinstance(row, CaseFile):
            row.round = self.round
            if self.is_new(row):
                self.new_files.add(row.pk)
        if isinstance(row, Assessment) and self.is_new(row):
            self.judged[row.pk] = {}
        if not isinstance(row, Assessment) and row._meta.model_name not in PARTS:
            self.befores.setdefault(row, before)

    def touch(self, assessment: Assessment) -> None:
        """Before the first change of one that stands."""
        if assessment.pk not in self.judged:
            said = judgement_of(assessment)
            self.stood[assessment.pk] = draft_kept(assessment, said)
            self.judged[assessment.pk] = values_recorded(assessment, said)


def code_of(assessment: Assessment) -> str:
    """How the tables of its parts name it."""
    return " ".join(filter(None, map(str, row_values.whose(assessment).values())))


def _people(round: Round, by: User) -> Iterable[User]:
    """Whom a workbook may name: those whom `by` works with, those of the force and of the team,
    and those who have left after they did something for the force."""
    did = LogEntry.objects.filter(by=OuterRef("pk"), force=round.force_id)
    left = Q(memberships=None, round_memberships=None, is_service=False) & Exists(did)
    here = Q(memberships__force=round.force_id) | Q(round_memberships__round=round)
    seen = User.objects.visible_to(by).values("pk")
    people: Iterable[User] = User.objects.filter(Q(pk__in=seen) | here | left).distinct()
    return people
