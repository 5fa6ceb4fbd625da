"""The page for signing off, opening again, and the pages of the dip check."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import DipCheck, Force, ForceMembership, Query, Round, SignOff, User
from audit.rules.roles import Role
from audit.services.moderation import files_agree
from tests.double_files import double_file
from tests.factories import RoundFactory
from tests.pages import Page
from tests.scope.people import signed_in as sign_in_as

MODERATOR = "moderator@wexshire"


@pytest.fixture
def audit(db):
    return RoundFactory(code="audit")


@pytest.fixture
def page_of(audit):
    return reverse("sign-off", args=["audit"])


@pytest.fixture
def client(signed_in):
    return signed_in(MODERATOR)


@pytest.fixture
def agreed(audit, person):
    files = [double_file(audit, "good") for _ in range(3)]
    files_agree(files=files, why="Alike.", by=person(MODERATOR))
    return files


@pytest.fixture
def second(db):
    """Another moderator of Wexshire, signed in."""
    user = User.objects.create_user("second@wexshire.example", name="Sam Second")
    wexshire = Force.objects.get(code="wexshire")
    ForceMembership.objects.create(user=user, role=Role.MODERATOR, force=wexshire)
    return sign_in_as("second@wexshire")


def test_each_task_leads_to_where_it_is_mended(audit, client, page_of):
    links = Page(client.get(page_of)).links
    for title, name in (
        ("Draw the whole sample", "sample-detail"),
        ("Grade every case file", "round-progress"),
        ("Agree every graded case file", "moderation-queue"),
        ("Resolve every query", "query-list"),
        ("Check agreed files a second time", "dip-check-list"),
        ("Close every immediate concern", "round-concerns"),
        ("Finish every case action", "round-case-actions"),
    ):
        assert links[title] == reverse(name, args=["audit"])


def test_where_nothing_is_short_nothing_is_asked(agreed, client, page_of):
    page = Page(client.get(page_of))
    assert "Why is it signed off all the same?" not in page.text
    page = Page(client.post(page_of, follow=True))
    assert "This internal audit is signed off." in page.text
    assert SignOff.objects.get().sha256 in page.text
    assert Round.objects.get().status == "signed_off"


def test_what_is_short_is_explained(agreed, audit, client, page_of):
    double_file(audit, "good", status="draft")
    assert "1 of 4 case files is not graded by everybody" in Page(client.get(page_of)).text
    assert Page(client.post(page_of, {"explanation": " "})).errors[0][1] == "id_explanation"
    for _ in range(2):  # a double click signs off once
        client.post(page_of, {"explanation": "It came too late."})
    assert SignOff.objects.get().explanation == "It came too late."


def test_an_open_query_keeps_it_from_being_signed_off(agreed, client, page_of, person):
    Query.objects.create(case_file=agreed[0], asked_by=person(MODERATOR), asked_at=timezone.now())
    page = Page(client.get(page_of))
    assert "1 query is open. Resolve it first. " in page.text
    assert "Must be done" in page.text
    assert "1 query is open" in Page(client.post(page_of)).errors[0][0]


def test_it_is_opened_again_with_a_reason_that_its_page_shows(agreed, audit, client, page_of):
    client.post(page_of)
    address = Page(client.get(page_of)).links["Open it again"]
    assert Page(client.post(address, {"reason": ""})).errors
    page = Page(client.post(address, {"reason": "A file was missed."}, follow=True))
    assert "by Morgan Ellis: A file was missed." in page.text
    assert Round.objects.get().is_open


def test_changed_figures_are_warned_of(agreed, client, page_of):
    client.post(page_of)
    agreed[0].assessments.filter(origin="agreed").update(overall_grade="inadequate")
    assert "no longer those that were signed off" in Page(client.get(page_of)).text
    publish = reverse("report-publish", args=["audit", "case_file_audit"])
    assert "no longer those that were signed off" in Page(client.post(publish)).errors[0][0]


def test_a_second_person_draws_and_checks(agreed, audit, client, second):
    address = reverse("dip-check-list", args=["audit"])
    assert "There is no agreed file that you can draw." in Page(client.get(address)).text
    sent = {**Page(second.get(address)).typed, "how_many": "2"}
    assert Page(second.post(address, {**sent, "how_many": "4"})).errors[0][1] == "id_how_many"
    second.post(address, sent)
    assert "have been drawn since" in Page(second.post(address, sent)).errors[0][0]
    check = DipCheck.objects.first()
    assert check.seed in Page(second.get(address)).text
    page = check.get_absolute_url()
    assert "You agreed this file yourself" in Page(client.get(page)).text
    assert [where for _, where in Page(second.post(page)).errors] == ["id_outcome_0"]
    given = {"outcome": "reopen", "note": "A log is missing."}
    assert second.post(page, given).url == address
    assert "Reopen the agreed grade" in Page(client.get(page)).links
