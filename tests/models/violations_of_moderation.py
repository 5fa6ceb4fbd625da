"""What breaks each constraint on queries, dip checks and sign-offs; see violations_of_cases."""

from __future__ import annotations

from django.utils import timezone

from audit.models import DipCheck, Query, SignOff
from tests.models.violations_of_cases import breaks, twice


def _query(world, **fields) -> None:
    Query.objects.create(
        case_file=world.case_file, asked_by=world.assessor, asked_at=timezone.now(), **fields
    )


@breaks("query_resolved_by_somebody")
def _(world):
    _query(world, resolved_at=timezone.now())


@breaks("query_deputy_is_another")
def _(world):
    _query(world, deputy=world.assessor)


DRAWN = {"seed": "0", "pool": 1}


@breaks("dip_check_waits_once")
def _(world):
    who = {"drawn_by": world.assessor, "drawn_at": timezone.now()}
    twice(DipCheck.objects.create, case_file=world.case_file, **who, **DRAWN)


@breaks("dip_check_outcome_by_somebody")
def _(world):
    who = {"drawn_by": world.assessor, "drawn_at": timezone.now()}
    DipCheck.objects.create(case_file=world.case_file, **who, **DRAWN, outcome="stands")


def _sign_off(world, **fields) -> None:
    SignOff.objects.create(
        round=world.round,
        signed_by=world.assessor,
        signed_at=timezone.now(),
        figures={},
        **fields,
    )


@breaks("sign_off_stands_once")
def _(world):
    twice(_sign_off, world=world)


@breaks("sign_off_reopened_with_reason")
def _(world):
    _sign_off(world, reopened_by=world.assessor, reopened_at=timezone.now())
