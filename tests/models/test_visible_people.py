"""Who sees which people, which of their roles, and the trail."""

import pytest

from audit.models import ForceMembership, LogEntry, RoundMember, User
from audit.rules.roles import RoundRole
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db

WEXSHIRE = {
    f"{name}@wexshire.example"
    for name in ("auditor", "auditor2", "moderator", "manager", "manager2", "observer", "owner")
}


def _emails(user):
    return {other.email for other in User.objects.visible_to(user)}


@pytest.mark.parametrize("name", ["auditor", "moderator", "manager", "observer"])
def test_people_of_a_force_see_each_other(name, person):
    assert _emails(person(f"{name}@wexshire")) == WEXSHIRE


def test_an_inspector_without_a_team_sees_only_themselves(person):
    inspector = person("inspector@inspectorate")
    assert _emails(inspector) == {inspector.email}


def test_an_inspector_sees_the_team(person):
    round = RoundFactory(inspection=True)
    for name in ("inspector", "inspector2"):
        member = person(f"{name}@inspectorate")
        RoundMember.objects.create(round=round, user=member, role=RoundRole.INSPECTOR)
    assert _emails(person("inspector@inspectorate")) == {
        "inspector@inspectorate.example",
        "inspector2@inspectorate.example",
    }


def test_an_administrator_sees_everybody_but_the_service_account(person, service):
    expected = set(User.objects.exclude(pk=service.pk).values_list("email", flat=True))
    assert _emails(person("admin@casemark")) == expected


def test_somebody_who_can_no_longer_sign_in_sees_not_even_themselves(person):
    auditor = person("auditor@wexshire")
    auditor.is_active = False
    assert _emails(auditor) == set()


def test_memberships_are_seen_within_the_force(person):
    rows = ForceMembership.objects.visible_to(person("observer@wexshire"))
    assert {row.force.code for row in rows} == {"wexshire"}
    assert rows.count() == len(WEXSHIRE)


def test_an_administrator_sees_every_membership(person):
    rows = ForceMembership.objects.visible_to(person("admin@casemark"))
    assert rows.count() == ForceMembership.objects.count()


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("inspector@inspectorate", True),
        ("inspector2@inspectorate", False),
        ("moderator@wexshire", True),
        ("manager@wexshire", False),
        ("moderator@eastmarch", False),
        ("admin@casemark", True),
    ],
)
def test_a_team_is_seen_by_its_members_the_forces_moderator_and_administrators(name, seen, person):
    round = RoundFactory(inspection=True)
    lead = person("inspector@inspectorate")
    RoundMember.objects.create(round=round, user=lead, role=RoundRole.LEAD)
    assert RoundMember.objects.visible_to(person(name)).exists() is seen


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("admin@casemark", True),
        ("moderator@wexshire", False),
        ("inspector@inspectorate", False),
        ("observer@wexshire", False),
    ],
)
def test_only_administrators_read_the_trail(name, seen, person):
    assert LogEntry.objects.exists()  # setting up the cast has left its entries
    assert LogEntry.objects.visible_to(person(name)).exists() is seen


def test_roles_are_read_anew_by_each_request(person):
    moderator = person("moderator@wexshire")
    assert moderator.scope.has("moderator")
    moderator.memberships.all().delete()
    assert not person("moderator@wexshire").scope.has("moderator")


def test_the_service_account_is_one_and_cannot_sign_in(service):
    assert User.objects.service_account() == service
    assert not service.is_active
    assert not service.has_usable_password()
