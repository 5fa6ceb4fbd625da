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
    page = Page(client.post(form, old | {"rationale": "Three", "check": "yes", "grade": "good"}))
    assert "saved somewhere else" in page.errors[0][0]
    assert Page(client.get(form)).typed["rationale"] == ["Two"]


@pytest.mark.parametrize("lock", ["x", "-1", "99999999999999999999"])
def test_a_forged_save_counter_is_refused(lock, client, form):
    client.post(form, {"rationale": "One", "save": "yes"})
    page = Page(client.post(form, {"rationale": "Two", "save": "yes", "lock": lock}))
    assert page.errors


def test_only_the_fields_that_differ_are_shown_with_who_saved_and_when(refused):
    rows = [row for row in refused.rows if row[0] == "Why this grade?"]
    [(_, saved, typed)] = rows
    assert saved.startswith("From the first window.")
    assert typed == "From the second window."
    assert {row[0] for row in refused.rows[1:]} == {
        "What is the grade for “Enquiries under section 47 of the Children Act 1989”?",
        "Why this grade?",
    }
    assert "Amina Hall saved it in another window on" in refused.text


def test_a_field_can_be_taken_from_the_other_version_without_saving(refused, client, form):
    page = Page(client.post(form, refused.typed | {"take": "grade"}))
    assert page.typed["grade"] == ["good"]
    assert page.typed["rationale"] == ["From the second window."]
    assert [row[0] for row in page.rows[1:]] == ["Why this grade?"]
    assert "grade" not in refused.typed
    client.post(form, page.typed | {"save": "yes"})
    saved = Page(client.get(form)).typed
    assert (saved["grade"], saved["rationale"]) == (["good"], ["From the second window."])


@pytest.mark.parametrize("name", ["answer-child-spoken-to", "no-such-field", "lock", ""])
def test_whatever_is_to_be_taken_over_nothing_breaks(name, refused, client, form):
    assert Page(client.post(form, refused.typed | {"take": name})).typed["rationale"]


def test_answers_are_compared_in_words(client, form):
    one = {"answer-risk-known-at_day": "3", "answer-risk-known-at_month": "3"}
    one |= {"answer-risk-known-at_year": "2026", "answer-risk-known-at_time": "14:30"}
    client.post(form, one | {"answer-child-spoken-to": "yes", "save": "yes"})
    other = {"answer-risk-known-at_absence": "-could_not_see", "answer-child-spoken-to": "no"}
    page = Page(client.post(form, other | {"save": "yes"}))
    said = {row[0]: row[1:] for row in page.rows[1:]}
    known, spoken = "When did the police first know of the risk to the child?", "Did an officer"
    assert said[known][0].startswith("3 March 2026 at 14:30")
    assert said[known][1] == "Could not see"
    assert [row[1] for name, row in said.items() if name.startswith(spoken)] == ["No"]


def test_a_check_of_an_old_draft_is_shown_anew_before_it_is_handed_in(client, form):
    client.post(form, {"grade": "good", "save": "yes"})
    check = Page(client.get(f"{form}check/"))
    client.post(form, {"grade": "good", "rationale": "More.", "lock": check.typed["lock"][0]})
    again = Page(client.post(f"{form}check/", check.typed))
    assert "saved in another window" in again.errors[0][0]
    assert "More." in again.text
    assert client.post(f"{form}check/", again.typed).status_code == 302
