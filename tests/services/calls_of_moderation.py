"""The services of moderation, queries, dip checks and sign-off; see tests/services/calls.py."""

from __future__ import annotations

from audit.models import CaseFile, Force, ForceMembership, User
from audit.rules.roles import Role
from audit.services.dip_checks import dip_check_record, dip_checks_draw
from audit.services.moderation import Settlement, agreed_reopen, file_agree, files_agree
from audit.services.queries import query_answer, query_ask, query_reopen, query_resolve
from audit.services.sign_off import round_reopen, round_sign_off
from tests.factories import area, assessed
from tests.services.calls import MARK, World, leaves


def _settlement() -> Settlement:
    return Settlement(area_grades={area("s47"): "good"}, why=MARK)


def _submitted(world: World) -> CaseFile:
    assessed(world.case_file, world.auditor, ("s47", "good"))
    return world.case_file


def _agreed(world: World) -> CaseFile:
    case_file = _submitted(world)
    file_agree(case_file=case_file, settlement=_settlement(), by=world.moderator)
    return case_file


@leaves("assessment.agreed")
def of_file_agree(world):
    case_file = _submitted(world)
    return lambda: file_agree(case_file=case_file, settlement=_settlement(), by=world.moderator)


@leaves("assessment.agreed")
def of_files_agree(world):
    case_file = _submitted(world)
    return lambda: files_agree(files=[case_file], why=MARK, by=world.moderator)


@leaves("assessment.agreement_reopened")
def of_agreed_reopen(world):
    case_file = _agreed(world)
    return lambda: agreed_reopen(case_file=case_file, reason=MARK, by=world.moderator)


def _query(world: World):
    return query_ask(case_file=_submitted(world), text="Where was she seen?", by=world.moderator)


@leaves("query.asked")
def of_query_ask(world):
    case_file = _submitted(world)
    return lambda: query_ask(case_file=case_file, text=MARK, by=world.moderator)


@leaves("query.answered")
def of_query_answer(world):
    query = _query(world)
    return lambda: query_answer(query=query, text=MARK, by=world.auditor)


@leaves("query.resolved")
def of_query_resolve(world):
    query = _query(world)
    return lambda: query_resolve(query=query, by=world.moderator)


@leaves("query.reopened")
def of_query_reopen(world):
    query = query_resolve(query=_query(world), by=world.moderator)
    return lambda: query_reopen(query=query, text=MARK, by=world.moderator)


def _second() -> User:
    """Another moderator: nobody checks what they agreed themselves."""
    user = User.objects.create_user("second@wexshire.example", name="Sam Second")
    wexshire = Force.objects.get(code="wexshire")
    ForceMembership.objects.create(user=user, role=Role.MODERATOR, force=wexshire)
    return user


@leaves("round.dip_checked")
def of_dip_checks_draw(world):
    _agreed(world)
    second = _second()
    return lambda: dip_checks_draw(round=world.audit, how_many=1, by=second)


@leaves("dip_check.done")
def of_dip_check_record(world):
    _agreed(world)
    second = _second()
    [check] = dip_checks_draw(round=world.audit, how_many=1, by=second)
    return lambda: dip_check_record(dip_check=check, outcome="reopen", note=MARK, by=second)


@leaves("round.signed_off")
def of_round_sign_off(world):
    return lambda: round_sign_off(round=world.audit, by=world.moderator, explanation=MARK)


@leaves("round.reopened")
def of_round_reopen(world):
    round_sign_off(round=world.audit, by=world.moderator, explanation=MARK)
    return lambda: round_reopen(round=world.audit, reason=MARK, by=world.moderator)
