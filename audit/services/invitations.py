"""Inviting people: an account, a role, and an e-mail with a link to choose a password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import app_settings as allauth
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from audit.models import Force, User
from audit.rules.dates import day_text
from audit.rules.roles import Role
from audit.services.memberships import membership_add
from audit.services.people import person_add, person_held
from audit.services.trail import record

SUBJECT = "Your Casemark account"


@transaction.atomic
def person_invite(
    *, email: str, name: str, role: Role, force: Force | None, site: str, by: User
) -> User:
    """A new account with its first role, and the e-mail; `site` is the address it leads to.

    Raises OSError, with everything else done, where the mail server takes no e-mail.
    """
    person = person_add(email=email, name=name, by=by)
    membership_add(person=person, role=role, force=force, by=by)
    invitation_send(person=person, site=site, by=by)
    return person


@transaction.atomic
def invitation_send(*, person: User, site: str, by: User) -> None:
    """Sends the e-mail (again): only to somebody who can sign in and has no password yet."""
    held = person_held(person, by=by)
    if not may_be_invited(held):
        raise ValidationError(
            "Only somebody who can sign in and has no password yet is sent an invitation."
        )
    record("user.invited", held, by=by)
    mail = _invitation(held, site, by)
    transaction.on_commit(lambda: mail.send())


def may_be_invited(person: User) -> bool:
    return person.is_active and not person.has_usable_password()


def password_address(person: User) -> str:
    """The path at which the person chooses a password: allauth's page behind a forgotten one."""
    token: str = allauth.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": token},
    )


def _invitation(person: User, site: str, by: User) -> EmailMessage:
    until = timezone.localdate() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    shown: dict[str, Any] = {
        "person": person,
        "by": by,
        "link": site.rstrip("/") + password_address(person),
        "until": day_text(until),
        "forgotten": site.rstrip("/") + reverse("account_reset_password"),
    }
    text = render_to_string("audit/people/invitation.txt", shown)
    return EmailMessage(SUBJECT, text, to=[person.email])
