"""The administration's pages of every model × person: what is open stands in access_admin.csv.

A line without a round is about the model: `l` the person sees its list, may `a` add, and `v` view,
`c` change or `d` delete some row. A line with one is about the rows that hang on that round: `v`,
`c` and `d` mean such a row. "-" is nothing, and a row of which nothing is seen answers as one that
does not exist. `x` is turned away from the administration, `s` sent to sign in. What each page
answers follows from the letters by `expected`.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client

from audit.admin import site
from audit.models import LogEntry
from tests.four_rounds import Place, make_four_rounds, make_people_beside_the_cast
from tests.many_rows import add_findings
from tests.scope.asking import ask, in_words, told
from tests.scope.people import client_of
from tests.scope.routes import routes

with Path(__file__).with_name("access_admin.csv").open(newline="") as file:
    ROWS = list(csv.DictReader(file))
ABOUT = ("model", "round")
PEOPLE = [name for name in ROWS[0] if name not in ABOUT]
LETTERS = {(row["model"], row["round"], who): row[who] for row in ROWS for who in PEOPLE}
OF_THE_MODEL = ("changelist", "add")
OF_A_ROW = ("change", "delete", "history", "shortcut")
ROUNDS = ("own", "other", "inspection", "published")
REFERENCE = ("force", "framework", "areaofpractice", "stage", "theme", "question")
NOT_OF_A_ROUND = (*REFERENCE, "user", "logentry")
TURNED_AWAY = {"x": "no-admin", "s": "sign-in"}
MISSING = 99_999_999


@pytest.fixture(scope="module")
def places(module_db) -> dict[str, Place]:
    make_people_beside_the_cast()
    made = make_four_rounds()
    for place in made.values():
        add_findings(place.round, 1)
        document = place.recommendation.source_document
        document.round = place.round
        document.save()
    return made


@pytest.fixture(scope="module")
def clients(places) -> dict[str, Client]:
    return {name: client_of(name) for name in PEOPLE}


def row_of(model: str, place: Place | None):
    """A row that hangs on the place; of reference data any."""
    if place is None:
        return LogEntry.objects.last() if model == "logentry" else some(model)
    round = place.round
    return {
        "round": lambda: round,
        "casefile": lambda: place.case_file,
        "assessment": lambda: place.assessment,
        "recommendation": lambda: place.recommendation,
        "response": place.recommendation.responses.get,
        "sourcedocument": lambda: place.recommendation.source_document,
        "report": lambda: place.version.report,
        "reportversion": lambda: place.version,
        "commontheme": round.common_themes.get,
        "supportingfigure": round.supporting_figures.get,
        "publishedcount": round.published_counts.get,
    }[model]()


def some(model: str):
    return next(m for m in site._registry if m._meta.model_name == model)._default_manager.first()


def expected(method: str, what: str, of_model: str, of_row: str) -> str:
    """The answer of a page, from what a person may do with the model and with its row."""
    if of_model in TURNED_AWAY:
        return TURNED_AWAY[of_model]
    if what == "shortcut":
        return "302"
    if what in OF_THE_MODEL:
        return "200" if what[0].replace("c", "l") in of_model else "403"
    if of_row == "-":
        return missing(method, what, of_model)
    needed = {"change": "v" if method == "GET" else "c", "delete": "d", "history": "v"}[what]
    return "200" if needed in of_row else "403"


def missing(method: str, what: str, of_model: str) -> str:
    """Whoever could not do it to any row is refused before one is looked for."""
    asks = {"change": "v" if method == "GET" else "c", "delete": "d", "history": ""}[what]
    return "302" if asks in of_model else "403"


def answers(clients: dict[str, Client], method: str, url: str) -> dict[str, str]:
    return {name: in_words(ask(client, name, method, url)) for name, client in clients.items()}


def url_of(model: str, what: str, pk: int | None = None) -> str:
    return routes()[f"admin:audit_{model}_{what}"].address({"object_id": pk})


def test_the_policy_knows_every_model_and_every_kind_of_page():
    models = {model._meta.model_name for model in site._registry}
    kinds = {route.admin_model for route in routes().values() if route.admin_model}
    assert kinds == {(model, what) for model in models for what in (*OF_THE_MODEL, *OF_A_ROW)}
    needed = {(model, "") for model in models}
    needed |= {(model, round) for model in models - set(NOT_OF_A_ROUND) for round in ROUNDS}
    needed |= {(model, "any") for model in NOT_OF_A_ROUND}
    assert {(row["model"], row["round"]) for row in ROWS} == needed


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("model", sorted({row["model"] for row in ROWS}))
def test_lists_and_empty_forms_are_open_as_the_policy_says(model, method, clients, unrendered, db):
    for what in OF_THE_MODEL:
        got = answers(clients, method, url_of(model, what))
        assert got == {who: expected(method, what, LETTERS[model, "", who], "") for who in PEOPLE}


OF_ROWS = [(row["model"], row["round"]) for row in ROWS if row["round"]]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("model", "round"), OF_ROWS)
def test_rows_are_open_as_the_policy_says(model, round, method, places, clients, unrendered, db):
    row = row_of(model, places.get(round))
    # Of a row's history and its short address Django reads no form.
    for what in OF_A_ROW if method == "GET" else ("change", "delete"):
        got = answers(clients, method, url_of(model, what, row.pk))
        wanted = {
            who: expected(method, what, LETTERS[model, "", who], LETTERS[model, round, who])
            for who in PEOPLE
        }
        assert got == wanted, what


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("model", "round"), OF_ROWS)
def test_a_row_outside_the_scope_answers_as_one_that_is_missing(
    model, round, method, places, clients, db
):
    row = row_of(model, places.get(round))
    for who in ("moderator@wexshire", "moderator@eastmarch", "inspector@inspectorate"):
        if LETTERS[model, round, who] != "-":
            continue
        for what in ("change", "delete", "history"):
            there = told(clients[who], method, url_of(model, what, row.pk), but=str(row.pk))
            missing = told(clients[who], method, url_of(model, what, MISSING), but=str(MISSING))
            assert there == missing, (who, what)


@pytest.mark.parametrize("model", sorted({row["model"] for row in ROWS}))
def test_no_action_on_a_list_reaches_a_row_of_another_force(model, places, clients, db):
    """Of Django's actions there is one, which deletes."""
    if LETTERS[model, "", "moderator@eastmarch"][:1] != "l" or model in NOT_OF_A_ROUND:
        return
    row = row_of(model, places["own"])
    chosen = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [row.pk], "post": "yes"}
    clients["moderator@eastmarch"].post(url_of(model, "changelist"), chosen)
    assert type(row)._default_manager.filter(pk=row.pk).exists()
