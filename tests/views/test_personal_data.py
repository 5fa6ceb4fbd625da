"""Looking through a text while it is typed, and a form that comes back, as a person meets them."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import LogEntry
from tests.factories import CaseFileFactory, RoundFactory
from tests.grading import hand_in
from tests.pages import Page

PHONE = "Rang 07700 900123."
FIELD = {"name": "rationale", "id": "id_rationale"}


@pytest.fixture
def client(signed_in):
    return signed_in("auditor@wexshire")


@pytest.fixture
def look(client):
    """`look(text)`: what the script beside a field is answered."""
    address = reverse("personal-data")
    return lambda text="", **more: client.post(address, FIELD | {"text": text} | more)


def test_the_answer_shows_what_the_form_itself_would_show(look):
    answer = look(PHONE).json()
    assert "07700 900123" in answer["html"]
    assert 'value="rationale:' in answer["html"]
    assert answer["certain"]
    assert "a phone number" in answer["said"]
    assert "07700" not in answer["said"]


def test_a_clean_text_is_answered_with_nothing(look):
    answer = look("The log was opened at 14:30.").json()
    assert (answer["html"].strip(), answer["said"], answer["certain"]) == ("", "", False)


def test_the_text_comes_back_with_one_thing_replaced(look):
    token = look(PHONE).json()["html"].partition('value="rationale:')[2].partition('"')[0]
    answer = look(PHONE, replace=token).json()
    assert answer["text"] == "Rang [phone number]."
    assert answer["said"].startswith("Replaced.")


def test_where_the_guard_stands_aside_all_is_a_hint(look):
    assert not look(PHONE, stands_aside="yes").json()["certain"]


@pytest.mark.parametrize(
    "wrong", [{"text": "x" * 20_001}, {"name": '"><script>'}, {"id": "a b"}, {"name": ""}]
)
def test_what_no_form_of_ours_sends_is_refused(look, wrong):
    response = look(**wrong)
    assert response.status_code == 400
    assert response.content == b""


def test_nothing_is_kept_or_logged_and_no_cache_may_hold_it(look, caplog):
    before = LogEntry.objects.count()
    with caplog.at_level(logging.DEBUG):
        response = look(PHONE)
        look("x" * 20_001 + PHONE)
    assert LogEntry.objects.count() == before
    assert "07700" not in caplog.text
    assert "no-store" in response.headers["Cache-Control"]


def test_it_answers_only_to_our_own_pages(person):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(
        person("auditor@wexshire"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert stranger.post(reverse("personal-data"), FIELD | {"text": PHONE}).status_code == 403


@pytest.fixture
def case_file(person):
    return CaseFileFactory(allocated_to=person("auditor@wexshire"))


@pytest.fixture
def form(case_file) -> str:
    return reverse("case-file-grade", args=[case_file.reference])


GRADED = {"grade": "good", "rationale": PHONE}


def test_a_grade_with_personal_data_comes_back_once_and_is_then_submitted(client, form, case_file):
    response = client.post(form, GRADED | {"check": "yes"})
    page = Page(response)
    assert "Not saved yet" in page.text
    assert page.errors == []
    assert b"<title>Check: " in response.content
    assert not case_file.assessments.exists()
    assert hand_in(client, form, page.typed).status_code == 302
    assert case_file.assessments.get().rationale == PHONE


def test_a_draft_with_personal_data_is_saved_and_says_so_when_opened_again(client, form, case_file):
    client.post(form, GRADED | {"save": "yes"})
    assert case_file.assessments.get().rationale == PHONE
    assert "This looks like personal data." in Page(client.get(form)).text


def test_a_button_of_the_grading_form_replaces_and_saves_nothing(client, form, case_file):
    page = Page(client.post(form, GRADED | {"systems_looked_at": "Crime log", "check": "yes"}))
    [button] = [one for one in page.elements("button") if one.get("name") == "replace"]
    pressed = Page(client.post(form, page.typed | {"replace": button.get("value")}))
    assert pressed.typed["rationale"] == ["Rang [phone number]."]
    assert pressed.typed["systems_looked_at"] == ["Crime log"]
    assert pressed.typed["grade"] == ["good"]
    assert not case_file.assessments.exists()


def test_a_second_area_stays_open_when_something_is_replaced(client, form):
    page = Page(client.get(f"{form}?areas=2"))
    assert "second_area" in page.typed or "id_second_area" in page.ids
    asked = Page(client.post(form, GRADED | {"second_area": "", "check": "yes"}))
    assert "id_second_area" in asked.ids


@pytest.mark.parametrize("field", ["title", "text", "sub_points"])
def test_every_text_of_a_recommendation_is_looked_through(field, signed_in):
    round = RoundFactory(code="audit")
    typed = {"kind": "recommendation", "title": "Ring", "text": "Ring.", "time_limit": "none"}
    address = reverse("recommendation-add", args=["audit"])
    page = Page(signed_in("moderator@wexshire").post(address, typed | {field: PHONE}))
    assert "Not saved yet" in page.text
    assert not round.recommendations.exists()
