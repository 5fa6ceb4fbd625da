"""E-mails that an immediate concern waits for somebody. They say its number and where to sign in,
and nothing of the case.

An e-mail is sent as soon as its step is committed; one that was not sent is tried again by a job,
so that it may come twice but is not forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from audit.models import ConcernStep, User
from audit.models.concerns import able_contacts
from audit.rules.concerns import ConcernDeed, ConcernStatus, Level
from audit.services.mails import going_on_without_mail

MAILED = (
    ConcernDeed.RAISED,
    ConcernDeed.ANSWERED,
    ConcernDeed.SENT_BACK,
    ConcernDeed.ESCALATED,
)
TRY_AGAIN = timedelta(minutes=5)


def step_mail(step: ConcernStep) -> None:
    """Sends the step's e-mails, if it has any, as soon as it is committed."""
    if step.deed in MAILED:
        transaction.on_commit(partial(_send, step.pk))


def concern_mails_send() -> None:
    """Sends what was not sent, such as while the mail server was away."""
    for pk in _unsent().values_list("pk", flat=True):
        _send(pk)


def _unsent() -> QuerySet[ConcernStep]:
    """Not tried yet or some minutes ago; nobody need be told any more of what is closed."""
    ago = timezone.now() - TRY_AGAIN
    return ConcernStep.objects.filter(
        Q(mail_tried_at=None) | Q(mail_tried_at__lt=ago), deed__in=MAILED, mailed_at=None
    ).exclude(concern__status=ConcernStatus.CLOSED)


def _send(pk: int) -> None:
    """Claims the step first, so that of two workers one sends."""
    now = timezone.now()
    if not _unsent().filter(pk=pk).update(mail_tried_at=now):
        return
    step = ConcernStep.objects.select_related(
        "concern__case_file__round__force", "concern__raised_by"
    ).get(pk=pk)
    with going_on_without_mail():
        get_connection().send_messages([_message(step, person) for person in told_of(step)])
        ConcernStep.objects.filter(pk=pk).update(mailed_at=timezone.now())


def told_of(step: ConcernStep) -> list[User]:
    """For whom the step is: the contacts, or, of an answer, those who can close the concern."""
    concern = step.concern
    if step.deed == ConcernDeed.ANSWERED:
        return _others(concern.closers, step.by)
    if step.told == Level.FORCE:
        everybody = [*concern.contacts, *able_contacts(concern.round), *concern.closers]
        return list(dict.fromkeys(everybody))
    return concern.contacts


def _others(people: Iterable[User], by: User) -> list[User]:
    return [person for person in people if person.pk != by.pk]


def _message(step: ConcernStep, person: User) -> EmailMessage:
    concern = step.concern
    shown = {
        "concern": concern,
        "step": step,
        "person": person,
        "link": settings.SITE_ADDRESS + concern.get_absolute_url(),
    }
    late = ", late" if step.deed == ConcernDeed.ESCALATED else ""
    text = render_to_string("audit/concerns/mail.txt", shown)
    return EmailMessage(f"Immediate concern {concern.pk}{late}", text, to=[person.email])
