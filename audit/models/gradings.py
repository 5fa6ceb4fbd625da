"""Gradings: a file with one person who is asked to grade it. Who has how many, and how far."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from audit.models.scope import ScopedQuerySet
from audit.rules.transitions import AssessmentStatus, CaseFileStatus, RoundStatus

OPEN_ROUNDS = (RoundStatus.PLANNED, RoundStatus.FIELDWORK)
UNFINISHED = (CaseFileStatus.TO_GRADE, CaseFileStatus.IN_PROGRESS)
ROLES = {"allocated_to": "first_state", "second_assessor": "second_state"}
"""Who is asked → the annotation that says how far their own grading is."""


class GradingsQuerySet(ScopedQuerySet):
    """What a QuerySet of case files knows of who is asked to grade them."""

    def asked(self, person: Any) -> Self:
        """Those that `person` (or a key) is asked to grade, first or second."""
        return self.filter(Q(allocated_to=person) | Q(second_assessor=person))

    def late(self, today: date) -> Self:
        """Due before today, and somebody has not handed in yet."""
        return self.filter(due_on__lt=today, status__in=UNFINISHED, round__status__in=OPEN_ROUNDS)

    def with_states(self) -> Self:
        """How far each of the two gradings of a file is, as a CaseFileStatus; None for nobody."""
        return self.annotate(**{name: _state(role) for role, name in ROLES.items()})

    def work(self, states: tuple[str, ...], person: Any = None) -> Self:
        """Files with a grading, `person`'s if one is named, that is so far."""
        found = Q(pk__in=())
        for role, name in ROLES.items():
            whose = Q(**{role: person}) if person else Q(**{f"{role}__isnull": False})
            found |= whose & Q(**{f"{name}__in": states})
        return self.with_states().filter(found)

    def in_turn(self, person: Any) -> Self:
        """`person`'s own cases with how far they are (`own_state`), what is to be done (`is_done`)
        first, and of that what is due first."""
        first = When(allocated_to=person, then=F("first_state"))
        rows = self.asked(person).with_states()
        rows = rows.annotate(own_state=Case(first, default=F("second_state")))
        to_do = When(own_state__in=UNFINISHED, round__status__in=OPEN_ROUNDS, then=Value(False))
        rows = rows.annotate(is_done=Case(to_do, default=Value(True)))
        return rows.order_by("is_done", F("due_on").asc(nulls_last=True), "reference")

    def counts_of_gradings(self, today: date) -> dict[tuple[int, str, bool], int]:
        """(person, how far, late) → gradings. Two queries, whatever the number of files."""
        late = Q(due_on__lt=today, round__status__in=OPEN_ROUNDS)
        counts: dict[tuple[int, str, bool], int] = {}
        for role, name in ROLES.items():
            rows = self.filter(**{f"{role}__isnull": False}).order_by().with_states()
            rows = rows.annotate(is_due=Case(When(late, then=Value(True)), default=Value(False)))
            for person, state, due, number in rows.values_list(role, name, "is_due").annotate(
                number=Count("pk")
            ):
                key = (person, state, due and state in UNFINISHED)
                counts[key] = counts.get(key, 0) + number
        return counts


def _state(role: str) -> Case:
    """Of the file where it is agreed, else of the person's own assessment."""
    from audit.models.assessments import Assessment

    begun, handed_in = Value(CaseFileStatus.IN_PROGRESS), Value(CaseFileStatus.SUBMITTED)
    own = (
        Assessment.objects.standing()
        .filter(case_file=OuterRef("pk"), assessor=OuterRef(role))
        .annotate(so_far=Case(When(status=AssessmentStatus.DRAFT, then=begun), default=handed_in))
    )
    return Case(
        When(**{f"{role}__isnull": True}, then=Value(None)),
        When(status=CaseFileStatus.AGREED, then=Value(CaseFileStatus.AGREED)),
        default=Coalesce(Subquery(own.values("so_far")[:1]), Value(CaseFileStatus.TO_GRADE)),
        output_field=CharField(),
    )
