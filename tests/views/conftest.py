"""What the tests of pages share."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD


@pytest.fixture
def freshly_signed_in(signed_in):
    """`freshly_signed_in(name)`: somebody who has given their password just now, as is asked for
    before rights are changed."""

    def sign_in(name: str) -> Client:
        client = signed_in(name)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        return client

    return sign_in


@pytest.fixture
def administrator(freshly_signed_in) -> Client:
    return freshly_signed_in("admin@casemark")
