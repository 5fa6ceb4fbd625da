"""Apps, recovery codes, and that nobody passes without a second step where one is asked for."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD
from tests.pages import Page
from tests.sign_in.conftest import SECRET, code, sign_in

pytestmark = pytest.mark.django_db
WHO, ADMIN = "auditor@wexshire", "admin@casemark"


@pytest.fixture(autouse=True)
def _no_code_is_used_yet():
    cache.clear()


@pytest.fixture
def with_app(person):
    TOTP.activate(person(WHO), SECRET)
    return person(WHO)


@pytest.fixture
def half(with_app) -> Client:
    """Somebody whose password was right, and who has not given a code."""
    client = Client()
    assert sign_in(WHO, client=client).url == reverse("mfa_authenticate")
    return client


def give(client: Client, typed: str):
    return client.post(reverse("mfa_authenticate"), {"code": typed})


def test_half_signed_in_is_nobody(half):
    for name in ("home", "case-file-list", "session-list", "mfa_index", "account_change_password"):
        assert half.get(reverse(name)).url.startswith(reverse("account_login"))
    assert half.get(reverse("session-activity")).json() == {"state": "ended"}


def test_the_code_of_the_app_signs_in(half, trail, with_app):
    assert give(half, code()).status_code == 302
    assert half.get(reverse("home")).status_code == 200
    assert ("user.signed_in", str(with_app.pk), with_app.pk) in trail()


def test_nobody_is_signed_in_before_the_code(half, trail):
    assert "user.signed_in" not in [event for event, *_ in trail()]


def test_whose_account_is_closed_before_the_code_does_not_get_in(half, with_app, trail):
    with_app.is_active = False
    with_app.save()
    assert give(half, code()).url == reverse("account_inactive")
    assert half.get(reverse("home")).status_code == 302
    assert "user.signed_in" not in [event for event, *_ in trail()]


def test_a_code_may_be_half_a_minute_old_and_hold_spaces(half):
    old = code(steps=-1)
    assert give(half, f" {old[:3]} {old[3:]} ").status_code == 302


def test_an_older_code_is_refused_in_words_and_recorded(half, trail, with_app, service):
    page = Page(give(half, code(steps=-3)))
    assert [text for text, _ in page.errors] == [
        "The code is not right. Wait until your app shows the next one, then type that"
    ]
    assert ("user.sign_in_failed", str(with_app.pk), service.pk) in trail()


@pytest.mark.parametrize("minutes", [0, 0.6])
def test_a_code_works_once_for_as_long_as_it_is_good(with_app, clock, minutes):
    now = code(steps=1)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(WHO, client=client)
    assert give(first, now).status_code == 302
    clock(minutes)
    assert give(second, now).status_code == 200


def test_ten_wrong_codes_lock_the_second_step(half, limits, clock):
    for _ in range(10):
        assert "Too many" not in Page(give(half, "000000")).text
        clock(0.3)
    assert "Too many attempts" in Page(give(half, code())).text


class TestTheLastAdministrator:
    @pytest.fixture
    def last(self, person, limits) -> Client:
        TOTP.activate(person(ADMIN), SECRET)
        client = Client()
        sign_in(ADMIN, client=client)
        return client

    def fail(self, client: Client, times: int, clock) -> None:
        for _ in range(times):
            give(client, "000000")
            clock(0.3)

    def test_gets_in_by_the_right_code_after_many_wrong_ones(self, last, clock):
        self.fail(last, 12, clock)
        assert give(last, code()).status_code == 302
        assert last.get(reverse("home")).status_code == 200

    def test_gets_in_by_a_recovery_code_too(self, last, clock, person):
        [first, *_] = RecoveryCodes.activate(person(ADMIN)).get_unused_codes()
        self.fail(last, 12, clock)
        assert give(last, first).status_code == 302

    def test_confirms_by_it_that_it_is_them(self, last, clock):
        give(last, code())
        for _ in range(12):
            last.post(reverse("mfa_reauthenticate"), {"code": "000000"})
            clock(0.3)
        given = {"code": code(), "next": "/people/"}
        assert last.post(reverse("mfa_reauthenticate"), given).url == "/people/"

    def test_is_answered_like_everybody_for_a_wrong_one(self, last, half, clock):
        self.fail(last, 12, clock)
        self.fail(half, 12, clock)
        wrong = [Page(give(client, "000000")).errors for client in (last, half)]
        assert wrong[0] == wrong[1]
        assert "Too many attempts" in wrong[0][0][0]

    def test_uses_a_code_once(self, last, clock):
        self.fail(last, 12, clock)
        now = code(steps=1)
        give(last, now)
        again = Client()
        sign_in(ADMIN, client=again)
        assert give(again, now).status_code == 200

    def test_cannot_be_guessed_without_end(self, last, clock):
        """One of a million codes, and somebody who has the password."""
        self.fail(last, 10 + 30, clock)
        assert give(last, code()).status_code == 200
        clock(60)
        self.fail(last, 12, clock)
        assert give(last, code()).status_code == 302

    def test_is_one_of_two_no_longer(self, last, clock, person):
        person("manager@wexshire").memberships.create(role="administrator")
        self.fail(last, 12, clock)
        assert give(last, code()).status_code == 200


def test_the_code_that_set_the_app_up_does_not_sign_in(enter):
    client, activate = enter(WHO), reverse("mfa_activate_totp")
    secret = re.search(r'casemark-secret">(\w+)<', client.get(activate).content.decode())[1]
    now = code(secret, steps=1)
    assert client.post(activate, {"code": now}).status_code == 302
    again = Client()
    sign_in(WHO, client=again)
    assert give(again, now).status_code == 200
    assert give(again, code(secret)).status_code == 302


def test_a_recovery_code_signs_in_once(half, with_app, trail):
    [first, *_] = RecoveryCodes.activate(with_app).get_unused_codes()
    assert give(half, first).status_code == 302
    assert ("user.recovery_code_used", str(with_app.pk), with_app.pk) in trail()
    again = Client()
    sign_in(WHO, client=again)
    assert give(again, first).status_code == 200


def test_setting_up_an_app_shows_a_picture_and_a_key_and_then_recovery_codes(
    enter, trail, person, monkeypatch
):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda call: call())
    client = enter(WHO)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r'casemark-secret">(\w+)<', page.content.decode())[1]
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r'casemark-secret">(\d{8})<', client.get(done.url).content.decode())
    assert len(codes) == 10
    assert not re.search(r"\d{8}<", client.get(done.url).content.decode())
    me = person(WHO).pk
    assert trail().count(("user.second_step_added", str(me), me)) == 2
    assert mail.outbox[-1].subject == "An app now signs you in to Casemark"
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored


def test_removing_the_app_removes_the_recovery_codes_and_is_recorded(enter, with_app, trail):
    RecoveryCodes.activate(with_app)
    client = Client()
    sign_in(WHO, client=client)
    give(client, code())
    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not Authenticator.objects.filter(user=with_app).exists()
    assert [event for event, *_ in trail()].count("user.second_step_removed") == 2


class TestWhereItIsRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_STEP_REQUIRED = True

    @pytest.mark.parametrize(
        "name",
        ["home", "case-file-list", "session-list", "account_change_password", "admin:index"],
    )
    def test_without_one_everything_leads_to_setting_it_up(self, enter, name):
        client = enter(WHO)
        assert client.get(reverse(name)).url == reverse("mfa_index")
        assert client.post(reverse(name)).url == reverse("mfa_index")

    @pytest.mark.parametrize(
        "name", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "accessibility"]
    )
    def test_setting_it_up_is_open(self, enter, name):
        assert enter(WHO).get(reverse(name)).status_code == 200

    def test_signing_out_is_open(self, enter):
        assert enter(WHO).post(reverse("account_logout")).url == reverse("account_login")

    def test_recovery_codes_alone_are_none(self, enter, person):
        client = enter(WHO)
        RecoveryCodes.activate(person(WHO))
        assert client.get(reverse("home")).status_code == 302

    def test_with_one_everything_is_open(self, half):
        give(half, code())
        assert half.get(reverse("home")).status_code == 200

    def test_whose_second_step_is_taken_away_sets_one_up_again(self, half, with_app):
        give(half, code())
        Authenticator.objects.filter(user=with_app).delete()
        assert half.get(reverse("home")).url == reverse("mfa_index")


def test_where_it_is_not_required_nobody_is_asked(enter):
    assert enter(WHO).get(reverse("home")).status_code == 200


def test_the_password_that_signed_in_is_fresh_enough_to_set_one_up(enter, clock):
    client = enter(WHO)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    clock(11)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
