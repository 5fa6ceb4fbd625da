"""What the trail holds about signing in: who, when, with what outcome; never what was typed."""

from __future__ import annotations

from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db import transaction

from audit.models import User
from audit.services.trail import record


class SignInEvent(StrEnum):
    """What a person does about their own account."""

    SIGNED_IN = "user.signed_in"
    SIGNED_OUT = "user.signed_out"
    LOCKED = "user.locked"
    UNLOCKED = "user.unlocked"
    PASSWORD_CHANGED = "user.password_changed"
    RECOVERY_CODE_USED = "user.recovery_code_used"
    SESSION_ENDED = "user.session_ended"


FAILED = "user.sign_in_failed"
KINDS = {
    Authenticator.Type.TOTP: "app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
}


@transaction.atomic
def sign_in_record(event: SignInEvent, *, person: User) -> None:
    record(event.value, person, by=person)


@transaction.atomic
def sign_in_failure_record(*, email: str) -> None:
    """A wrong password or code, as noted by the service account.

    For an unknown address the entry is about nobody: what somebody types who has no account may
    be anything, and is kept nowhere. An entry is written all the same, so that both take as long.
    """
    service = User.objects.service_account()
    known = User.objects.filter(email=email.strip().lower()).first()
    record(FAILED, known or service, by=service)


@transaction.atomic
def second_step_record(step: Authenticator, change: str, *, person: User) -> None:
    """`change`: "added", "removed", or "renewed" for a new set of recovery codes."""
    kind = {"kind": KINDS[Authenticator.Type(step.type)]}
    before, after = (kind, {}) if change == "removed" else ({}, kind)
    record(f"user.second_step_{change}", person, by=person, before=before, after=after)


def has_second_step(person: User) -> bool:
    """An app or a passkey. Recovery codes alone are none: they run out."""
    steps = Authenticator.objects.filter(user_id=person.pk)
    return bool(steps.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def passkey_count(person: User) -> int:
    passkeys = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN)
    return int(passkeys.count())


def second_step_by_code(person: User, code: str) -> Authenticator | None:
    """The app or the recovery codes that `code` is of; a right one counts as used."""
    steps = Authenticator.objects.filter(user_id=person.pk)
    typed = steps.exclude(type=Authenticator.Type.WEBAUTHN)
    return next((step for step in typed if step.wrap().validate_code(code)), None)


def is_last_administrator(person: User | None) -> bool:
    """Whether `person` can sign in and administer, and nobody else can."""
    able = User.objects.able_to_administer()
    return person is not None and set(able.values_list("pk", flat=True)) == {person.pk}
