"""Every address × every person × every kind of round: the answers stand in access.csv.

"sign-in" is a redirect to the page for signing in; 404 means outside the person's scope, 403
inside it without the right, 405 a page that cannot be sent to.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from audit.models import User
from audit.urls import urlpatterns
from tests.cast import CAST
from tests.four_rounds import (
    PAGE,
    address,
    make_four_rounds,
    make_people_beside_the_cast,
    wanted_by,
)

with Path(__file__).with_name("access.csv").open(newline="") as file:
    ROWS = list(csv.DictReader(file))
ABOUT = ("method", "address", "round")
PEOPLE = [name for name in ROWS[0] if name not in ABOUT]
ROUNDS = {"own", "other", "inspection", "published"}
SIGNED_OUT = "signed-out"
MISSING = {
    "code": "no-such-round",
    "kind": "no_such_kind",
    "number": 99,
    "reference": "NONE-0000",
    "pk": 99_999_999,
}


@pytest.fixture(scope="module")
def places(module_db):
    make_people_beside_the_cast()
    return make_four_rounds()


@pytest.fixture(scope="module")
def clients(places) -> dict[str, Client]:
    made = {name: Client() for name in PEOPLE}
    for name, client in made.items():
        if name != SIGNED_OUT:
            user = User.objects.get(email=f"{name}.example")
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return made


@pytest.fixture(autouse=True)
def _no_rendering(monkeypatch):
    """Whether somebody gets a report is asked here; what is in it, in tests/documents."""
    monkeypatch.setattr("audit.views.reports.render_pdf", lambda snapshot: b"%PDF-1.7")
    monkeypatch.setattr("audit.views.reports.render_html", lambda snapshot: PAGE.decode())


def asked(client: Client, method: str, url: str) -> str:
    """What a person is answered, and nothing that it changes: the next one finds all as it was."""
    with transaction.atomic():
        response = client.generic(method, url)
        transaction.set_rollback(True)
    to_sign_in = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    return "sign-in" if to_sign_in else str(response.status_code)


def test_the_table_knows_everybody():
    cast = {person.email.removesuffix(".example") for person in CAST}
    assert cast <= set(PEOPLE)


def test_the_table_knows_every_address():
    assert all(isinstance(pattern, URLPattern) and pattern.name for pattern in urlpatterns)
    needed = {
        (method, pattern.name, round)
        for pattern in urlpatterns
        for method in ("GET", "POST")
        for round in (ROUNDS if wanted_by(pattern.name) else {""})
    }
    assert {(row["method"], row["address"], row["round"]) for row in ROWS} == needed


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(filter(None, map(row.get, ABOUT))))
def test_each_person_gets_the_answer_of_the_table(row, places, clients, db):
    known = places[row["round"]].address(row["address"]) if row["round"] else {}
    url = address(row["address"], known)
    got = {name: asked(client, row["method"], url) for name, client in clients.items()}
    assert got == {name: row[name] for name in PEOPLE}


OUTSIDE = [row for row in ROWS if row["moderator@eastmarch"] == "404"]


def told(client: Client, method: str, url: str) -> tuple[int, str, int]:
    """Status, body (without the form token, which is new each time) and number of queries."""
    with CaptureQueriesContext(connection) as queries:
        response = client.generic(method, url)
    body = re.sub(r'value="\w{64}"', "", response.content.decode())
    return response.status_code, body, len(queries)


@pytest.mark.parametrize("row", OUTSIDE, ids=lambda row: " ".join(row[part] for part in ABOUT))
def test_what_is_outside_the_scope_looks_like_what_is_missing(row, places, clients, db):
    client, name = clients["moderator@eastmarch"], row["address"]
    outside = address(name, places[row["round"]].address(name))
    missing = address(name, MISSING | {"kind": "case_file_audit"})
    assert told(client, row["method"], outside) == told(client, row["method"], missing)


def test_an_unknown_kind_of_report_is_missing(places, clients, db):
    known = places["own"].address("report-draft") | {"kind": "no_such_kind"}
    client = clients["moderator@wexshire"]
    for name in ("report-draft", "report-draft-pdf", "report-publish", "report-version"):
        assert client.get(address(name, known)).status_code == 404
