"""Every address × every person × every kind of round: the answers stand in access.csv.

"sign-in" is a redirect to the page for signing in, "confirm" to that for a fresh password,
"set-up" to that for setting up a second step, "no-admin" to the administration's own door, which
refuses; 404 means outside the person's scope, 403 inside it without the right, 405 a page that
cannot be sent to. The pages of single models in the administration have a policy of their own:
see tests/test_access_admin.py.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import User
from audit.urls import urlpatterns
from tests.cast import CAST
from tests.four_rounds import PAGE, address, make_four_rounds, make_people_beside_the_cast
from tests.scope.asking import ask, in_words, told, undone, written
from tests.scope.people import client_of, make_people_who_are_half_in
from tests.scope.routes import routes

with Path(__file__).with_name("access.csv").open(newline="") as file:
    ROWS = list(csv.DictReader(file))
ABOUT = ("method", "address", "round")
PEOPLE = [name for name in ROWS[0] if name not in ABOUT]
ROUNDS = {"own", "other", "inspection", "published"}
MISSING = {
    "code": "no-such-round",
    "kind": "no_such_kind",
    "sheet": "case-files",
    "number": 99,
    "reference": "NONE-0000",
    "pk": 99_999_999,
    "key": "no-such-key",
}
BESIDE = {
    # For addresses that are about no round.
    "key": "no-such-key",
    "uidb36": "1",
    "app_label": "audit",
    "content_type_id": 1,
    "object_id": 1,
    "url": "nowhere/",
}
OTHER_METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
ASKING_OTHERWISE = ("moderator@wexshire", "moderator@eastmarch", "admin@casemark", "signed-out")


@pytest.fixture(scope="module")
def places(module_db):
    make_people_beside_the_cast()
    make_people_who_are_half_in()
    return make_four_rounds()


@pytest.fixture(scope="module")
def beside(places) -> dict:
    """The passkey is of somebody who is not asked: nobody has an address of it."""
    keyholder = User.objects.create_user("keyholder@eastmarch.example", name="Key holder")
    passkey = Authenticator.objects.create(
        user=keyholder, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )
    return BESIDE | {"pk": passkey.pk}


@pytest.fixture(scope="module")
def clients(places) -> dict[str, Client]:
    return {name: client_of(name) for name in PEOPLE}


@pytest.fixture
def url_of(places, beside):
    def find(row: dict[str, str]) -> str:
        known = places[row["round"]].address(row["address"]) if row["round"] else beside
        return address(row["address"], known)

    return find


@pytest.fixture(autouse=True)
def _no_rendering(monkeypatch):
    """Whether somebody gets a report is asked here; what is in it, in tests/documents."""
    for views in ("reports", "samples", "did_it_work"):
        monkeypatch.setattr(f"audit.views.{views}.render_pdf", lambda snapshot: b"%PDF-1.7")
    monkeypatch.setattr("audit.views.reports.render_html", lambda snapshot: PAGE.decode())
    monkeypatch.setattr("audit.views.reports.render_word", lambda snapshot: b"PK")
    monkeypatch.setattr("audit.views.feedback_notes.render_pdf", lambda snapshot: b"%PDF-1.7")
    monkeypatch.setattr("audit.views.feedback_notes.render_html", lambda snapshot: PAGE.decode())


def named(row: dict[str, str]) -> str:
    return " ".join(filter(None, map(row.get, ABOUT)))


def test_the_table_knows_everybody():
    cast = {person.email.removesuffix(".example") for person in CAST}
    assert cast <= set(PEOPLE)


def test_the_table_knows_every_address():
    own = {pattern.name for pattern in urlpatterns}
    needed = {
        (method, name, round)
        for name, route in routes().items()
        if not route.admin_model
        for method in ("GET", "POST")
        for round in (ROUNDS if name in own and route.wants else {""})
    }
    assert {(row["method"], row["address"], row["round"]) for row in ROWS} == needed


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_each_person_gets_the_answer_of_the_table(row, url_of, clients, unrendered, db):
    url = url_of(row)
    got = {name: in_words(ask(who, name, row["method"], url)) for name, who in clients.items()}
    assert got == {name: row[name] for name in PEOPLE}


ANSWERED = {
    (row["address"], row["round"], name): {
        other[name] for other in ROWS if named(other).split()[1:] == named(row).split()[1:]
    }
    for row in ROWS
    if row["method"] == "GET"
    for name in ASKING_OTHERWISE
}
"""(address, round, person) → what the table says of reading and of sending."""


@pytest.mark.parametrize("row", [row for row in ROWS if row["method"] == "GET"], ids=named)
def test_no_other_method_changes_anything_or_says_more(row, url_of, clients, db):
    url = url_of(row)
    for name in ASKING_OTHERWISE:
        allowed = ANSWERED[row["address"], row["round"], name]
        for method in OTHER_METHODS:
            with undone(clients[name]), CaptureQueriesContext(connection) as queries:
                response = clients[name].generic(method, url)
            assert not written(queries), (name, method)
            assert in_words(response) in allowed | {"405"} or is_bare(response), (name, method)
            assert "200" in allowed or not response.content or response.status_code >= 400


def is_bare(response) -> bool:
    """What OPTIONS answers: the methods of a page, and nothing of what is in it."""
    return response.status_code == 200 and not response.content


OUTSIDE = [row for row in ROWS if row["round"] and row["moderator@eastmarch"] == "404"]


@pytest.mark.parametrize("row", OUTSIDE, ids=named)
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
