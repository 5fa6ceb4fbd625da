"""Every service, called once as somebody who may, on rows that the call can change.

Each text that is typed holds MARK, so that a test can look for where it went.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import CaseFile, Force, ForceMembership, Response, Round, RoundMember, User
from audit.rules.roles import Role, RoundRole
from audit.services.access_review import access_review_record, holdings_in
from audit.services.assessments import (
    Judgement,
    assessment_reopen,
    assessment_save,
    assessment_submit,
)
from audit.services.case_files import (
    case_file_add,
    case_file_allocate,
    local_number_add,
    local_numbers_reveal,
)
from audit.services.invitations import invitation_send, person_invite
from audit.services.memberships import (
    membership_add,
    membership_end,
    round_member_add,
    round_member_end,
)
from audit.services.people import (
    person_add,
    person_change,
    person_disable,
    person_enable,
    person_sign_out,
)
from audit.services.recommendations import recommendation_add, report_of, response_open
from audit.services.reports import report_publish
from audit.services.rounds import round_move, round_open, round_save
from audit.services.second_steps import second_step_reset
from tests.factories import (
    RecommendationFactory,
    RoundFactory,
    SourceDocumentFactory,
    area,
    assessed,
)

MARK = "Xylophone"
SITE = "https://casemark.example/"


@dataclass
class World:
    audit: Round
    case_file: CaseFile
    person: Callable[[str], User]

    @property
    def auditor(self) -> User:
        return self.person("auditor@wexshire")

    @property
    def moderator(self) -> User:
        return self.person("moderator@wexshire")

    @property
    def admin(self) -> User:
        return self.person("admin@casemark")


Act = Callable[[], object]
CALLS: dict[str, tuple[list[str], Callable[[World], Act]]] = {}
"""name → the events that it leaves, and what prepares the call."""


def leaves(*events: str):
    def register(prepare: Callable[[World], Act]) -> Callable[[World], Act]:
        CALLS[prepare.__name__.removeprefix("of_")] = (list(events), prepare)
        return prepare

    return register


@leaves("round.opened")
def of_round_open(world):
    audit = world.audit
    round = RoundFactory.build(
        code="another", force=audit.force, framework=audit.framework, title=MARK, summary=MARK
    )
    return lambda: round_open(round=round, by=world.moderator)


@leaves("round.opened", "roundmember.added")
def of_round_open_as_inspector(world):
    audit = world.audit
    round = RoundFactory.build(
        code="another", force=audit.force, framework=audit.framework, inspection=True
    )
    return lambda: round_open(round=round, by=world.person("inspector@inspectorate"))


@leaves("round.changed")
def of_round_save(world):
    world.audit.summary = MARK
    return lambda: round_save(round=world.audit, by=world.moderator, reason=MARK)


@leaves("round.signed_off")
def of_round_move(world):
    return lambda: round_move(round=world.audit, to="signed_off", by=world.moderator, reason=MARK)


@leaves("case_file.added")
def of_case_file_add(world):
    return lambda: case_file_add(round=world.audit, area=area("cse"), by=world.moderator)


@leaves("case_file.allocated")
def of_case_file_allocate(world):
    return lambda: case_file_allocate(
        case_file=world.case_file, to=world.person("auditor2@wexshire"), by=world.moderator
    )


def _number(world) -> Act:
    return lambda: local_number_add(
        case_file=world.case_file, kind="crime", number=MARK, by=world.moderator
    )


@leaves("local_number.added")
def of_local_number_add(world):
    return _number(world)


@leaves("local_numbers.revealed")
def of_local_numbers_reveal(world):
    _number(world)()
    return lambda: local_numbers_reveal(case_file=world.case_file, by=world.auditor)


JUDGEMENT = {"rationale": MARK, "systems_looked_at": MARK}


@leaves("assessment.saved")
def of_assessment_save(world):
    judgement = Judgement(area_grades={area("s47"): "inadequate"}, **JUDGEMENT)
    return lambda: assessment_save(
        case_file=world.case_file, judgement=judgement, by=world.auditor, lock=None
    )


@leaves("assessment.submitted")
def of_assessment_submit(world):
    judgement = Judgement(area_grades={area("s47"): "inadequate"}, **JUDGEMENT)
    return lambda: assessment_submit(
        case_file=world.case_file, judgement=judgement, by=world.auditor, lock=None
    )


@leaves("assessment.reopened")
def of_assessment_reopen(world):
    assessment = assessed(world.case_file, world.auditor, ("s47", "good"), rationale=MARK)
    return lambda: assessment_reopen(assessment=assessment, reason=MARK, by=world.auditor)


@leaves("sourcedocument.added")
def of_report_of(world):
    return lambda: report_of(round=world.audit, by=world.moderator)


@leaves("recommendation.added", "response.opened")
def of_recommendation_add(world):
    recommendation = RecommendationFactory.build(
        round=world.audit, source_document=SourceDocumentFactory(), text=MARK, title=MARK
    )
    return lambda: recommendation_add(
        recommendation=recommendation,
        by=world.moderator,
        areas=[area("s47")],
        sub_points=[MARK],
    )


@leaves("response.opened")
def of_response_open(world):
    recommendation = RecommendationFactory(round=world.audit)
    assert not Response.objects.exists()
    return lambda: response_open(
        recommendation=recommendation, force=world.audit.force, by=world.moderator
    )


@leaves("report.published")
def of_report_publish(world):
    kind = CASE_FILE_AUDIT.name
    return lambda: report_publish(round=world.audit, kind=kind, by=world.moderator, correction=MARK)


@leaves("user.added")
def of_person_add(world):
    return lambda: person_add(
        email="new@wexshire.example", name=MARK, password="a long enough one", by=world.admin
    )


@leaves("user.changed")
def of_person_change(world):
    return lambda: person_change(
        person=world.auditor,
        name=MARK,
        email="other@wexshire.example",
        reason=MARK,
        by=world.admin,
    )


@leaves("user.disabled")
def of_person_disable(world):
    return lambda: person_disable(person=world.auditor, reason=MARK, by=world.admin)


@leaves("user.enabled")
def of_person_enable(world):
    User.objects.filter(pk=world.auditor.pk).update(is_active=False)
    return lambda: person_enable(person=world.auditor, reason=MARK, by=world.admin)


@leaves("user.signed_out")
def of_person_sign_out(world):
    return lambda: person_sign_out(person=world.auditor, reason=MARK, by=world.admin)


@leaves("user.second_step_reset")
def of_second_step_reset(world):
    Authenticator.objects.create(user=world.auditor, type=Authenticator.Type.TOTP, data={})
    return lambda: second_step_reset(person=world.auditor, reason=MARK, by=world.admin)


@leaves("user.added", "forcemembership.added", "user.invited")
def of_person_invite(world):
    return lambda: person_invite(
        email="new@wexshire.example",
        name=MARK,
        role=Role.AUDITOR,
        force=world.audit.force,
        site=SITE,
        by=world.admin,
    )


@leaves("user.invited")
def of_invitation_send(world):
    invited = person_add(email="new@wexshire.example", name=MARK, by=world.admin)
    return lambda: invitation_send(person=invited, site=SITE, by=world.admin)


@leaves("forcemembership.added")
def of_membership_add(world):
    eastmarch = Force.objects.get(code="eastmarch")
    return lambda: membership_add(
        person=world.auditor, role=Role.AUDITOR, force=eastmarch, by=world.admin, reason=MARK
    )


@leaves("forcemembership.deleted")
def of_membership_end(world):
    membership = ForceMembership.objects.get(user=world.auditor)
    return lambda: membership_end(membership=membership, by=world.admin, reason=MARK)


@leaves("roundmember.added")
def of_round_member_add(world):
    return lambda: round_member_add(
        round=world.audit, person=world.auditor, role=RoundRole.LEAD, by=world.admin
    )


@leaves("roundmember.deleted")
def of_round_member_end(world):
    inspector = world.person("inspector@inspectorate")
    member = RoundMember.objects.create(round=world.audit, user=inspector, role=RoundRole.INSPECTOR)
    return lambda: round_member_end(member=member, by=world.admin, reason=MARK)


@leaves("access.reviewed")
def of_access_review_record(world):
    force, admin = world.audit.force, world.admin
    kept = holdings_in(force, user=admin)
    return lambda: access_review_record(force=force, kept=kept, ended=[], by=admin, reason=MARK)


@leaves("forcemembership.deleted", "access.reviewed")
def of_access_review_record_that_ends(world):
    force, admin = world.audit.force, world.admin
    ended, *kept = holdings_in(force, user=admin)
    return lambda: access_review_record(
        force=force, kept=kept, ended=[ended], by=admin, reason=MARK
    )
