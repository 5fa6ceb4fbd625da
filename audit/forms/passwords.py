"""Refuses long passwords that many people use; the rule is in audit/rules/passwords.py."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError

from audit.rules.passwords import is_easy, normal_form

LIST = settings.BASE_DIR / "fixtures" / "easy-passwords.txt"


@cache
def phrases() -> tuple[str, ...]:
    """The normal forms of the list, the longest first."""
    lines = LIST.read_text("utf-8").splitlines()
    found = {normal_form(line) for line in lines if line and not line.startswith("#")}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


class EasyPasswordValidator:
    """Named in settings.AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user=None) -> None:
        own = (user.name, user.email) if user else ()
        if is_easy(password, phrases(), own):
            raise ValidationError(
                "This password is easy to guess: it repeats itself, or is made of your name, or of "
                "words, phrases or rows of keys that many people use. Choose words that nobody "
                "would expect",
                code="password_too_easy",
            )

    def get_help_text(self) -> str:
        return "Do not use your name, well-known phrases, rows of keys or repetitions."
