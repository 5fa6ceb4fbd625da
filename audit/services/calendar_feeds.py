"""Calendar feeds: a secret address at which a calendar fetches what falls due in a force.

The address is shown once, to whoever makes it; what is kept is a keyed digest. It works as long as
nobody revokes it and whoever made it may still answer for the force.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from audit.models import CalendarToken, Force, User
from audit.models.encryption import keyed_digests
from audit.permissions import Right, can, require
from audit.rules.transitions import TransitionError
from audit.services.saving import save_checked
from audit.services.trail import record, values_of

PURPOSE = "calendar feed"
SECRET_BYTES = 32


@transaction.atomic
def calendar_feed_make(*, force: Force, label: str, by: User) -> tuple[CalendarToken, str]:
    """The feed and its secret, which cannot be told again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    digest = keyed_digests(secret, PURPOSE)[0]
    feed = CalendarToken(force=force, label=label.strip(), digest=digest, made_by=by)
    return save_checked(feed, by=by, right=Right.ANSWER, event="calendar_feed.made"), secret


@transaction.atomic
def calendar_feed_revoke(*, feed: CalendarToken, by: User) -> CalendarToken:
    require(by, Right.ANSWER, feed)
    held = CalendarToken.objects.select_for_update().get(pk=feed.pk)
    if held.revoked_at is not None:
        raise TransitionError("This feed is revoked already.")
    before = values_of(held)
    held.revoked_at = timezone.now()
    held.save()
    record("calendar_feed.revoked", held, by=by, before=before, after=values_of(held))
    return held


def calendar_feed_of(secret: str) -> CalendarToken | None:
    """The feed that `secret` opens; None alike where it is unknown, revoked or stands no longer."""
    feeds = CalendarToken.objects.select_related("force", "made_by")
    feed = feeds.filter(digest__in=keyed_digests(secret, PURPOSE)).first()
    return feed if feed and feed_works(feed) else None


def feed_works(feed: CalendarToken) -> bool:
    return feed.revoked_at is None and can(feed.made_by, Right.ANSWER, feed.force)
