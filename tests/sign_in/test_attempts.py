"""Guessing passwords: slow, then locked, and nothing is learnt from the answers."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from audit.models import User
from tests.cast import PASSWORD
from tests.pages import Page
from tests.sign_in.conftest import sign_in

pytestmark = pytest.mark.django_db
WRONG = "not the right password"
KNOWN, UNKNOWN, CLOSED = "auditor@wexshire", "nobody@nowhere", "auditor2@wexshire"
ADMIN = "admin@casemark"


@pytest.fixture(autouse=True)
def _one_is_closed(person):
    User.objects.filter(pk=person(CLOSED).pk).update(is_active=False)


def body(response, *names: str) -> str:
    """What a page says, without the token that is new each time and the address that was typed."""
    text = re.sub(r'value="\w{64}"', "", response.content.decode())
    for name in names:
        text = text.replace(f"{name}.example", "")
    return text


def answer(name: str, password: str = WRONG) -> tuple[int, str]:
    response = sign_in(name, password)
    return response.status_code, body(response, name)


def fail(name: str, times: int, clock) -> None:
    """Slowly enough for the limit by the minute."""
    for _ in range(times):
        assert sign_in(name, WRONG).status_code == 200
        clock(0.3)


def test_known_unknown_and_closed_accounts_answer_alike(hashings):
    assert answer(KNOWN) == answer(UNKNOWN) == answer(CLOSED)
    assert answer(CLOSED, PASSWORD) == answer(UNKNOWN, PASSWORD)
    assert answer(KNOWN)[0] == 200


@pytest.mark.parametrize("name", [KNOWN, UNKNOWN, CLOSED, ADMIN])
@pytest.mark.parametrize("tries", [0, 20])
def test_the_hasher_runs_once_whoever_is_named(name, tries, hashings, limits, clock):
    for _ in range(tries):
        sign_in(name, WRONG)
    assert hashings(lambda: sign_in(name, WRONG)) == 1


def test_an_invited_person_without_a_password_answers_like_an_unknown_one(person, hashings):
    invited = person(KNOWN)
    invited.set_unusable_password()
    invited.save()
    assert hashings(lambda: sign_in(KNOWN, WRONG)) == hashings(lambda: sign_in(UNKNOWN, WRONG)) == 1
    assert answer(KNOWN) == answer(UNKNOWN)


def forgotten(name: str) -> tuple[int, str]:
    client = Client()
    address = reverse("account_reset_password")
    response = client.post(address, {"email": f"{name}.example"}, follow=True)
    return response.status_code, body(response, name)


def test_forgotten_passwords_answer_alike_and_send_one_mail_each(hashings):
    answers, hashed = [], []
    for name in (KNOWN, UNKNOWN, CLOSED):
        hashed.append(hashings(lambda name=name: answers.append(forgotten(name))))
    assert answers[0] == answers[1] == answers[2]
    assert hashed == [0, 0, 0]
    assert [message.to for message in mail.outbox] == [
        [f"{name}.example"] for name in (KNOWN, UNKNOWN, CLOSED)
    ]
    assert "/password/reset/key/" in mail.outbox[0].body
    assert "/password/reset/key/" not in mail.outbox[1].body + mail.outbox[2].body


def test_five_failures_in_a_minute_make_an_account_wait(limits, clock):
    for _ in range(5):
        assert "Too many attempts" not in answer(KNOWN)[1]
    assert "Too many attempts" in answer(KNOWN)[1]
    assert "Too many attempts" in answer(KNOWN, PASSWORD)[1]
    clock(1.1)
    assert sign_in(KNOWN).status_code == 302


def test_the_words_are_true_of_a_minute_and_of_fifteen(limits, clock):
    for _ in range(6):
        said = answer(KNOWN)[1]
    assert "Wait a minute and try again. If that is not enough, wait 15 minutes" in said


def test_ten_failures_lock_an_account_for_fifteen_minutes(limits, clock):
    fail(KNOWN, 10, clock)
    clock(2)
    assert "Too many attempts" in answer(KNOWN, PASSWORD)[1]
    assert sign_in("auditor@eastmarch").status_code == 302
    clock(15)
    assert sign_in(KNOWN).status_code == 302


def test_a_locked_account_answers_like_a_locked_name_that_does_not_exist(limits, clock):
    for name in (KNOWN, UNKNOWN, CLOSED, ADMIN):
        fail(name, 12, clock)
    answers = {answer(name) for name in (KNOWN, UNKNOWN, CLOSED, ADMIN)}
    assert len(answers) == 1
    assert "Too many attempts" in answers.pop()[1]


def test_the_last_administrator_gets_in_all_the_same(limits, clock):
    fail(ADMIN, 12, clock)
    assert sign_in(ADMIN).status_code == 302


def test_one_of_two_administrators_is_locked_like_everybody(limits, clock, person):
    other = person("manager@wexshire")
    other.memberships.create(role="administrator")
    fail(ADMIN, 12, clock)
    assert sign_in(ADMIN).status_code == 200
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert sign_in(ADMIN).status_code == 302


def test_a_new_password_opens_a_locked_account(limits, clock, person):
    fail(KNOWN, 12, clock)
    client = Client()
    client.post(reverse("account_reset_password"), {"email": f"{KNOWN}.example"})
    link = re.search(r"/account/\S+", mail.outbox[-1].body)[0]
    choose = client.get(link, follow=True)
    new = "gravel tortoise oboe lamp"
    client.post(choose.redirect_chain[-1][0], {"password1": new})
    assert sign_in(KNOWN, new).status_code == 302
    assert mail.outbox[-1].body.startswith("Hello Amina Hall,")


def test_an_old_address_opens_nothing(person):
    Client().post(reverse("account_reset_password"), {"email": f"{KNOWN}.example"})
    link = re.search(r"/account/\S+", mail.outbox[-1].body)[0]
    mail.outbox.clear()
    User.objects.filter(pk=person(KNOWN).pk).update(email="new@wexshire.example")
    assert sign_in(KNOWN).status_code == 200
    assert Page(Client().get(link)).heading == "This link no longer works"
    Client().post(reverse("account_reset_password"), {"email": f"{KNOWN}.example"})
    assert "/password/reset/key/" not in mail.outbox[-1].body
    assert sign_in("new@wexshire.example").status_code == 302


def test_nobody_gives_themselves_another_address(enter):
    client = enter(KNOWN)
    page = reverse("account_email")
    assert client.post(page, {"email": "mine@example.org", "action_add": ""}).status_code == 405
    assert "Your administrator can change this address" in Page(client.get(page)).text
    assert not EmailAddress.objects.exists()


def test_many_failures_from_one_address_stop_it_and_no_other(limits, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    here, there = "198.51.100.7", "203.0.113.9"
    for at in range(60):
        sign_in(f"guess{at}@nowhere", WRONG, headers={"X-Forwarded-For": here})
    stopped = sign_in(KNOWN, headers={"X-Forwarded-For": f"10.9.9.9, {here}"})
    assert "Too many attempts" in Page(stopped).text
    assert sign_in(KNOWN, headers={"X-Forwarded-For": there}).status_code == 302


def test_without_a_proxy_the_header_says_nothing(limits, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    for at in range(60):
        sign_in(f"guess{at}@nowhere", WRONG, headers={"X-Forwarded-For": f"198.51.100.{at}"})
    assert sign_in(KNOWN, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 200


def test_failures_stand_in_the_trail_without_what_was_typed(trail, person, service):
    sign_in(KNOWN, WRONG)
    sign_in(UNKNOWN, WRONG)
    assert trail() == [
        ("user.sign_in_failed", str(person(KNOWN).pk), service.pk),
        ("user.sign_in_failed", str(service.pk), service.pk),
    ]


def test_no_address_of_an_unknown_person_is_logged_or_kept(caplog, limits):
    sign_in("somebody.private@nowhere", WRONG)
    Client().post(reverse("account_reset_password"), {"email": "somebody.private@nowhere.example"})
    assert "somebody.private" not in caplog.text
    assert not any("somebody.private" in key for key in cache._cache)
