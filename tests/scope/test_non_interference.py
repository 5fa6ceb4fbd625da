"""Nobody of Wexshire can notice that Eastmarch works: every answer stays as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import CaseFile
from tests.scope.canaries import planting
from tests.scope.crawl import Asked, Crawl, known_addresses
from tests.scope.eastmarch import make_eastmarch

WHO = ("moderator@wexshire", "manager@wexshire")
FILES = 200
LEFT_OUT = (".pdf", ".xlsx", "/numbers/")
"""What takes long or holds the time at which it was made, and is made of what the page shows; what
adds a line to a history each time."""
NEW_EACH_TIME = re.compile(
    r'value="\w{64}"|"token": "\w+"|"(?:idle_)?left": [\d.]+'
    r"|\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|\b[0-9A-F]{8}\b"
)
"""Form tokens, what is left of a session, a reference that is offered, the number of an error."""


@dataclass(frozen=True)
class Answer:
    status: int
    place: str
    kind: str
    body: str
    queries: int


def answer(client: Client, asked: Asked) -> Answer:
    reset_queries()  # only so many are kept, and then no more are counted
    with CaptureQueriesContext(connection) as queries:
        response = asked.ask(client)
    body = b"" if response.content.startswith(b"%PDF") else response.content
    return Answer(
        response.status_code,
        response.headers.get("Location", ""),
        response.headers.get("Content-Type", ""),
        NEW_EACH_TIME.sub("", body.decode("utf-8", "replace")),
        len(queries),
    )


@pytest.fixture(autouse=True)
def _no_minute_passes(monkeypatch):
    """Once a minute a session notes that it is used, with a query of its own."""
    monkeypatch.setattr("audit.rules.sessions.SessionTimes.is_worth_touching", lambda *_: False)


def test_what_eastmarch_adds_changes_no_answer_to_wexshire(world, db):
    clients = {who: world.client(who) for who in WHO}
    lists = {}
    for who, client in clients.items():
        crawl = Crawl(client)
        list(crawl.run(known_addresses(world.places, world.there)))
        lists[who] = [asked for asked in crawl.done if not asked.url.endswith(LEFT_OUT)]

    def all_answers() -> dict[tuple[str, int], tuple[Asked, Answer]]:
        return {
            (who, n): (asked, answer(clients[who], asked))
            for who, addresses in lists.items()
            for n, asked in enumerate(addresses)
        }

    before = all_answers()
    files = CaseFile.objects.count()
    with planting(world.canaries, first=8_000_001):
        make_eastmarch(files=FILES)
    assert CaseFile.objects.count() == files + FILES
    after = all_answers()
    differing = {str(before[key][0]): key for key in before if before[key] != after[key]}
    assert differing == {}
    assert len(before) > 300
