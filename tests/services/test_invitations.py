"""Inviting people: the account, the role, the e-mail, and its link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from audit.models import Force, LogEntry, User
from audit.rules.dates import day_text
from audit.rules.roles import Role
from audit.services.invitations import invitation_send, person_invite
from audit.services.people import person_disable
from tests.factories import CaseFileFactory

pytestmark = pytest.mark.django_db

SITE = "https://casemark.example/"
PASSWORD = "four plain words together"


@pytest.fixture
def admin(person):
    return person("admin@casemark")


@pytest.fixture
def invite(admin, django_capture_on_commit_callbacks):
    def make(**changes) -> User:
        given = {"email": "New@Wexshire.example", "name": "Nia New", "role": Role.AUDITOR}
        given |= {"force": Force.objects.get(code="wexshire"), "site": SITE, "by": admin}
        with django_capture_on_commit_callbacks(execute=True):
            return person_invite(**(given | changes))

    return make


def link_of(message) -> str:
    [address] = re.findall(r"https://casemark\.example(\S*/key/\S*)", message.body)
    return address


def test_an_invited_person_has_an_account_a_role_and_an_e_mail(invite):
    person = invite()
    [message] = mail.outbox
    assert message.to == ["new@wexshire.example"]
    assert [str(row) for row in person.memberships.all()] == ["Auditor, Wexshire Police (invented)"]
    assert not person.has_usable_password()


def test_the_e_mail_says_who_invites_and_how_long_the_link_works(invite, settings):
    settings.PASSWORD_RESET_TIMEOUT = 2 * 24 * 3600
    invite()
    body = mail.outbox[0].body
    assert "Hello Nia New," in body
    assert "Dana Frost has made you a Casemark account" in body
    assert f"until {day_text(timezone.localdate() + timedelta(days=2))}" in body


def test_a_name_begins_no_line_of_its_own_in_it(invite):
    invite(name="Nia New,\n\nYour bank needs you")
    assert "Hello Nia New, Your bank needs you," in mail.outbox[0].body


def test_the_e_mail_tells_nothing_of_forces_roles_or_cases(invite, audit):
    CaseFileFactory(round=audit, reference="CASE-1")
    invite()
    said = mail.outbox[0].subject + mail.outbox[0].body
    for word in ("Wexshire", "Auditor", "auditor", audit.title, audit.code, "CASE-1", "child"):
        assert word not in said.replace("new@wexshire.example", "")


def test_the_link_leads_to_a_password_and_that_signs_in(invite):
    person = invite()
    client = Client()
    page = client.get(link_of(mail.outbox[0]), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD})
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)
    signed_in = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert signed_in.status_code == 302
    again = Client().get(link_of(mail.outbox[0]), follow=True)
    assert "This link no longer works" in again.content.decode()


def test_an_address_that_has_an_account_is_not_invited_again(invite, events):
    with pytest.raises(ValidationError, match="has an account already"):
        invite(email="auditor@wexshire.example")
    assert (mail.outbox, events()) == ([], [])


def test_a_role_that_cannot_be_given_leaves_no_account(invite):
    with pytest.raises(ValidationError, match="Choose the force"):
        invite(force=None)
    assert not User.objects.filter(email="new@wexshire.example").exists()
    assert mail.outbox == []


def test_the_invitation_is_sent_again(invite, admin, django_capture_on_commit_callbacks):
    person = invite()
    with django_capture_on_commit_callbacks(execute=True):
        invitation_send(person=person, site=SITE, by=admin)
    assert len(mail.outbox) == 2
    assert LogEntry.objects.about(person).filter(event="user.invited").count() == 2


def test_whoever_has_a_password_or_is_switched_off_is_not_sent_one(invite, admin, person):
    gone = invite()
    person_disable(person=gone, reason="Never came", by=admin)
    for refused in (person("auditor@wexshire"), gone):
        with pytest.raises(ValidationError, match="has no password yet"):
            invitation_send(person=refused, site=SITE, by=admin)


def test_nobody_else_invites(invite, person):
    with pytest.raises(PermissionDenied):
        invite(by=person("moderator@wexshire"))
    assert mail.outbox == []
