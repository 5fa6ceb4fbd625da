"""Accounts: who may change them, what that ends, and who always stays."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from audit.models import ForceMembership, LogEntry, LogText, User
from audit.rules.roles import Role
from audit.services.memberships import membership_add, membership_end
from audit.services.people import (
    person_add,
    person_change,
    person_disable,
    person_enable,
    person_sign_out,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(person):
    return person("admin@casemark")


LONG_PASSWORD = "violet tractor under nine moons"


@pytest.fixture
def second_admin(service):
    made = person_add(
        email="admin2@casemark.example", name="Second", password=LONG_PASSWORD, by=service
    )
    membership_add(person=made, role=Role.ADMINISTRATOR, force=None, by=service)
    return made


def as_stored(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_an_administrator_adds_a_person(admin):
    added = person_add(
        email="New@Wexshire.example", name="New", password="a long enough one", by=admin
    )
    assert added.email == "new@wexshire.example"
    assert as_stored(added).check_password("a long enough one")


def test_a_name_is_one_line(admin):
    name = " Nia\r\n\tNew\u2028 Newton "
    added = person_add(email="new@wexshire.example", name=name, by=admin)
    assert as_stored(added).name == "Nia New Newton"
    given = {"name": "Nia\nNewton", "email": added.email, "reason": "Typed"}
    person_change(person=added, **given, by=admin)
    assert as_stored(added).name == "Nia Newton"


def test_a_name_of_nothing_but_space_is_refused(admin):
    with pytest.raises(ValidationError) as refusal:
        person_add(email="new@wexshire.example", name=" \n ", by=admin)
    assert list(refusal.value.message_dict) == ["name"]


def test_without_a_password_nobody_can_sign_in_yet(admin):
    added = person_add(email="new@wexshire.example", name="New", by=admin)
    assert not added.has_usable_password()


@pytest.mark.parametrize("password", ["short", "1q2w3e4r5t6y7u8i9o0p", "new@wexshire.example"])
def test_a_weak_password_is_refused(password, admin, events):
    with pytest.raises(ValidationError) as refusal:
        person_add(email="new@wexshire.example", name="New", password=password, by=admin)
    assert list(refusal.value.message_dict) == ["password"]
    assert events() == []


@pytest.mark.parametrize("email", ["auditor@wexshire.example", "Auditor@WEXSHIRE.example"])
def test_an_address_has_one_account(email, admin, person):
    with pytest.raises(ValidationError, match="has an account already") as refusal:
        person_add(email=email, name="Twice", by=admin)
    assert list(refusal.value.message_dict) == ["email"]
    with pytest.raises(ValidationError, match="has an account already"):
        person_change(
            person=person("manager@wexshire"), name="Same", email=email, reason="R", by=admin
        )


def test_the_trail_never_holds_a_password(admin):
    person_add(email="new@wexshire.example", name="New", password="a long enough one", by=admin)
    entry = LogEntry.objects.first()
    stored = str(LogText.objects.filter(entry=entry).values().get())
    assert "new@wexshire.example" in stored
    assert "password" not in stored


ACTS = {
    "add": lambda other, by: person_add(email="new@wexshire.example", name="New", by=by),
    "change": lambda other, by: person_change(
        person=other, name="X", email="x@y.example", reason="Married", by=by
    ),
    "disable": lambda other, by: person_disable(person=other, reason="Left", by=by),
    "enable": lambda other, by: person_enable(person=other, reason="Back", by=by),
    "sign out": lambda other, by: person_sign_out(person=other, reason="Lost", by=by),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["moderator@wexshire", "inspector@inspectorate"])
def test_nobody_else_manages_people(name, act, person, events):
    with pytest.raises(PermissionDenied):
        ACTS[act](person("auditor@wexshire"), person(name))
    assert events() == []


@pytest.mark.parametrize("act", [act for act in ACTS if act != "add"])
def test_the_account_of_set_up_is_nobodys_to_change(act, service, admin):
    for by in (admin, service):
        with pytest.raises(PermissionDenied):
            ACTS[act](service, by)
    assert not as_stored(service).is_active


@pytest.mark.parametrize("act", ["disable", "enable", "sign out"])
def test_nobody_does_it_to_themselves(act, admin, second_admin):
    with pytest.raises(ValidationError, match="Ask another administrator"):
        ACTS[act](admin, admin)


def test_somebody_switched_off_does_not_switch_themselves_on(admin, second_admin):
    person_disable(person=second_admin, reason="Left", by=admin)
    with pytest.raises(PermissionDenied):
        person_enable(person=second_admin, reason="Back", by=as_stored(second_admin))


def test_an_administrator_corrects_their_own_name(admin):
    given = {"name": "Dana Frost-Hill", "email": admin.email, "reason": "Married"}
    person_change(person=admin, **given, by=admin)
    assert as_stored(admin).name == "Dana Frost-Hill"


@pytest.mark.parametrize("act", ["change", "disable", "enable", "sign out"])
def test_what_changes_an_account_ends_its_sessions(act, admin, signed_in, person):
    client = signed_in("auditor@wexshire")
    assert client.get("/").status_code == 200
    ACTS[act](person("auditor@wexshire"), admin)
    assert client.get("/").status_code == 302


def test_a_new_name_ends_no_session(admin, signed_in, person):
    client = signed_in("auditor@wexshire")
    auditor = person("auditor@wexshire")
    given = {"name": "Amina Hall-Reid", "email": auditor.email.upper(), "reason": "Married"}
    person_change(person=auditor, **given, by=admin)
    assert client.get("/").status_code == 200


def move(person: User, email: str, by: User) -> None:
    person_change(person=person, name=person.name, email=email, reason="New force", by=by)


def test_an_address_that_is_given_up_no_longer_signs_in(admin, person):
    auditor = person("auditor@wexshire")
    EmailAddress.objects.create(user=auditor, email=auditor.email, primary=True, verified=True)
    move(auditor, "Amina@wexshire.example", by=admin)
    assert as_stored(auditor).email == "amina@wexshire.example"
    assert not EmailAddress.objects.filter(user=auditor).exists()


def test_the_reason_of_another_address_is_kept(admin, person):
    auditor = person("auditor@wexshire")
    move(auditor, "amina@wexshire.example", by=admin)
    entry = LogEntry.objects.about(auditor).first()
    assert (entry.changed, entry.text.reason) == (["email"], "New force")


def test_both_addresses_are_told_of_a_change(admin, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        move(person("auditor@wexshire"), "amina@wexshire.example", by=admin)
    old, new = mail.outbox
    assert (old.to, new.to) == (["auditor@wexshire.example"], ["amina@wexshire.example"])
    assert "This one no longer signs you in." in old.body
    assert "From now on you sign in with this one." in new.body
    for message in (old, new):
        assert message.body.startswith("Hello Amina Hall,\n\nDana Frost changed")
        assert "New force" not in message.body
        assert "@" not in message.body


def test_nobody_is_told_of_a_change_that_is_undone(
    admin, person, django_capture_on_commit_callbacks
):
    @transaction.atomic
    def move_and_fail():
        move(person("auditor@wexshire"), "amina@wexshire.example", by=admin)
        raise OSError("The disk is full.")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(OSError, match="full"):
        move_and_fail()
    assert mail.outbox == []


def test_a_new_name_is_no_news(admin, person, django_capture_on_commit_callbacks):
    auditor = person("auditor@wexshire")
    given = {"name": "Amina Hall-Reid", "email": auditor.email, "reason": "Married"}
    with django_capture_on_commit_callbacks(execute=True):
        person_change(person=auditor, **given, by=admin)
    assert mail.outbox == []


def test_without_a_mail_server_the_address_is_changed_all_the_same(
    admin, person, monkeypatch, django_capture_on_commit_callbacks
):
    tried = []

    def refuse(message, **options):
        tried.extend(message.to)
        raise ConnectionRefusedError("mail.wexshire.example")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    auditor = person("auditor@wexshire")
    with django_capture_on_commit_callbacks(execute=True):
        move(auditor, "amina@wexshire.example", by=admin)
    assert tried == ["auditor@wexshire.example", "amina@wexshire.example"]
    assert as_stored(auditor).email == "amina@wexshire.example"


def test_switching_off_and_on_is_recorded_with_the_reason(admin, person):
    auditor = person("auditor@wexshire")
    person_disable(person=auditor, reason="On leave", by=admin)
    person_enable(person=auditor, reason="Back", by=admin)
    assert as_stored(auditor).is_active
    entries = LogEntry.objects.about(auditor)[:2]
    assert [(entry.event, entry.changed, entry.text.reason) for entry in entries] == [
        ("user.enabled", ["is_active"], "Back"),
        ("user.disabled", ["is_active"], "On leave"),
    ]


def test_an_older_copy_of_a_person_does_not_bring_sessions_back(admin, person):
    older = person("auditor@wexshire")
    person_sign_out(person=older, reason="Lost", by=admin)
    person_change(person=older, name="Another", email=older.email, reason="Typed", by=admin)
    assert as_stored(older).sessions_ended == older.sessions_ended + 1


def test_the_last_administrator_who_can_sign_in_stays(admin, second_admin, service):
    person_disable(person=second_admin, reason="Left", by=admin)
    with pytest.raises(ValidationError, match="Make somebody else one first"):
        person_disable(person=admin, reason="Left", by=service)
    with pytest.raises(ValidationError, match="Make somebody else one first"):
        membership_end(membership=admin.memberships.get(), by=service)
    assert as_stored(admin).is_active
    assert admin.memberships.filter(role=Role.ADMINISTRATOR).exists()


def test_somebody_invited_who_has_no_password_yet_is_no_second_administrator(admin, service):
    made = person_add(email="admin2@casemark.example", name="Second", by=service)
    membership_add(person=made, role=Role.ADMINISTRATOR, force=None, by=service)
    with pytest.raises(ValidationError, match="Make somebody else one first"):
        person_disable(person=admin, reason="Left", by=service)


def test_one_of_two_administrators_can_go(admin, second_admin, service):
    person_disable(person=admin, reason="Left", by=second_admin)
    membership_end(membership=admin.memberships.get(), by=second_admin)
    assert not as_stored(admin).is_active
    assert ForceMembership.objects.filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.parametrize("how", ["disable", "end the role"])
def test_of_two_administrators_who_remove_each_other_the_second_is_too_late(
    how, admin, second_admin
):
    """Each holds rights that were read before the other's change."""
    assert admin.scope.has(Role.ADMINISTRATOR)
    assert second_admin.scope.has(Role.ADMINISTRATOR)
    if how == "disable":
        person_disable(person=second_admin, reason="Left", by=admin)
    else:
        membership_end(membership=second_admin.memberships.get(), by=admin)
    with pytest.raises(PermissionDenied):
        person_disable(person=admin, reason="Left", by=second_admin)
    assert as_stored(admin).is_active
