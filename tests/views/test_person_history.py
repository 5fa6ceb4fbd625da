"""What became of a person’s account, roles and places in teams, for administrators."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Force
from audit.rules.roles import Role, RoundRole
from audit.services.memberships import (
    membership_add,
    membership_end,
    round_member_add,
    round_member_end,
)
from audit.services.people import person_change, person_disable
from tests.factories import CaseFileFactory, RoundFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(person):
    return person("admin@casemark")


@pytest.fixture
def eastmarch():
    return Force.objects.get(code="eastmarch")


@pytest.fixture
def history(signed_in):
    """`history(person)`: what the page says, as an administrator reads it."""

    def read(person) -> str:
        page = Page(signed_in("admin@casemark").get(reverse("person-history", args=[person.pk])))
        return page.text

    return read


def test_it_says_what_was_changed_and_why(history, person, admin):
    auditor = person("auditor@wexshire")
    given = {"name": "Amina Reid", "email": "reid@wexshire.example"}
    person_change(person=auditor, **given, reason="Married", by=admin)
    person_disable(person=auditor, reason="On leave", by=admin)
    said = history(auditor)
    for words in (
        "Dana Frost changed the account",
        "Dana Frost switched the person’s account off",
        "Reason: On leave",
        "Reason: Married",
        "Before: Amina Hall → After: Amina Reid",
        "Before: auditor@wexshire.example → After: reid@wexshire.example",
    ):
        assert words in said, words
    assert said.index("On leave") < said.index("Married")


def test_a_role_that_ended_is_told_with_its_force_and_reasons(history, person, admin, eastmarch):
    auditor = person("auditor@wexshire")
    given = {"role": Role.MANAGER, "force": eastmarch, "reason": "Covers for Gil"}
    held = membership_add(person=auditor, **given, by=admin)
    membership_end(membership=held, reason="Gil is back", by=admin)
    given, ended = history(auditor).split("gave the person a role")[:2][::-1]
    assert "Role Manager" in given
    assert f"Force {eastmarch}" in given
    assert "Reason: Covers for Gil" in given
    assert "ended a role of the person" in ended
    assert "Role Before: Manager → After: nothing" in ended
    assert f"Force Before: {eastmarch} → After: nothing" in ended
    assert "Reason: Gil is back" in ended


def test_a_place_in_a_team_that_ended_is_told_too(history, person, admin):
    inspector = person("inspector@inspectorate")
    round = RoundFactory(title="Inspection of spring", inspection=True)
    given = {"round": round, "role": RoundRole.LEAD, "reason": "Knows the force"}
    member = round_member_add(person=inspector, **given, by=admin)
    round_member_end(member=member, reason="Moved on", by=admin)
    said = history(inspector)
    for words in (
        "Dana Frost put the person on a team",
        "Dana Frost took the person off a team",
        "Before: Inspection of spring → After: nothing",
        "Before: Lead → After: nothing",
        "Reason: Moved on",
    ):
        assert words in said, words


def test_nothing_of_others_stands_in_it(history, person, admin, eastmarch):
    manager = person("manager@wexshire")
    membership_add(person=manager, role=Role.AUDITOR, force=eastmarch, reason="Theirs", by=admin)
    assert "Theirs" in history(manager)
    assert "Theirs" not in history(person("auditor@wexshire"))


def test_nothing_of_what_they_read_or_were_refused_stands_in_it(history, person, signed_in):
    case_file = CaseFileFactory(reference="CASE-1", allocated_to=person("auditor@wexshire"))
    client = signed_in("auditor@wexshire")
    assert client.get(case_file.get_absolute_url()).status_code == 200
    assert client.get(reverse("person-list")).status_code == 403
    said = history(person("auditor@wexshire"))
    assert "CASE-1" not in said
    assert "read the case file" not in said
    assert "asked for something" not in said


def test_a_persons_page_leads_to_it(person, signed_in):
    auditor = person("auditor@wexshire")
    page = Page(signed_in("admin@casemark").get(reverse("person-detail", args=[auditor.pk])))
    assert reverse("person-history", args=[auditor.pk]) in page.addresses
