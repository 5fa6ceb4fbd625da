"""Workbooks to fill in, as they are offered and handed out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.clock import today
from audit.models import LogEntry, RoundMember
from audit.spreadsheets.own_workbook import SHEET
from audit.spreadsheets.templates import TEMPLATES
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.pages import Page
from tests.spreadsheets.filled import opened

pytestmark = pytest.mark.django_db
EVENT = "round.own_workbook_taken_out"


@pytest.fixture
def round(db):
    return RoundFactory(code="audit", title="Our audit")


@pytest.fixture
def mine(round, person):
    return CaseFileFactory(round=round, allocated_to=person("auditor@wexshire"))


OWN = "/inspections-and-audits/audit/my-cases.xlsx"


def template(which: str, code: str = "audit") -> str:
    return reverse("import-template", args=[code, which])


@pytest.mark.parametrize("which", TEMPLATES)
def test_a_moderator_has_every_template(signed_in, round, which):
    response = signed_in("moderator@wexshire").get(template(which))
    name = f"{which}-template.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert opened(response.content).sheetnames[1:] == ["Notes", "Example", "Lists"]


def test_an_auditor_has_the_template_of_case_files_alone(signed_in, mine):
    client = signed_in("auditor@wexshire")
    assert client.get(template("case-files")).status_code == 200
    for which in ("published-counts", "recommendations"):
        assert client.get(template(which)).status_code == 403
    assert signed_in("auditor2@wexshire").get(template("case-files")).status_code == 403


def test_an_inspector_of_the_team_imports_case_files_and_its_lead_the_rest(signed_in, person):
    round = RoundFactory(code="inspection", inspection=True)
    for who, role in (("inspector", "lead"), ("inspector2", "inspector")):
        RoundMember.objects.create(round=round, user=person(f"{who}@inspectorate"), role=role)
    for which in TEMPLATES:
        answers = [
            signed_in(f"{who}@inspectorate").get(template(which, "inspection")).status_code
            for who in ("inspector", "inspector2")
        ]
        assert answers == [200, 200 if which == "case-files" else 403]


def test_another_kind_is_no_address(signed_in, round):
    assert signed_in("moderator@wexshire").get(template("passwords")).status_code == 404


def test_a_template_leaves_no_entry(signed_in, round):
    signed_in("moderator@wexshire").get(template("case-files"))
    assert not LogEntry.objects.exclude(session="").exists()


def test_an_auditor_takes_their_cases_away(freshly_signed_in, mine, person):
    response = freshly_signed_in("auditor@wexshire").get(OWN)
    name = f"my-cases-{today().isoformat()}.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    book = opened(response.content)
    assert book[SHEET]["A2"].value == mine.reference
    said = [cell.value for cell in book["Notes"]["A"]]
    assert "Inspection or audit: Our audit" in said
    assert "Taken out by: Amina Hall" in said
    assert LogEntry.objects.get(event=EVENT).by == person("auditor@wexshire")


def test_it_wants_a_fresh_password(signed_in, mine):
    response = signed_in("auditor@wexshire").get(OWN)
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not LogEntry.objects.filter(event=EVENT).exists()


def test_who_has_nothing_to_grade_is_told_so(freshly_signed_in, round):
    client = freshly_signed_in("auditor@wexshire")
    response = client.get(OWN, follow=True)
    assert "You have no case file here that is still to be graded." in Page(response).text
    assert not LogEntry.objects.filter(event=EVENT).exists()


def test_a_text_that_no_cell_holds_costs_a_sentence(freshly_signed_in, mine, person):
    assessed(
        mine, person("auditor@wexshire"), ("s47", "good"), status="draft", rationale="x" * 40_000
    )
    response = freshly_signed_in("auditor@wexshire").get(OWN, follow=True)
    assert "A text has 40,000 characters, and a cell holds 32,767." in Page(response).text


def test_it_is_offered_where_there_is_something_to_grade(signed_in, mine, round, person):
    client = signed_in("auditor@wexshire")
    for page in (reverse("my-cases"), round.get_absolute_url()):
        assert OWN in Page(client.get(page)).addresses
        assert OWN not in Page(signed_in("auditor2@wexshire").get(page)).addresses
    assessed(mine, person("auditor@wexshire"), ("s47", "good"))
    for page in (reverse("my-cases"), round.get_absolute_url()):
        assert OWN not in Page(client.get(page)).addresses
