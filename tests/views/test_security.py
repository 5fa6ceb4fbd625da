"""What every page must do: keep to its policy, escape what was typed, tell strangers nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import RecommendationFactory, RoundFactory, assessed
from tests.four_rounds import address, make_four_rounds
from tests.pages import Page, policy_of

MARKUP = '<script>alert("x")</script><b>bold</b>'
SECRET = "She was last seen by the river"
NAMES = (
    *("home", "round-list", "case-file-list", "recommendation-list", "accessibility"),
    *("round-detail", "round-move", "case-file-add", "recommendation-add", "report-publish"),
    *("case-file-detail", "case-file-grade", "assessment-reopen", "recommendation-detail"),
)


@pytest.fixture
def place(db):
    return make_four_rounds()["own"]


def url(name: str, place) -> str:
    return address(name, place.address(name))


@pytest.mark.parametrize("name", NAMES)
def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(name, place, signed_in):
    response = signed_in("moderator@wexshire").get(url(name, place))
    policy = policy_of(response)
    assert response.status_code == 200
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]


@pytest.mark.parametrize("path", ["account/login/", "no/such/page/", "administration/"])
def test_pages_beside_the_main_ones_have_the_same_policy(path, db, signed_in):
    response = signed_in("admin@casemark").get(f"/{path}")
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
    assert policy_of(response)["script-src"] == ["'self'"]


def test_what_an_assessor_typed_is_text_on_the_page(place, signed_in):
    assessed(
        place.case_file,
        place.assessment.assessor,
        ("s47", "good"),
        rationale=MARKUP,
    )
    response = signed_in("moderator@wexshire").get(place.case_file.get_absolute_url())
    assert b"<script>alert" not in response.content
    assert MARKUP in Page(response).text


def test_what_was_typed_is_text_in_the_form_that_comes_back(place, signed_in):
    client = signed_in("moderator@wexshire")
    response = client.post(
        url("recommendation-add", place), {"title": MARKUP, "text": f"</textarea>{MARKUP}"}
    )
    assert b"<script>alert" not in response.content
    assert Page(response).typed["text"] == [f"</textarea>{MARKUP}"]


def test_titles_are_text_in_headings_crumbs_and_banners(signed_in):
    round = RoundFactory(title=MARKUP, summary=MARKUP)
    recommendation = RecommendationFactory(round=round, title=MARKUP, text=MARKUP)
    client = signed_in("moderator@wexshire")
    for page in (round.get_absolute_url(), recommendation.get_absolute_url(), reverse("home")):
        response = client.get(page)
        assert b"<script>alert" not in response.content
        assert b"<b>bold" not in response.content


def test_the_words_of_a_filter_are_text_in_its_tag(place, signed_in):
    client = signed_in("moderator@wexshire")
    response = client.post(reverse("case-file-list"), {"text": MARKUP}, follow=True)
    assert b"<script>alert" not in response.content


def test_an_error_tells_nothing_of_the_case(place, monkeypatch, person):
    client = Client(raise_request_exception=False)
    client.force_login(
        person("moderator@wexshire"), "allauth.account.auth_backends.AuthenticationBackend"
    )

    def fail(*args):
        raise RuntimeError(SECRET)

    monkeypatch.setattr("audit.views.case_files.assessments_to_show", fail)
    response = client.get(place.case_file.get_absolute_url())
    assert response.status_code == 500
    assert SECRET not in response.content.decode()
    assert place.case_file.reference not in response.content.decode()


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("manager@eastmarch", "case-file-detail", 404),
        ("manager@eastmarch", "round-detail", 404),
        ("auditor2@wexshire", "round-figures", 403),
        ("manager@wexshire", "report-publish", 403),
    ],
)
def test_a_refusal_names_neither_the_row_nor_the_force(who, name, status, place, signed_in):
    response = signed_in(who).get(url(name, place))
    text = response.content.decode()
    assert response.status_code == status
    assert b"<h1" in response.content
    for word in (place.round.title, place.round.code, place.case_file.reference):
        assert word not in text


def test_a_form_without_its_token_is_refused_in_plain_words(place, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        person("moderator@wexshire"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    response = client.post(url("case-file-add", place), {})
    assert response.status_code == 403
    assert "Your answers were not saved" in response.content.decode()


def test_signing_in_leads_back_to_the_page_that_was_asked_for(place, client):
    asked = place.case_file.get_absolute_url()
    response = client.get(asked)
    assert response.url == f"{reverse('account_login')}?next={asked}"
