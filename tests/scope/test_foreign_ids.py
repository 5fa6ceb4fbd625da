"""Keys and codes of Eastmarch put into every form and address that a Wexshire user meets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.admin.site import site
from audit.models import LogEntry
from audit.rules.roles import Role
from tests.four_rounds import address
from tests.scope.asking import undone, written
from tests.scope.crawl import address_there
from tests.scope.reading import Form, Reader
from tests.scope.routes import Route, routes

WHO = ("moderator@wexshire", "auditor@wexshire", "inspector@inspectorate")
FULL = os.environ.get("CASEMARK_SOAK") == "full"
TRIED = 2
"""Foreign values for each field, unless all of them are tried."""
NO_CHOICE = {"csrfmiddlewaretoken", "next", "sort", "page", "forget", "reads"}
COUNTERS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")
"""How many rows a formset of the admin has: a number, and no key of anything."""
NOT_READ = ("local_numbers-0-case_file", "local_numbers-0-id")
"""Of rows that the admin only shows: nobody looks at what is sent for them."""
NO_KEYS = ("-kept", "started_from", "lock", "plan")
"""What a form started from: compared with what is saved, and no key of a row."""


@dataclass(frozen=True)
class Attempt:
    url: str
    form: Form
    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.form.method} {self.form.action}: {self.name}={self.value}"

    def send(self, client: Client):
        sent = {**self.form.shown, self.name: [self.value]}
        if self.form.method == "post":
            # A list's filter is sent first, and answered by the page that follows.
            return client.post(self.form.action, sent, follow=True)
        return client.get(f"{self.form.action.split('?')[0]}?{urlencode(sent, doseq=True)}")


def foreign_values(world) -> list[str]:
    there = world.there
    return [
        str(there.round.pk),
        there.round.code,
        str(there.case_file.pk),
        there.case_file.reference,
        str(there.assessment.pk),
        str(there.recommendation.pk),
        str(there.people[Role.AUDITOR].pk),
        str(there.people[Role.MODERATOR].pk),
    ]


def _own_routes() -> Iterator[Route]:
    """Of the site itself: not allauth's and not the admin's."""
    for name, route in routes().items():
        if ":" not in name and not name.startswith(("account_", "mfa_")):
            yield route


def pages_of(world) -> Iterator[str]:
    for route in _own_routes():
        if route.wants:
            yield from (address(route.name, p.address(route.name)) for p in world.places)
        else:
            yield route.address({})
    place = world.places[0]
    for model in site._registry:
        name = model._meta.model_name
        yield reverse(f"admin:audit_{name}_add")
    yield reverse("admin:audit_casefile_change", args=[place.case_file.pk])
    yield reverse("admin:audit_round_change", args=[place.round.pk])
    yield reverse("admin:audit_recommendation_change", args=[place.recommendation.pk])


def forms_of(world, client: Client) -> Iterator[tuple[str, Form]]:
    seen = set()
    for url in pages_of(world):
        with undone(client):
            response = client.get(url)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        for form in Reader(url, response.content.decode()).forms:
            key = (form.action, frozenset(form.names))
            if key not in seen and "/account/" not in form.action:
                seen.add(key)
                yield url, form


def attempts(world, client: Client) -> Iterator[Attempt]:
    values = foreign_values(world)
    for url, form in forms_of(world, client):
        for name in sorted({*form.offered, *form.hidden} - NO_CHOICE):
            if not is_choice(form, name):
                continue
            # Django's own lists of the admin fail on what is no number; nothing is saved then.
            possible = [v for v in values if v.isdigit()] if "/administration/" in url else values
            chosen = possible if FULL else Random(f"{url} {name}").sample(possible, TRIED)
            yield from (Attempt(url, form, name, value) for value in chosen)


def is_choice(form: Form, name: str) -> bool:
    """Whether a field takes the key or code of something: a box to tick takes none."""
    ticked = form.offered.get(name) == ["on"]
    pattern = "__prefix__" in name  # the row that a formset copies for a new one
    no_key = name.startswith(("lock-", "shown-")) or name.endswith((*COUNTERS, *NO_KEYS, *NOT_READ))
    return bool(name) and not (ticked or pattern or no_key)


def refusals() -> int:
    return LogEntry.objects.filter(event__startswith="refused.").count()


@pytest.mark.parametrize("who", WHO)
def test_a_foreign_key_in_any_field_changes_nothing_and_is_logged(who, world, db):
    client = world.client(who)
    changed, unlogged, tried = [], [], 0
    for attempt in attempts(world, client):
        tried += 1
        reset_queries()
        with undone(client), CaptureQueriesContext(connection) as queries:
            before = refusals()
            attempt.send(client)
            if written(queries):
                changed.append(f"{attempt} wrote {sorted(written(queries))}")
            elif refusals() == before:
                unlogged.append(str(attempt))
    assert tried > 20
    assert changed == []
    assert unlogged == []


@pytest.mark.parametrize("who", [*WHO, "manager@wexshire", "observer@wexshire"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_key_in_any_address_is_missing_and_logged(method, who, world, db):
    client = world.client(who)
    for route in _own_routes():
        if not route.wants or route.name.startswith(("person-", "role-", "team-", "access-")):
            continue  # administrators' pages: refused before anything is looked up
        with undone(client):
            before = refusals()
            url = address(route.name, address_there(route.name, world.there))
            response = getattr(client, method)(url)
            # A page that takes no POST says so to everybody, and one is led back to a page.
            assert response.status_code in {404, 405, 302}, route.name
            assert refusals() > before or response.status_code != 404, route.name


def test_somebody_elses_session_is_not_ended_and_that_is_logged(world, db):
    client = world.client("auditor@wexshire")
    with undone(client):
        before = refusals()
        assert client.post(reverse("session-list"), {"session": "7000001"}).status_code == 404
        assert refusals() > before
