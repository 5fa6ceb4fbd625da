"""The list of one's sessions, what ends them, and what the trail says of it."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.db.models import F
from django.urls import reverse

from audit.models import User
from tests.cast import PASSWORD
from tests.pages import Page
from tests.sign_in.conftest import sign_in

pytestmark = pytest.mark.django_db
WHO, LIST = "auditor@wexshire", reverse("session-list")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def two(enter, client):
    sign_in(WHO, client=client, headers={"User-Agent": FIREFOX})
    return enter(WHO), client


def is_in(client) -> bool:
    return client.get(reverse("home")).status_code == 200


def row_of(client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_the_list_names_device_address_and_times(two):
    here, _ = two
    page = Page(here.get(LIST))
    assert "Firefox on Windows" in page.text
    assert "127.0.0.1" in page.text
    assert page.text.count("Signed in") == 2
    assert page.text.count("This one") == 1


def test_one_can_be_ended(two, trail, person):
    here, there = two
    here.post(LIST, {"session": row_of(there).pk})
    assert is_in(here)
    assert not is_in(there)
    me = person(WHO).pk
    assert trail()[-1] == ("user.session_ended", str(me), me)


def test_all_others_can_be_ended(two, enter):
    here, there = two
    third = enter(WHO)
    here.post(LIST, {"session": "others"})
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]


NONSENSE = {"": 302, "x": 302, "-1": 302, "9" * 30: 302, "99999999": 404}
"""What is sent → the answer; the last could be somebody else's."""


@pytest.mark.parametrize("chosen", NONSENSE)
def test_nonsense_ends_nothing(two, chosen):
    here, there = two
    assert here.post(LIST, {"session": chosen}).status_code == NONSENSE[chosen]
    assert is_in(here)
    assert is_in(there)


def test_somebody_elses_cannot_be_ended(two, enter):
    here, _ = two
    other = enter("moderator@eastmarch")
    here.post(LIST, {"session": row_of(other).pk})
    assert is_in(other)
    assert len(UserSession.objects.filter(user__email="moderator@eastmarch.example")) == 1


def test_a_new_password_ends_all_others(two, trail):
    here, there = two
    new = "gravel tortoise oboe lamp"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new})
    assert is_in(here)
    assert not is_in(there)
    assert "user.password_changed" in [event for event, *_ in trail()]
    assert Page(here.get(LIST)).text.count("Signed in") == 1


def test_raising_the_count_ends_all(two, person):
    User.objects.filter(pk=person(WHO).pk).update(sessions_ended=F("sessions_ended") + 1)
    assert [is_in(client) for client in two] == [False, False]


def test_signing_in_and_out_are_recorded(enter, trail, person):
    enter(WHO).post(reverse("account_logout"))
    me = person(WHO).pk
    assert trail() == [("user.signed_in", str(me), me), ("user.signed_out", str(me), me)]


def test_the_cookie_outlives_the_limit_and_ends_with_the_browser(settings, client):
    assert settings.SESSION_COOKIE_AGE > settings.SESSION_LIMIT_SECONDS
    sign_in(WHO, client=client)
    assert client.cookies["sessionid"]["max-age"] == ""
