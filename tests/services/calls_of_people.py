"""The services of people, their rights and their review; see tests/services/calls.py."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from audit.models import (
    Force,
    ForceMembership,
    RoundMember,
    User,
)
from audit.rules.roles import Role, RoundRole
from audit.services.access_review import access_review_record, holdings_in
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
from audit.services.second_steps import second_step_reset
from tests.services.calls import MARK, leaves

SITE = "https://casemark.example/"


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
