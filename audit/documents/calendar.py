"""What falls due in a force, as a calendar file (RFC 5545), without a word of what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
from django.conf import settings

from audit.documents.waiting import Item, open_actions, open_clocks
from audit.models import Action, Force, Response, User
from audit.rules.dates import Precision
from audit.rules.deadlines import Due

PRODUCT = "-//Casemark//Recommendations//EN"
FETCH_AGAIN = timedelta(days=1)


def force_calendar(force: Force, *, day: date, seen_by: User) -> bytes:
    """Every date that runs on `day` of what `seen_by` may see: a day or, where only the month is
    known, all the days that it can mean."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", f"Casemark: {force.name}")
    calendar.add("x-wr-calname", f"Casemark: {force.name}")
    calendar.add("refresh-interval", FETCH_AGAIN, parameters={"VALUE": "DURATION"})
    made = datetime.combine(day, time(), UTC)
    for item in _items(force, seen_by):
        if item.due:
            calendar.add_component(_event(item, item.due, made))
    content: bytes = calendar.to_ical()
    return content


def _items(force: Force, seen_by: User) -> list[Item]:
    """Of the force's open answers and actions, whoever is to do them."""
    responses = Response.objects.visible_to(seen_by).filter(force=force).open()
    actions = Action.objects.visible_to(seen_by).filter(force=force)
    return [*open_clocks(responses), *open_actions(actions)]


def _event(item: Item, due: Due, made: datetime) -> icalendar.Event:
    event = icalendar.Event()
    known = "" if due.precision == Precision.DAY else f" (in {due}; the day is not known)"
    event.add("uid", f"{item.key}@casemark")
    event.add("dtstamp", made)
    event.add("dtstart", due.first)
    event.add("dtend", due.last + timedelta(days=1))
    event.add("summary", f"{item.name}: {item.what}{known}")
    event.add("url", settings.SITE_ADDRESS + item.address)
    event.add("transp", "TRANSPARENT")
    return event
