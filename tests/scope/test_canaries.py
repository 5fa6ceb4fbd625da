"""Every text of Eastmarch is a word of its own, and none of them is anywhere in Wexshire."""

from __future__ import annotations

import logging
from collections import Counter

import pytest
from django.core import mail
from django.urls import reverse

from config.safe_logging import SafeFormatter
from tests.scope.canaries import owned_models, text_fields
from tests.scope.crawl import FULL, Crawl, known_addresses, text_of

WEXSHIRE = (
    *("auditor@wexshire", "moderator@wexshire", "manager@wexshire", "owner@wexshire"),
    *("observer@wexshire", "nobody@wexshire", "inspector3@inspectorate"),
    *(("auditor2@wexshire", "inspector@inspectorate") if FULL else ()),
)
ADDRESSES = 200
"""Fewer than so many and something is no longer reached."""


@pytest.fixture
def logged(settings):
    """Everything that is logged, as the site writes it."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept(level=logging.DEBUG)
    handler.setFormatter(SafeFormatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


def crawled(world, who: str) -> tuple[Crawl, dict[str, set[str]], Counter]:
    """(the crawl, address → where the words come from that stand there, status → how often).

    What somebody asked for by its key or code they knew: that it is said back tells nothing.
    """
    crawl, found, statuses = Crawl(world.client(who)), {}, Counter()
    known = known_addresses(world.places, world.there)
    keys = world.canaries.found_in(" ".join(asked.url for asked in known))
    for asked, response in crawl.run(known):
        statuses[response.status_code] += 1
        said_back = {word for word in keys if word.startswith("key ")}
        said_back |= world.canaries.found_in(asked.url)
        if words := world.canaries.found_in(text_of(response)) - said_back:
            found[asked.url] = words
    return crawl, found, statuses


def test_every_text_of_every_model_holds_a_word(world):
    planted = set(world.canaries.planted.values())
    needed = {
        f"{model._meta.model_name}.{field.name}"
        for model in owned_models()
        for field in text_fields(model)
    }
    assert needed - planted == set()


@pytest.mark.parametrize("who", WEXSHIRE)
def test_nothing_that_somebody_of_wexshire_reaches_holds_a_word(who, world, db, logged):
    crawl, found, statuses = crawled(world, who)
    assert found == {}
    asked = " ".join(asked.url for asked in crawl.done)
    assert world.canaries.found_in("\n".join(logged)) <= world.canaries.found_in(asked)
    mails = [f"{one.subject} {one.body} {one.to}" for one in mail.outbox]
    assert mails
    assert world.canaries.found_in(" ".join(mails)) == set()
    assert statuses[500] == 0
    assert len(crawl.done) >= ADDRESSES or who == "nobody@wexshire"


def test_the_crawl_finds_the_words_where_they_may_stand(world, db):
    """The same crawl by Eastmarch's moderator: nearly all that is written is shown somewhere."""
    _, found, _ = crawled(world, "moderator@eastmarch")
    shown = set().union(*found.values())
    assert len(shown) > 20


def test_the_crawl_finds_a_word_that_got_into_wexshire(world, db):
    round = world.places[0].round
    round.summary = world.canaries.word("planted", 1)
    round.save()
    _, found, _ = crawled(world, "manager@wexshire")
    assert {"planted"} in found.values()


def test_what_fails_shows_no_word(world, db, logged, monkeypatch):
    secret = world.there.assessment.rationale

    def fail(*args, **kwargs):
        raise RuntimeError(secret)

    monkeypatch.setattr("audit.views.home.HomeView.get_context_data", fail)
    response = world.client("moderator@wexshire").get(reverse("home"))
    assert response.status_code == 500
    assert world.canaries.found_in(text_of(response) + "\n".join(logged)) == set()
    assert logged
