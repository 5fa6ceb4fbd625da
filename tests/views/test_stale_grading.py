"""Two windows on one draft: the later save overwrites nothing unseen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import CaseFileFactory
from tests.pages import Page


@pytest.fixture
def form(person) -> str:
    case_file = CaseFileFactory(allocated_to=person("auditor@wexshire"))
    return reverse("case-file-grade", args=[case_file.reference])


@pytest.fixture
def client(form, signed_in):
    return signed_in("auditor@wexshire")


@pytest.fixture
def refused(client, form) -> Page:
    """What the second of two windows shows, after the first has saved something else."""
    second = Page(client.get(form)).typed
    client.post(form, {"grade": "good", "rationale": "From the first window.", "save": "yes"})
    return Page(client.post(form, second | {"rationale": "From the second window.", "save": "yes"}))


def test_a_stale_save_is_refused_and_shows_both(refused, client, form):
    assert "saved somewhere else" in refused.errors[0][0]
    assert "From the first window." in refused.text
    assert refused.typed["rationale"] == ["From the second window."]
    assert Page(client.get(form)).typed["rationale"] == ["From the first window."]


def test_what_was_typed_can_be_saved_once_both_were_seen(refused, client, form):
    client.post(form, refused.typed | {"save": "yes"})
    assert Page(client.get(form)).typed["rationale"] == ["From the second window."]


def test_an_old_form_is_stale_after_a_draft_too(client, form):
    client.post(form, {"rationale": "One", "save": "yes"})
    old = Page(client.get(form)).typed
    client.post(form, old | {"rationale": "Two", "save": "yes"})
    page = Page(client.post(form, old | {"rationale": "Three", "submit": "yes", "grade": "good"}))
    assert "saved somewhere else" in page.errors[0][0]
    assert Page(client.get(form)).typed["rationale"] == ["Two"]


@pytest.mark.parametrize("lock", ["x", "-1", "99999999999999999999"])
def test_a_forged_save_counter_is_refused(lock, client, form):
    client.post(form, {"rationale": "One", "save": "yes"})
    page = Page(client.post(form, {"rationale": "Two", "save": "yes", "lock": lock}))
    assert page.errors
