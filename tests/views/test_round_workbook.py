"""The page that gives a whole audit out as one workbook."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from audit.clock import today
from audit.models import LogEntry, Round
from audit.services.case_files import local_number_add
from audit.spreadsheets.writing import ABOUT
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.pages import Page

pytestmark = pytest.mark.django_db
ADDRESS = "/inspections-and-audits/audit/workbook/"


@pytest.fixture
def audit(person) -> Round:
    audit = RoundFactory(code="audit", title="Our audit")
    case_file = CaseFileFactory(round=audit, reference="A-1")
    local_number_add(
        case_file=case_file, kind="crime", number="WXC/26/1", by=person("moderator@wexshire")
    )
    return audit


@pytest.fixture
def client(freshly_signed_in):
    return freshly_signed_in("moderator@wexshire")


def test_the_page_of_the_audit_leads_there(audit, client):
    assert reverse("round-workbook", args=["audit"]) == ADDRESS
    assert ADDRESS in client.get(audit.get_absolute_url()).content.decode()


def test_it_says_that_the_local_numbers_are_in_it(audit, client):
    page = client.get(ADDRESS)
    assert "The local numbers are in it" in Page(page).text
    assert not LogEntry.objects.filter(event="round.workbook_taken_out").exists()


def test_the_button_answers_with_the_workbook(audit, client):
    response = client.post(ADDRESS)
    name = f"audit-{today().isoformat()}.xlsx"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [row[0].value for row in book["Case files"].iter_rows()] == ["reference", "A-1"]
    assert book["Local numbers"]["C2"].value == "WXC/26/1"
    about = dict(book[ABOUT].iter_rows(min_row=2, values_only=True))
    assert (about["Taken out by"], about["Case files"]) == ("Morgan Ellis", "1")
    events = LogEntry.objects.order_by("-pk").values_list("event", flat=True)[:2]
    assert set(events) == {"round.workbook_taken_out", "local_numbers.revealed"}


def test_a_text_that_no_cell_holds_is_said_and_nothing_taken_out(audit, client, person):
    case_file = CaseFileFactory(round=audit)
    assessed(case_file, person("auditor@wexshire"), ("s47", "good"), rationale="x" * 32_768)
    page = Page(client.post(ADDRESS))
    assert "A text has 32,768 characters, and a cell holds 32,767. Shorten it" in page.text
    assert not LogEntry.objects.filter(event="round.workbook_taken_out").exists()


def test_a_password_of_this_moment_is_asked_for(audit, signed_in):
    response = signed_in("moderator@wexshire").post(ADDRESS)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert not LogEntry.objects.filter(event="round.workbook_taken_out").exists()
