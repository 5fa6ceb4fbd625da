"""What wants a password of the last ten minutes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import PASSWORD
from tests.pages import Page

pytestmark = pytest.mark.django_db
CONFIRM, KEPT = reverse("account_reauthenticate"), reverse("kept-form")


@pytest.fixture(autouse=True)
def _address(settings):
    settings.ROOT_URLCONF = "tests.sign_in.fresh_urls"


def confirm(client, to: str):
    return client.post(CONFIRM, {"password": PASSWORD, "next": to})


def test_without_a_fresh_password_one_is_asked_for(signed_in):
    client = signed_in("auditor@wexshire")
    assert client.get("/fresh/").url == f"{CONFIRM}?next=%2Ffresh%2F"
    assert Page(client.get(CONFIRM)).heading == "Confirm that it is you"
    assert confirm(client, "/fresh/").url == "/fresh/"
    assert client.get("/fresh/").content == b"exported"


def test_it_is_asked_once_in_ten_minutes(signed_in, clock):
    client = signed_in("auditor@wexshire")
    confirm(client, "/fresh/")
    clock(9.9)
    assert client.get("/fresh/").status_code == 200
    clock(0.2)
    assert client.get("/fresh/").status_code == 302


def test_signing_in_counts(enter, clock):
    client = enter("auditor@wexshire")
    assert client.get("/fresh/").status_code == 200
    clock(10.1)
    assert client.get("/fresh/").status_code == 302


def test_what_was_sent_is_not_lost(signed_in):
    client = signed_in("auditor@wexshire")
    assert client.post("/fresh/", {"role": "manager"}).url.startswith(f"{CONFIRM}?next=")
    assert confirm(client, KEPT).url == KEPT
    page = Page(client.get(KEPT))
    assert page.typed["role"] == ["manager"]
    assert client.post("/fresh/", {"role": "manager"}).content == b"done: manager"


def test_nobody_signed_in_is_sent_to_sign_in(client):
    assert client.post("/fresh/", {"role": "manager"}).url.startswith(reverse("account_login"))
