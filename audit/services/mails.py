"""E-mails that tell of what is done already: without a mail server it stays done."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

log = logging.getLogger("casemark.mail")


@contextmanager
def going_on_without_mail() -> Iterator[None]:
    """Logs that an e-mail was not sent, by the class of the error alone: what a mail server
    answers may hold the address. Only for e-mails that nobody waits for; an invitation is not."""
    try:
        yield
    except OSError as error:  # as which smtplib's errors count, too
        log.error("An e-mail was not sent: %s", type(error).__name__)


def tell(address: str, subject: str, template: str, **shown: Any) -> None:
    """Sends an e-mail as soon as the change that it tells of is committed."""
    message = EmailMessage(subject, render_to_string(template, shown), to=[address])
    transaction.on_commit(partial(_send, message))


def _send(message: EmailMessage) -> None:
    with going_on_without_mail():
        message.send()
