"""Filling in forms of the administration as a person would: as shown, with some changes."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from audit.models import Framework, Round
from tests.factories import RoundFactory
from tests.pages import Page


@pytest.fixture
def send():
    """`send(client, address, **changes)`: opens a form, changes some answers, sends it."""

    def fill_in(client, address: str, **changes) -> HttpResponse:
        return client.post(address, Page(client.get(address)).typed | changes)

    return fill_in


@pytest.fixture
def client(db, signed_in) -> Client:
    return signed_in("moderator@wexshire")


@pytest.fixture
def round(db) -> Round:
    return RoundFactory(code="audit")


@pytest.fixture
def second_framework(db) -> Framework:
    """With one part of each kind that a row of the first framework must not take."""
    first = Framework.objects.get()
    made = Framework.objects.create(code="second", title="Second", grades=first.grades)
    made.areaofpractice_set.create(code="s47", title="Of the second", short_title="Second")
    made.stage_set.create(code="contact", title="Contact of the second")
    made.theme_set.create(code="seen", title="Seen in the second")
    return made
