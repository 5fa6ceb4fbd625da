"""Roles and teams: given and ended by somebody else, and felt at the next click."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from audit.models import Force, ForceMembership, LogEntry, RoundMember
from audit.rules.roles import Role, RoundRole
from audit.services.memberships import (
    membership_add,
    membership_end,
    round_member_add,
    round_member_end,
    rounds_with_teams,
)
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(person):
    return person("admin@casemark")


@pytest.fixture
def inspection(db):
    return RoundFactory(code="inspection", inspection=True)


def _wexshire():
    return Force.objects.get(code="wexshire")


def test_a_role_is_given_and_taken(person, admin, events):
    observer = person("observer@wexshire")
    given = membership_add(person=observer, role=Role.AUDITOR, force=_wexshire(), by=admin)
    membership_end(membership=given, by=admin, reason="Moved on")
    assert list(observer.memberships.values_list("role", flat=True)) == ["observer"]
    assert events() == ["forcemembership.added", "forcemembership.deleted"]
    assert LogEntry.objects.first().text.reason == "Moved on"


def test_a_role_is_given_once(person, admin):
    with pytest.raises(ValidationError):
        membership_add(
            person=person("auditor@wexshire"), role=Role.AUDITOR, force=_wexshire(), by=admin
        )


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.MODERATOR, Role.MANAGER, Role.ACTION_OWNER, Role.OBSERVER]
)
def test_a_role_of_a_force_needs_the_force(role, person, admin):
    with pytest.raises(ValidationError, match="Choose the force"):
        membership_add(person=person("observer@wexshire"), role=role, force=None, by=admin)
    assert ForceMembership.objects.filter(force=None, role=role).count() == 0


def test_a_person_is_on_a_team_once(inspection, person, admin):
    given = {"round": inspection, "person": person("inspector@inspectorate"), "by": admin}
    round_member_add(role=RoundRole.LEAD, **given)
    with pytest.raises(ValidationError, match="on the team already"):
        round_member_add(role=RoundRole.INSPECTOR, **given)
    assert RoundMember.objects.get(round=inspection).role == RoundRole.LEAD


@pytest.mark.parametrize("name", ["moderator@wexshire", "observer@wexshire"])
def test_the_inspectorates_teams_are_inspectors(name, inspection, person, admin, events):
    given = {"round": inspection, "person": person(name), "role": RoundRole.INSPECTOR}
    with pytest.raises(ValidationError, match="its team are inspectors") as refusal:
        round_member_add(**given, by=admin)
    assert list(refusal.value.message_dict) == ["round"]
    assert events() == []
    assert not RoundMember.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["inspector@inspectorate", "manager@wexshire", "auditor@eastmarch", "moderator@eastmarch"],
)
def test_a_forces_teams_are_its_own_auditors_and_moderators(name, audit, person, admin):
    given = {"round": audit, "role": RoundRole.INSPECTOR, "by": admin}
    with pytest.raises(ValidationError, match="auditors and moderators of that force"):
        round_member_add(person=person(name), **given)
    for own in ("auditor@wexshire", "moderator@wexshire"):
        round_member_add(person=person(own), **given)
    assert audit.members.count() == 2


@pytest.mark.parametrize("name", ["moderator@wexshire", "inspector@inspectorate"])
def test_nobody_else_gives_or_takes_a_role(name, person):
    auditor = person("auditor@wexshire")
    with pytest.raises(PermissionDenied):
        membership_add(person=auditor, role=Role.MODERATOR, force=_wexshire(), by=person(name))
    with pytest.raises(PermissionDenied):
        membership_end(membership=auditor.memberships.get(), by=person(name))
    assert [row.role for row in auditor.memberships.all()] == ["auditor"]


def test_nobody_gives_or_takes_a_role_or_a_team_of_their_own(admin, inspection):
    with pytest.raises(ValidationError, match="your own rights"):
        membership_add(person=admin, role=Role.MODERATOR, force=_wexshire(), by=admin)
    with pytest.raises(ValidationError, match="your own rights"):
        membership_end(membership=admin.memberships.get(), by=admin)
    with pytest.raises(ValidationError, match="your own rights"):
        round_member_add(round=inspection, person=admin, role=RoundRole.LEAD, by=admin)
    assert [row.role for row in admin.memberships.all()] == ["administrator"]
    assert not RoundMember.objects.exists()


def test_set_up_holds_no_role(service, admin):
    with pytest.raises(PermissionDenied):
        membership_add(person=service, role=Role.INSPECTOR, force=None, by=admin)


def test_the_lead_of_an_inspection_chooses_its_team(inspection, person):
    lead, other = person("inspector@inspectorate"), person("inspector2@inspectorate")
    RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    member = round_member_add(round=inspection, person=other, role=RoundRole.INSPECTOR, by=lead)
    with pytest.raises(PermissionDenied):
        round_member_end(member=inspection.members.get(user=lead), by=other)
    round_member_end(member=member, by=lead, reason="Needed elsewhere")
    assert [row.user for row in inspection.members.all()] == [lead]


def test_a_lead_does_not_leave_the_team_alone(inspection, person):
    lead = person("inspector@inspectorate")
    own = RoundMember.objects.create(round=inspection, user=lead, role=RoundRole.LEAD)
    with pytest.raises(ValidationError, match="your own rights"):
        round_member_end(member=own, by=lead)


def change_of(what: str, person, admin, inspection):
    """One change of `what` about the second inspector, and the act that makes it."""
    inspector = person("inspector2@inspectorate")
    if what == "team ended":
        member = RoundMember.objects.create(
            round=inspection, user=inspector, role=RoundRole.INSPECTOR
        )
        return lambda: round_member_end(member=member, by=admin)
    given = {"person": inspector, "by": admin}
    return {
        "role given": lambda: membership_add(role=Role.ADMINISTRATOR, force=None, **given),
        "role ended": lambda: membership_end(membership=inspector.memberships.get(), by=admin),
        "team given": lambda: round_member_add(round=inspection, role=RoundRole.LEAD, **given),
    }[what]


@pytest.mark.parametrize("what", ["role given", "role ended", "team given", "team ended"])
def test_a_change_of_rights_signs_the_person_out(what, person, admin, inspection, signed_in):
    change = change_of(what, person, admin, inspection)
    client, others = signed_in("inspector2@inspectorate"), signed_in("auditor@wexshire")
    change()
    assert client.get("/").url.startswith(reverse("account_login"))
    assert others.get("/").status_code == 200


def test_the_rights_are_those_of_the_next_request(person, admin, inspection, signed_in):
    """Even of a session that outlived the change: what counts is read on each request."""
    page = reverse("round-detail", args=[inspection.code])
    client = signed_in("inspector2@inspectorate")
    assert client.get(page).status_code == 404
    inspector = person("inspector2@inspectorate")
    member = RoundMember.objects.create(round=inspection, user=inspector, role=RoundRole.LEAD)
    assert client.get(page).status_code == 200
    round_member_end(member=member, by=admin)
    assert signed_in("inspector2@inspectorate").get(page).status_code == 404


def test_only_administrators_are_shown_every_round_by_title(person, admin, inspection):
    assert list(rounds_with_teams(user=admin)) == [inspection]
    with pytest.raises(PermissionDenied):
        rounds_with_teams(user=person("moderator@wexshire"))
