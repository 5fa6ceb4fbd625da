"""People and reference data, looked after by administrators."""

from __future__ import annotations

import pytest

from audit.models import Framework, LogEntry, User
from tests.admin.reading import add, change, errors
from tests.pages import Page


@pytest.fixture
def administrator(db, signed_in):
    return signed_in("admin@casemark")


def role(number: int, name: str, force=None) -> dict:
    given = {f"memberships-{number}-role": name}
    return given | ({f"memberships-{number}-force": force.pk} if force else {})


NEW = {"email": "New@Wexshire.example", "name": "New Person", "memberships-TOTAL_FORMS": "1"}


def test_a_new_person_gets_a_role_and_sets_their_own_password(administrator, round, send):
    send(administrator, add("user"), **NEW, **role(0, "auditor", round.force))
    made = User.objects.get(email="new@wexshire.example")
    assert not made.has_usable_password()
    assert made.is_active
    assert made.memberships.get().role == "auditor"


def test_a_new_person_and_each_role_is_recorded(administrator, round, send):
    last = LogEntry.objects.first().pk
    send(administrator, add("user"), **NEW, **role(0, "auditor", round.force))
    entries = LogEntry.objects.filter(pk__gt=last).order_by("pk")
    assert [entry.event for entry in entries] == ["user.added", "forcemembership.added"]
    assert {entry.by.email for entry in entries} == {"admin@casemark.example"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "MODERATOR@wexshire.example"}, "has an account already"),
        ({"email": "no address"}, "Enter a valid email address"),
        ({"memberships-0-role": "auditor"}, "Choose the force"),
    ],
)
def test_a_person_with_an_error_is_refused_in_the_form(given, words, administrator, send):
    before = User.objects.count()
    assert words in errors(send(administrator, add("user"), **(NEW | given)))
    assert User.objects.count() == before


def test_the_same_role_twice_is_a_message_and_nothing_is_saved(administrator, send):
    twice = NEW | {"memberships-TOTAL_FORMS": "2"} | role(0, "inspector") | role(1, "inspector")
    response = send(administrator, add("user"), **twice)
    assert list(Page(administrator.get(response.url)).elements("li", "error"))
    assert not User.objects.filter(email__iexact=NEW["email"]).exists()


def test_an_account_that_is_switched_off_signs_nobody_in(administrator, person, signed_in, send):
    auditor = signed_in("auditor2@wexshire")
    send(administrator, change(person("auditor2@wexshire")), is_active=[])
    assert auditor.get("/").status_code == 302


def test_nobody_else_changes_an_account(client, person):
    address = change(person("auditor@wexshire"))
    assert client.post(address, {"name": "Another name"}).status_code == 403


@pytest.mark.parametrize("grades", ["[]", "[{", '{"a": 1}', "5", '[{"code": "good"}]'])
def test_a_malformed_scale_is_refused_in_the_form(grades, administrator, send):
    framework = Framework.objects.get()
    assert errors(send(administrator, change(framework), grades=grades))
    framework.refresh_from_db()
    assert len(framework.grades) == 3


def test_a_change_of_reference_data_is_recorded(administrator, round, send):
    send(administrator, change(round.force), name="Wexshire again")
    entry = LogEntry.objects.about(round.force).first()
    assert (entry.event, entry.changed) == ("force.changed", ["name"])
