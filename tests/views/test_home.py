"""The first page after signing in, by role."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import CaseFile, Report, ReportVersion, User
from tests.factories import (
    CaseFileFactory,
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    graded_file,
)
from tests.pages import Page, text_of

HOME = reverse("home")


def headings(client) -> list[str]:
    return [
        text_of(heading) for heading in Page(client.get(HOME)).elements("h2", "govuk-heading-m")
    ]


@pytest.mark.parametrize(
    ("who", "sections"),
    [
        ("auditor@wexshire", ["Case files for you to grade"]),
        ("moderator@wexshire", ["Case files for you to grade"]),
        ("manager@wexshire", ["Recommendations and actions"]),
        ("observer@wexshire", []),
        ("inspector@inspectorate", ["Case files for you to grade"]),
        ("admin@casemark", ["Administration"]),
    ],
)
def test_each_role_finds_its_own_work(who, sections, signed_in):
    assert headings(signed_in(who)) == sections


def test_an_auditor_sees_what_is_left_to_grade_and_where(person, signed_in):
    round = RoundFactory(title="Audit of spring")
    auditor = person("auditor@wexshire")
    CaseFileFactory.create_batch(9, round=round, allocated_to=auditor)
    handed_in = graded_file(round, auditor, ("s47", "good"))
    CaseFile.objects.filter(pk=handed_in.pk).update(allocated_to=auditor)
    client = signed_in("auditor@wexshire")
    page = Page(client.get(HOME))
    assert "9 case files allocated to you are not graded yet." in page.text
    assert len(page.rows) == 1 + 8
    listed = client.get(page.links["My cases"])
    assert (listed.context["paginator"].count, listed.context["to_do"]) == (10, 9)
    assert "Audit of spring" in page.links


def test_a_manager_sees_what_the_force_has_to_answer(signed_in):
    asked = RecommendationFactory(title="Look sooner")
    ResponseFactory(recommendation=asked)
    done = RecommendationFactory(title="Record it")
    ResponseFactory(recommendation=done, status="verified")
    text = Page(signed_in("manager@wexshire").get(HOME)).text
    assert "Look sooner" in text
    assert "Record it" not in text


def test_what_is_due_leads_to_its_page(signed_in, person, settings):
    settings.TODAY = "2026-11-30"
    response = ResponseFactory(recommendation=RecommendationFactory(title="Look sooner"))
    action = response.actions.create(
        force=response.force,
        title="Train the desk",
        owner=person("auditor@wexshire"),
        due_on=date(2026, 11, 29),
        first_due_on=date(2026, 11, 29),
    )
    manager = Page(signed_in("manager@wexshire").get(HOME))
    assert manager.links["Look sooner"] == response.get_absolute_url()
    assert manager.links["Train the desk"] == action.get_absolute_url()
    assert "Overdue: 1" in manager.text
    owner = Page(signed_in("auditor@wexshire").get(HOME))
    assert owner.links["Train the desk"] == action.get_absolute_url()
    assert "Look sooner" not in owner.text


def test_a_manager_sees_nothing_of_another_force(signed_in):
    elsewhere = RecommendationFactory(title="Not ours", round=RoundFactory(eastmarch=True))
    ResponseFactory(recommendation=elsewhere)
    text = Page(signed_in("manager@wexshire").get(HOME)).text
    assert "No recommendation waits for your force." in text


def test_an_observer_finds_the_latest_reports(service, signed_in):
    round = RoundFactory(title="Audit of spring", published=True)
    report = Report.objects.create(round=round, force=round.force, kind="case_file_audit")
    ReportVersion.objects.create(
        report=report, number=1, published_by=service, published_at=timezone.now()
    )
    client = signed_in("observer@wexshire")
    page = Page(client.get(HOME))
    assert "Latest reports" in headings(client)
    assert page.links["Audit of spring, version 1"].endswith("/reports/case_file_audit/1/")


def test_an_observer_for_whom_nothing_is_published_is_told_so(signed_in):
    assert "Nothing is waiting for you." in Page(signed_in("observer@wexshire").get(HOME)).text


def test_somebody_without_a_role_is_told_so(db, client):
    user = User.objects.create_user("new@wexshire.example", name="New")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    assert "You have no role yet." in Page(client.get(HOME)).text
