"""The second step of signing in, as administrators look after it for others."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import User
from audit.permissions import Right, require
from audit.services.mails import tell
from audit.services.people import end_sessions, person_held
from audit.services.trail import record

WORDS = {
    Authenticator.Type.TOTP: "authenticator app",
    Authenticator.Type.WEBAUTHN: "passkey",
}
"""Recovery codes only stand in for these: alone they are no second step."""


def second_steps_of(people: Iterable[User], *, user: User) -> dict[int, list[str]]:
    """What each person has set up, in words; nobody who has set up nothing is in it."""
    require(user, Right.ADMINISTER)
    keys = [person.pk for person in people]
    rows = Authenticator.objects.filter(user__in=keys, type__in=WORDS).order_by("type", "pk")
    found: dict[int, list[str]] = {}
    for pk, kind in rows.values_list("user", "type"):
        words = WORDS[Authenticator.Type(kind)]
        if words not in found.setdefault(pk, []):
            found[pk].append(words)
    return found


@transaction.atomic
def second_step_reset(*, person: User, reason: str, by: User) -> None:
    """Takes away what somebody lost or must not use any more; they are told, and set it up
    anew."""
    held = person_held(person, by=by)
    rows = Authenticator.objects.filter(user=held)
    before = {"second_steps": sorted(rows.values_list("type", flat=True))}
    if not before["second_steps"]:
        raise ValidationError(f"{held} has not set up a second step, so there is nothing to reset.")
    rows.delete()
    after: dict[str, list[str]] = {"second_steps": []}
    record("user.second_step_reset", held, by=by, before=before, after=after, reason=reason)
    end_sessions(held)
    subject = "Your second step for Casemark was reset"
    tell(held.email, subject, "audit/people/second_step_reset.txt", name=held.name, reset_by=by)
