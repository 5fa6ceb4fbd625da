"""The daily e-mail of what is overdue, due soon or to be verified: one a person and day.

It says counts, numbers and dates and where to sign in, and no word of a recommendation, of an
action or of a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from audit.documents.waiting import Item, Waiting, waiting_for
from audit.models import ReminderSent, User
from audit.services.mails import going_on_without_mail

SHOWN = 20
"""Of each list; the rest is counted, and stands on the page behind the sign-in."""


@dataclass(frozen=True)
class Part:
    """A list of the digest, under its heading."""

    heading: str
    items: list[Item]
    more: int


def reminders_send(day: date) -> int:
    """How many people were sent their digest of `day`; nobody gets a second one."""
    people = User.objects.filter(is_active=True, memberships__isnull=False).distinct()
    return sum(_remind(person, day) for person in people.order_by("pk"))


def _remind(person: User, day: date) -> bool:
    """Claims the day before sending, so that of two runs at once one sends; a digest that no
    mail server took can be sent by the next run."""
    waiting = waiting_for(person, day)
    if not waiting.is_pressing:
        return False
    claim, is_first = ReminderSent.objects.get_or_create(user=person, on=day)
    if not is_first:
        return False
    with going_on_without_mail():
        _message(person, waiting).send()
        return True
    claim.delete()
    return False


def _message(person: User, waiting: Waiting) -> EmailMessage:
    parts = [
        _part("Overdue", waiting.overdue),
        _part("Due soon", waiting.due_soon),
        _part("Waiting for your verification", waiting.to_verify),
    ]
    shown = {
        "person": person,
        "parts": [part for part in parts if part.items],
        "link": f"{settings.SITE_ADDRESS}/",
    }
    return EmailMessage(
        _subject(waiting), render_to_string("audit/reminders/mail.txt", shown), to=[person.email]
    )


def _part(heading: str, items: list[Item]) -> Part:
    return Part(f"{heading}: {len(items)}", items[:SHOWN], max(len(items) - SHOWN, 0))


def _subject(waiting: Waiting) -> str:
    """ "Recommendations: 2 overdue, 1 to verify"."""
    counts = {
        "overdue": len(waiting.overdue),
        "due soon": len(waiting.due_soon),
        "to verify": len(waiting.to_verify),
    }
    told = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    return f"Recommendations: {told}"
