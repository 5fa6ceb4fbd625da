"""The pages of calendar feeds, and the feed that a calendar fetches."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from audit.models import CalendarToken, LogEntry, Recommendation
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db

LIST, MAKE = reverse("calendar-feed-list"), reverse("calendar-feed-make")


@pytest.fixture
def manager(freshly_signed_in):
    return freshly_signed_in("manager@wexshire")


def _made(manager) -> str:
    """The path of a new feed, as its page shows it once."""
    page = manager.post(MAKE, {"label": "The board"}).content.decode()
    (path,) = re.findall(r"(/calendar/[\w-]+\.ics)", page)
    return path


@pytest.fixture
def asked(db):
    round = RoundFactory(inspection=True, published=True)
    return ResponseFactory(
        recommendation=RecommendationFactory(
            round=round,
            legal_basis=Recommendation.LegalBasis.INSPECTION,
            title="Look sooner at Blue Lane",
            text="Look at every referral about Blue Lane sooner.",
        )
    )


def test_its_address_is_shown_once(manager):
    path = _made(manager)
    for url in (LIST, MAKE):
        page = manager.get(url)
        assert path not in page.content.decode()
    assert "The board" in Page(manager.get(LIST)).text


def test_a_calendar_fetches_it_without_signing_in(manager, client, asked):
    path = _made(manager)
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    content = response.content.decode().replace("\r\n ", "")
    assert content.startswith("BEGIN:VCALENDAR")
    assert "SUMMARY:Wexshire Police\\, recommendation" in content
    assert "Blue Lane" not in content


def test_revoked_and_unknown_it_is_missing_alike(manager, client, asked):
    path = _made(manager)
    feed = CalendarToken.objects.get()
    manager.post(reverse("calendar-feed-revoke", args=[feed.pk]))
    revoked, unknown = client.get(path), client.get("/calendar/no-such-key.ics")
    assert revoked.status_code == unknown.status_code == 404
    assert revoked.content == unknown.content
    assert "Revoked" in Page(manager.get(LIST)).text


def test_what_stood_in_a_missing_address_stands_in_no_entry(manager):
    manager.get("/calendar/a-secret-that-was-mistyped.ics")
    entry = LogEntry.objects.get(event="refused.not_found")
    assert entry.changed == []


def test_it_asks_who_uses_it(manager):
    page = Page(manager.post(MAKE, {"label": " "}))
    assert "Enter who uses it" in page.text
    assert not CalendarToken.objects.exists()


def test_revoked_twice_it_says_so(manager):
    _made(manager)
    url = reverse("calendar-feed-revoke", args=[CalendarToken.objects.get().pk])
    manager.post(url)
    assert "This feed is revoked already." in Page(manager.post(url)).text


def test_whoever_manages_nothing_is_refused(freshly_signed_in):
    for who in ("moderator@wexshire", "observer@wexshire", "admin@casemark"):
        client = freshly_signed_in(who)
        assert client.get(LIST).status_code == 403
        assert client.post(MAKE, {"label": "Mine"}).status_code == 403
    assert not CalendarToken.objects.exists()


def test_whoever_manages_several_forces_says_which(freshly_signed_in, person):
    from audit.models import Force

    eastmarch = Force.objects.get(code="eastmarch")
    person("manager@wexshire").memberships.create(role="manager", force=eastmarch)
    client = freshly_signed_in("manager@wexshire")
    assert "Which force is it about?" in Page(client.get(MAKE)).text
    client.post(MAKE, {"label": "The board", "force": eastmarch.pk})
    assert CalendarToken.objects.get().force == eastmarch
