"""What breaks each constraint on rounds, recommendations, reports and people."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from audit.models import (
    ForceMembership,
    LocalAuthority,
    NextStep,
    Recommendation,
    Report,
    ReportVersion,
    RoundMember,
    SubPoint,
    User,
)
from audit.rules.deadlines import Clock, TimeLimit
from audit.rules.roles import Role, RoundRole
from audit.rules.transitions import RoundStatus
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory
from tests.models.violations_of_cases import breaks, twice


@breaks("round_fieldwork_in_order")
def _(world):
    RoundFactory(fieldwork_started_on=date(2026, 3, 10), fieldwork_ended_on=date(2026, 3, 9))


@breaks("round_published_has_date")
def _(world):
    RoundFactory(status=RoundStatus.PUBLISHED)


@breaks("local_authority_once")
def _(world):
    twice(LocalAuthority.objects.create, round=world.round, name="Wexborough")


@breaks("next_step_once")
def _(world):
    twice(NextStep.objects.create, round=world.round, order=1, clock=Clock.REVISIT)


@breaks("recommendation_number_once")
def _(world):
    first = RecommendationFactory()
    RecommendationFactory(source_document=first.source_document, number=first.number)


@breaks("recommendation_date_with_limit")
def _(world):
    RecommendationFactory(time_limit=TimeLimit.BY_DATE)


@breaks("recommendation_one_level")
def _(world):
    concern = Recommendation.Kind.CAUSE_OF_CONCERN
    RecommendationFactory(kind=concern, parent=RecommendationFactory(kind=concern))


@breaks("sub_point_place_once")
def _(world):
    twice(SubPoint.objects.create, recommendation=RecommendationFactory(), order=1, text="Do")


@breaks("response_once")
def _(world):
    twice(ResponseFactory, recommendation=RecommendationFactory())


@breaks("report_kind_once")
def _(world):
    twice(Report.objects.create, force=world.round.force, round=world.round, kind="a-kind")


@breaks("report_of_force_once")
def _(world):
    twice(Report.objects.create, force=world.round.force, kind="a-kind")


def _version(world, report, number, replaces=None):
    return ReportVersion.objects.create(
        report=report,
        number=number,
        replaces=replaces,
        snapshot=b"{}",
        published_by=world.assessor,
        published_at=timezone.now(),
    )


def _report(world):
    return Report.objects.create(force=world.round.force, round=world.round, kind="a-kind")


@breaks("report_version_once")
def _(world):
    report = _report(world)
    twice(_version, world=world, report=report, number=1)


@breaks("report_version_replaces_the_last")
def _(world):
    _version(world, _report(world), number=2)


@breaks("user_email_once")
def _(world):
    for email in ("somebody@wexshire.example", "Somebody@Wexshire.example"):
        User.objects.create(email=email, name="Somebody")


@breaks("user_service_never_signs_in")
def _(world):
    User.objects.create(email="robot@wexshire.example", is_service=True, is_active=True)


@breaks("membership_once")
def _(world):
    twice(
        ForceMembership.objects.create,
        user=world.assessor,
        force=world.round.force,
        role=Role.OBSERVER,
    )


@breaks("membership_without_force_once")
def _(world):
    twice(ForceMembership.objects.create, user=world.assessor, role=Role.INSPECTOR)


@breaks("membership_force_needed")
def _(world):
    ForceMembership.objects.create(user=world.assessor, role=Role.MODERATOR)


@breaks("round_member_once")
def _(world):
    for role in (RoundRole.LEAD, RoundRole.MODERATOR):
        RoundMember.objects.create(user=world.assessor, round=world.round, role=role)
