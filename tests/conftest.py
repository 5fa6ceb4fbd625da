"""What all tests share: the reference data, loaded once, and the cast."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse

from audit.models import User
from tests.cast import PASSWORD, QUICK_HASHERS, create_cast
from tests.frozen_trail import freeze_trail, thaw_trail


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The same fixtures and people as production and demonstration, once for the whole run.

    pytest-django's own fixture makes no test database where no chosen test asks for one by
    name: what fixtures of the session write would then go to the database of `make demo`.
    """
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK_HASHERS):
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        call_command("load_reference")
        create_cast(by=User.objects.service_account())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """For rows that take long to make: a module's fixtures make them once, its end undoes them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _trail_frozen_again(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        freeze_trail()


@pytest.fixture
def transactional_db(_trail_frozen_again, transactional_db):
    """At its end the database is emptied, which the frozen trail would refuse."""
    yield
    thaw_trail()


@pytest.fixture(autouse=True)
def _fast_and_fixed(settings):
    """Sign-in throttling counts across tests, and slow hashing proves nothing here."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture
def unrendered(monkeypatch):
    """Pages without their words, for the many tests that ask only whether somebody gets them."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_, **__: "")


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
        client.force_login(
            person(name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in


@pytest.fixture
def freshly_signed_in(signed_in):
    """`freshly_signed_in(name)`: somebody who has given their password just now, as is asked for
    before rights are changed or something is exported."""

    def sign_in(name: str) -> Client:
        client = signed_in(name)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in
