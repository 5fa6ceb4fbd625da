"""Grading in the browser's way: fill in the form, check the answers, hand them in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.pages import Page


def check(client: Client, form: str, typed: dict[str, Any]) -> Page:
    """The page that checks the answers, after the form was sent to it."""
    response = client.post(form, typed | {"check": "yes"})
    assert response.status_code == 302, [Page(response).errors, Page(response).text]
    return Page(client.get(response.url))


def hand_in(client: Client, form: str, typed: dict[str, Any]) -> HttpResponse:
    """What the last step answers; the form must have been complete."""
    page = check(client, form, typed)
    assert page.errors == []
    return client.post(f"{form.partition('?')[0]}check/", page.typed)
