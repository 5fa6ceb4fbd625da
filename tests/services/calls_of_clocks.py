"""More time for an answer, and calendar feeds; see tests/services/calls.py."""

from __future__ import annotations

from datetime import timedelta

from audit.clock import today
from audit.services.calendar_feeds import calendar_feed_make, calendar_feed_revoke
from audit.services.extensions import extension_grant
from tests.factories import RecommendationFactory, ResponseFactory
from tests.services.calls import MARK, leaves


@leaves("extension.granted")
def of_extension_grant(world):
    asked = RecommendationFactory(round=world.audit, legal_basis="coroner", made_on=today())
    response = ResponseFactory(recommendation=asked)
    return lambda: extension_grant(
        response=response,
        until=today() + timedelta(days=90),
        applied_on=today(),
        why=MARK,
        by=world.person("manager@wexshire"),
    )


@leaves("calendar_feed.made")
def of_calendar_feed_make(world):
    manager = world.person("manager@wexshire")
    return lambda: calendar_feed_make(force=world.audit.force, label=MARK, by=manager)


@leaves("calendar_feed.revoked")
def of_calendar_feed_revoke(world):
    manager = world.person("manager@wexshire")
    feed, _ = calendar_feed_make(force=world.audit.force, label=MARK, by=manager)
    return lambda: calendar_feed_revoke(feed=feed, by=manager)
