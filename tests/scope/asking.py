"""Asking for an address as somebody, and leaving everything as it was."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, reset_queries, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.scope.people import NO_SECOND_STEP

ASIDE = ("audit_logentry", "audit_logtext", "django_session", "usersessions_usersession")
"""What any request may write: the trail, and the session with its times."""
WRITES = re.compile(r'^(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')
SESSION = re.compile("session|SAVEPOINT")
"""Savepoints are those in which a session is written."""
LEADS_TO = {
    "account_login": "sign-in",
    "account_reauthenticate": "confirm",
    "mfa_index": "set-up",
    "admin:login": "no-admin",
}


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What is done inside never happened: not in the database, and not to the client's cookies."""
    cookies = copy.copy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def in_words(response: HttpResponse) -> str:
    """The status; of a redirect that turns somebody away, where to."""
    if response.status_code == 302:
        to = response.url.split("?")[0]
        for name, words in LEADS_TO.items():
            if to == reverse(name):
                return words
    return str(response.status_code)


def ask(client: Client, who: str, method: str, url: str) -> HttpResponse:
    """Everybody else of the cast has no second step either, and is not asked for one."""
    if who == NO_SECOND_STEP:
        with override_settings(SECOND_STEP_REQUIRED=True), undone(client):
            return client.generic(method, url)
    with undone(client):
        return client.generic(method, url)


@dataclass(frozen=True)
class Told:
    """What can be noticed of an answer. `place` is where a redirect leads."""

    status: int
    place: str
    body: str
    queries: int


def told(client: Client, method: str, url: str, *, but: str = "") -> Told:
    """Without the form token, which is new each time, and `but`: what was asked for itself; nor
    the session, which is touched once a minute, whatever is asked for."""
    reset_queries()  # only so many are kept, and then no more are counted
    with undone(client), CaptureQueriesContext(connection) as queries:
        response = client.generic(method, url)
        asked_for = sum(not SESSION.search(query["sql"]) for query in queries)
        # A page of the admin says what is missing on the page to which it leads.
        shown = client.get(response.url) if response.status_code == 302 else response
    body = re.sub(r'value="\w{64}"', "", shown.content.decode())
    body = body.replace(f"“{but}”", "") if but else body
    return Told(response.status_code, response.headers.get("Location", ""), body, asked_for)


def written(queries: CaptureQueriesContext) -> set[str]:
    """The tables that were written to, whether it was undone later or not."""
    found = (WRITES.match(query["sql"]) for query in queries.captured_queries)
    return {match[1] for match in found if match} - set(ASIDE)
