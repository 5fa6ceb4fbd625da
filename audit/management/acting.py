"""What commands share that act for a person: who it is, and what they work on."""

from __future__ import annotations

from django.core.management.base import CommandError

from audit.models import Round, User

USAGE = 2


def acting(email: str) -> User:
    """Raises CommandError where nobody who can sign in has this address."""
    person = User.objects.filter(email=email.lower(), is_active=True, is_service=False).first()
    if person is None:
        raise CommandError(f"Nobody with an account has the address {email}.", returncode=USAGE)
    return person


def round_of(code: str, by: User) -> Round:
    """One that `by` may see; others are told like those that do not exist."""
    rounds = Round.objects.visible_to(by).select_related("force", "framework")
    round = rounds.filter(code=code).first()
    if round is None:
        raise CommandError(f"{by} sees no inspection or audit “{code}”.", returncode=USAGE)
    return round
