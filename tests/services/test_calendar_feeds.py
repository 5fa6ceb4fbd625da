"""Calendar feeds: secret addresses, shown once, revoked for good, and nothing of a case in them."""

from __future__ import annotations

from datetime import date

import icalendar
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.documents.calendar import force_calendar
from audit.models import Action, CalendarToken, Force, LogEntry, LogText, Recommendation, Round
from audit.rules.transitions import ResponseStatus, TransitionError
from audit.services.calendar_feeds import (
    calendar_feed_make,
    calendar_feed_of,
    calendar_feed_revoke,
)
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    SourceDocumentFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 30)


@pytest.fixture
def manager(person):
    return person("manager@wexshire")


@pytest.fixture
def wexshire(db) -> Force:
    return Force.objects.get(code="wexshire")


@pytest.fixture
def feed(wexshire, manager) -> tuple[CalendarToken, str]:
    return calendar_feed_make(force=wexshire, label="The board", by=manager)


def _asked(**given):
    round = RoundFactory(
        inspection=True, published=True, published_on=date(2026, 9, 8), **given.pop("of_round", {})
    )
    asked = RecommendationFactory(
        source_document=SourceDocumentFactory(
            round=round, publisher="HMICFRS", title="Blue Lane", closure="inspectorate"
        ),
        round=round,
        number=3,
        legal_basis=Recommendation.LegalBasis.INSPECTION,
        title="Look sooner at Blue Lane",
        text="Look at every referral about Blue Lane sooner.",
    )
    return ResponseFactory(recommendation=asked, **given)


def _events(force: Force, by) -> list[tuple[str, date, date]]:
    calendar = icalendar.Calendar.from_ical(force_calendar(force, day=DAY, seen_by=by))
    return [
        (str(event["summary"]), event["dtstart"].dt, event["dtend"].dt)
        for event in calendar.walk("VEVENT")
    ]


def test_the_secret_opens_the_feed_and_only_its_digest_is_kept(feed):
    token, secret = feed
    assert calendar_feed_of(secret) == token
    assert secret not in str(CalendarToken.objects.values_list())
    assert secret not in str(list(LogText.objects.values_list("before", "after", "reason")))
    assert calendar_feed_of(token.digest) is None


def test_a_feed_made_under_an_older_key_is_still_found(feed, settings):
    token, secret = feed
    settings.FIELD_KEYS = ["a newer key", *settings.FIELD_KEYS]
    assert calendar_feed_of(secret) == token


@pytest.mark.parametrize("secret", ["", "no-such-key", "x" * 43])
def test_an_unknown_secret_opens_nothing(secret, feed):
    assert calendar_feed_of(secret) is None


def test_a_revoked_feed_opens_nothing_any_more(feed, manager):
    token, secret = feed
    calendar_feed_revoke(feed=token, by=manager)
    assert calendar_feed_of(secret) is None
    with pytest.raises(TransitionError, match="revoked already"):
        calendar_feed_revoke(feed=token, by=manager)


def test_it_ends_with_the_role_of_whoever_made_it(feed, manager):
    _, secret = feed
    manager.memberships.all().delete()
    assert calendar_feed_of(secret) is None


def test_it_ends_with_the_account_of_whoever_made_it(feed, manager):
    _, secret = feed
    manager.is_active = False
    manager.save()
    assert calendar_feed_of(secret) is None


def test_making_and_revoking_stand_in_the_trail(feed, person):
    token, _ = feed
    calendar_feed_revoke(feed=token, by=person("manager2@wexshire"))
    events = list(LogEntry.objects.filter(subject_type="calendartoken").order_by("pk"))
    assert [(entry.event, entry.by.email) for entry in events] == [
        ("calendar_feed.made", "manager@wexshire.example"),
        ("calendar_feed.revoked", "manager2@wexshire.example"),
    ]
    assert {entry.force for entry in events} == {token.force}


@pytest.mark.parametrize(
    "who", ["manager@eastmarch", "moderator@wexshire", "observer@wexshire", "admin@casemark"]
)
def test_only_a_manager_of_the_force_makes_or_revokes_one(who, feed, wexshire, person):
    with pytest.raises(PermissionDenied):
        calendar_feed_make(force=wexshire, label="The board", by=person(who))
    with pytest.raises(PermissionDenied):
        calendar_feed_revoke(feed=feed[0], by=person(who))


def test_it_says_who_uses_it(wexshire, manager):
    with pytest.raises(ValidationError):
        calendar_feed_make(force=wexshire, label="  ", by=manager)


def test_it_holds_each_last_day_by_publisher_number_and_clock(wexshire, manager):
    _asked()
    asked = "HMICFRS, recommendation 3"
    assert _events(wexshire, manager) == [
        (
            f"{asked}: Action plan",
            date(2026, 10, 20),
            date(2026, 10, 21),
        ),
        (f"{asked}: Delivery", date(2026, 12, 8), date(2026, 12, 9)),
    ]


def test_an_action_stands_by_its_number_on_its_last_day(wexshire, manager):
    response = _asked(status=ResponseStatus.DELIVERED)
    action = Action.objects.create(
        force=wexshire,
        title="Train Blue Lane",
        owner=manager,
        due_on=date(2026, 11, 3),
        first_due_on=date(2026, 11, 3),
    )
    action.responses.add(response)
    assert _events(wexshire, manager) == [
        (f"Action {action.pk}: To be done", date(2026, 11, 3), date(2026, 11, 4))
    ]
    content = force_calendar(wexshire, day=DAY, seen_by=manager).decode()
    assert "Blue Lane" not in content.replace("\r\n ", "")


def test_known_to_the_month_it_covers_the_days_that_it_can_mean(wexshire, manager):
    _asked(of_round={"published_precision": "month"}, status=ResponseStatus.ACCEPTED)
    (event,) = _events(wexshire, manager)
    assert event == (
        "HMICFRS, recommendation 3: Delivery (in December 2026; the day is not known)",
        date(2026, 12, 1),
        date(2026, 12, 31),
    )


def test_it_holds_no_text_of_what_is_asked(wexshire, manager):
    _asked()
    content = force_calendar(wexshire, day=DAY, seen_by=manager).decode()
    assert "HMICFRS" in content
    assert "Blue Lane" not in content.replace("\r\n ", "")


def test_what_is_done_historic_or_another_forces_is_not_in_it(wexshire, manager):
    _asked(status=ResponseStatus.VERIFIED)
    _asked(of_round={"eastmarch": True})
    historic = _asked().recommendation.round
    Round.objects.filter(pk=historic.pk).update(historic=True)
    assert _events(wexshire, manager) == []


def test_asked_again_an_event_keeps_its_identity(wexshire, manager):
    _asked()
    first, second = (force_calendar(wexshire, day=DAY, seen_by=manager) for _ in range(2))
    assert first == second
