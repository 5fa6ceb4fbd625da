"""Signing in as a browser does, with the limits of production, and a clock that can be moved."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from audit.models import LogEntry
from config.settings import ACCOUNT_RATE_LIMITS
from tests.cast import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of an app."""


class CountingHasher(MD5PasswordHasher):
    """Says how often a password was hashed: comparing one hashes it too."""

    calls = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.calls += 1
        return super().encode(password, salt)


@pytest.fixture
def hashings(settings):
    """`hashings(call)`: how often the hasher ran in it."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]

    def count(call) -> int:
        before = CountingHasher.calls
        call()
        return CountingHasher.calls - before

    return count


@pytest.fixture
def limits(settings):
    """The limits of attempts that tests otherwise do without, and nothing counted yet."""
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """`clock(minutes)` moves the time by which sessions and limits go."""
    moved = 0.0
    true_time = time.time
    monkeypatch.setattr("time.time", lambda: true_time() + moved)

    def move(minutes: float) -> None:
        nonlocal moved
        moved += minutes * 60

    return move


def sign_in(
    name: str, password: str = PASSWORD, client: Client | None = None, **extra
) -> HttpResponse:
    """Sends the form; `name` is somebody of the cast, or a whole address."""
    email = name if "@" in name and "." in name.rpartition("@")[2] else f"{name}.example"
    client = client or Client()
    return client.post(reverse("account_login"), {"login": email, "password": password}, **extra)


def code(secret: str = SECRET, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def enter(db):
    """`enter("auditor@wexshire")`: a client that has signed in by the form."""

    def make(name: str) -> Client:
        client = Client()
        assert sign_in(name, client=client).status_code == 302
        return client

    return make


@pytest.fixture
def trail(db):
    """`trail()`: (event, whom it is about, who did it), the oldest first, since the test began."""
    last = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def read() -> list[tuple[str, str, int]]:
        entries = LogEntry.objects.filter(pk__gt=last).order_by("pk")
        return [(entry.event, entry.subject_id, entry.by_id) for entry in entries]

    return read
