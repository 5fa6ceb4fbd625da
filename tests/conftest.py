"""What all tests share: the reference data, loaded once, and the cast."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from audit.models import User
from tests.cast import create_cast


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The same fixtures and people as production and demonstration, once for the whole run."""
    with django_db_blocker.unblock():
        call_command("load_reference")
        create_cast(by=User.objects.service_account())


@pytest.fixture(autouse=True)
def _fast_and_fixed(settings):
    """Sign-in throttling counts across tests, and slow hashing proves nothing here."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def service(db) -> User:
    return User.objects.service_account()


@pytest.fixture
def person(db):
    """`person("moderator@wexshire")`: somebody of the cast, as the database has them."""

    def find(name: str) -> User:
        return User.objects.get(email=f"{name}.example")

    return find


@pytest.fixture
def signed_in(person):
    """`signed_in("moderator@wexshire")`: a client in which that person is signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(person(name), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
