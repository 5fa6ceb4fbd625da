from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import LogEntry, User
from tests.pages import Page

pytestmark = pytest.mark.django_db

PASSWORD = "violet tractor under nine moons"


def _add(*arguments: str) -> str:
    """The path that is printed last."""
    out = StringIO()
    call_command("add_administrator", *arguments, stdout=out)
    return out.getvalue().split()[-1]


def test_the_first_person_chooses_a_password_and_gets_in():
    path = _add("first@casemark.example", "--name", "First Person")
    client = Client()
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD})
    client.post("/account/login/", {"login": "first@casemark.example", "password": PASSWORD})
    assert "Look after people" in Page(client.get("/")).links


def test_it_is_recorded_and_a_second_time_adds_nobody():
    for _ in range(2):
        _add("first@casemark.example", "--name", "First Person")
    person = User.objects.get(email="first@casemark.example")
    assert person.memberships.count() == 1
    assert LogEntry.objects.about(person).filter(event="user.added").exists()


def test_somebody_new_needs_a_name():
    with pytest.raises(CommandError, match="--name"):
        _add("first@casemark.example")
    assert not User.objects.filter(email="first@casemark.example").exists()


def test_a_sole_administrator_who_lost_their_second_step_gets_in_again(person):
    admin = person("admin@casemark")
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    _add("admin@casemark.example", "--reset-second-step")
    assert not Authenticator.objects.filter(user=admin).exists()
    assert LogEntry.objects.about(admin).filter(event="user.second_step_reset").exists()


def test_what_cannot_be_reset_is_said_and_nothing_is_kept():
    with pytest.raises(CommandError, match="has not set up a second step"):
        _add("new@casemark.example", "--name", "New", "--reset-second-step")
    assert not User.objects.filter(email="new@casemark.example").exists()
