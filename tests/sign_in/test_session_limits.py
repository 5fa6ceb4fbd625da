"""Sessions that lock and end, and the forms that arrive too late."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.forms.kept import KEY
from audit.models import Recommendation
from tests.cast import PASSWORD
from tests.factories import RoundFactory
from tests.pages import Page
from tests.sign_in.conftest import sign_in

pytestmark = pytest.mark.django_db
WHO = "moderator@wexshire"
TEXT = "Officers did not speak to the child alone.\r\nNobody asked why."
UNLOCK = reverse("account_reauthenticate")
CASES, KEPT = reverse("case-file-list"), reverse("kept-form")


@pytest.fixture
def form(db) -> str:
    round = RoundFactory(code="here")
    return reverse("recommendation-add", args=[round.code])


@pytest.fixture
def client(enter) -> Client:
    return enter(WHO)


def unlock(client: Client, to: str, password: str = PASSWORD):
    return client.post(UNLOCK, {"password": password, "next": to})


def state(client: Client) -> str:
    return client.get(reverse("session-activity")).json()["state"]


def test_activity_keeps_a_session_open(client, clock):
    for _ in range(5):
        clock(29)
        assert client.get(CASES).status_code == 200


def test_half_an_hour_without_activity_locks_every_page(client, clock, trail, person):
    clock(30)
    for _ in range(2):
        assert client.get(f"{CASES}?area=s47").url == f"{UNLOCK}?next=%2Fcase-files%2F%3Farea%3Ds47"
    assert client.get(reverse("admin:index")).status_code == 302
    assert state(client) == "locked"
    me = person(WHO).pk
    assert trail() == [("user.locked", str(me), me)]


def test_a_locked_page_opens_again_at_the_same_place(client, clock, trail):
    clock(31)
    asked = client.get(CASES)
    page = Page(client.get(asked.url))
    assert page.heading == "Your session is locked"
    assert unlock(client, CASES).url == CASES
    assert client.get(CASES).status_code == 200
    assert [event for event, *_ in trail()][-2:] == ["user.locked", "user.unlocked"]


def test_a_wrong_password_unlocks_nothing(client, clock, trail):
    clock(31)
    client.get(CASES)
    assert unlock(client, CASES, "not the right password").status_code == 200
    assert client.get(CASES).status_code == 302
    assert trail()[-1][0] == "user.sign_in_failed"


def test_a_locked_session_can_sign_out(client, clock):
    clock(31)
    assert client.post(reverse("account_logout")).url == reverse("account_login")


def test_reading_the_activity_is_none_and_sending_it_is_some(client, clock):
    clock(20)
    assert state(client) == "open"
    clock(20)
    assert state(client) == "locked"
    unlock(client, CASES)
    for _ in range(3):
        clock(20)
        assert client.post(reverse("session-activity")).json()["state"] == "open"


def test_sending_activity_does_not_unlock(client, clock):
    clock(31)
    assert client.post(reverse("session-activity")).json()["state"] == "locked"
    assert client.get(CASES).status_code == 302


def test_ten_hours_after_signing_in_a_session_ends(client, clock, trail):
    for _ in range(29):
        clock(20)
        assert client.get(CASES).status_code == 200
    assert banner_hidden(client)
    clock(10)
    assert not banner_hidden(client)
    clock(10)
    assert client.get(CASES).url == f"{reverse('account_login')}?next={CASES.replace('/', '%2F')}"
    assert state(client) == "ended"
    assert [event for event, *_ in trail()] == ["user.session_ended"]


def banner_hidden(client: Client) -> bool:
    [banner] = [
        part
        for part in Page(client.get(CASES)).elements("div", "govuk-notification-banner")
        if part.get("id") == "session-end"
    ]
    return "hidden" in banner.attrib


def test_a_session_that_does_not_say_when_it_began_has_ended(client):
    session = client.session
    del session["session-began"]
    session.save()
    assert client.get(CASES).url.startswith(reverse("account_login"))


def late(client: Client, form: str):
    return client.post(form, {"title": "Speak to the child", "text": TEXT, "areas": ["a", "b"]})


def test_a_form_sent_to_a_locked_session_is_kept_and_offered_again(client, clock, form):
    clock(31)
    asked = late(client, form)
    assert asked.url == f"{UNLOCK}?next={KEPT.replace('/', '%2F')}"
    assert unlock(client, KEPT).url == KEPT
    response = client.get(KEPT)
    page = Page(response)
    assert page.heading == "You are back; nothing is lost"
    assert page.typed["areas"] == ["a", "b"]
    assert page.typed["title"] == ["Speak to the child"]
    assert [value.replace("\r", "") for value in page.typed["text"]] == [TEXT.replace("\r", "")]
    [own] = [part for part in page.root.iter("form") if part.get("action") == form]
    assert own.get("method") == "post"
    assert not Recommendation.objects.filter(title="Speak to the child").exists()


def test_a_form_sent_to_an_ended_session_is_offered_after_signing_in(client, clock, form):
    clock(11 * 60)
    asked = late(client, form)
    assert asked.url == f"{reverse('account_login')}?next={KEPT.replace('/', '%2F')}"
    assert client.get(reverse("home")).status_code == 302
    assert sign_in(WHO, client=client).status_code == 302
    assert Page(client.get(KEPT)).typed["text"]


def test_what_was_kept_at_locking_survives_the_end(client, clock, form):
    clock(31)
    late(client, form)
    clock(11 * 60)
    client.get(CASES)
    sign_in(WHO, client=client)
    assert client.get(KEPT).status_code == 200


def test_somebody_else_gets_nothing_of_it(client, clock, form):
    clock(11 * 60)
    late(client, form)
    sign_in("auditor@eastmarch", client=client)
    assert client.get(KEPT).url == reverse("home")


def test_what_is_kept_lies_there_encrypted(client, clock, form):
    clock(31)
    late(client, form)
    kept = Session.objects.get(pk=client.session.session_key).get_decoded()
    assert KEY in kept
    assert "child" not in str(kept)


def test_what_is_sent_next_replaces_what_was_kept(client, clock, form):
    clock(31)
    late(client, form)
    unlock(client, KEPT)
    client.post(CASES, {"text": ""})
    assert client.get(KEPT).url == reverse("home")


def test_too_large_a_form_is_not_kept(client, clock, form):
    clock(31)
    asked = client.post(form, {"text": "x" * 300_000})
    assert "kept" not in asked.url
    assert KEY not in client.session


@pytest.mark.parametrize("name", ["account_change_password", "mfa_activate_totp"])
def test_passwords_and_codes_are_not_kept(client, clock, name):
    clock(31)
    client.post(reverse(name), {"oldpassword": PASSWORD, "code": "123456"})
    assert KEY not in client.session


def test_a_form_without_its_token_is_not_kept(enter, clock, form):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter(WHO).cookies
    clock(31)
    assert late(strict, form).status_code == 403
    assert KEY not in strict.session


def test_a_file_is_not_kept_and_the_page_says_so(client, clock, form):
    clock(31)
    client.post(form, {"title": "A", "file": SimpleUploadedFile("a.txt", b"secret")})
    unlock(client, KEPT)
    assert "Choose them again" in Page(client.get(KEPT)).text


def test_pages_read_within_a_minute_write_nothing_to_the_session(client):
    def writes() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            client.get(CASES)
        return [q["sql"] for q in queries if "session" in q["sql"] and "SELECT" not in q["sql"]]

    assert writes() == []


def test_a_minute_later_one_page_writes_when_somebody_was_last_here(client, clock, person):
    before = UserSession.objects.get(user=person(WHO)).last_seen_at
    clock(2)
    client.get(CASES)
    after = UserSession.objects.get(user=person(WHO)).last_seen_at
    assert after > before
    with CaptureQueriesContext(connection) as queries:
        client.get(CASES)
    assert not [q for q in queries if "UPDATE" in q["sql"]]
