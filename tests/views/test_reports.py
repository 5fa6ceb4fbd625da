"""Publishing a round's report, and reading what is published."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from audit.jobs import seal_trail
from audit.models import LogEntry, ReportVersion, Seal, User
from audit.services.reports import report_publish
from audit.services.sealing import trail_seal
from tests.factories import RoundFactory, graded_file
from tests.pages import Page, policy_of

KIND = "case_file_audit"


@pytest.fixture(scope="module")
def version(module_db) -> ReportVersion:
    """Version 1 for a Wexshire audit with one good file; rendering takes a second, so once."""
    round = RoundFactory(code="audit", title="Audit of <spring>")
    graded_file(round, User.objects.get(email="auditor@wexshire.example"), ("s47", "good"))
    moderator = User.objects.get(email="moderator@wexshire.example")
    return report_publish(round=round, kind=KIND, by=moderator)


@pytest.fixture
def client(db, signed_in):
    return signed_in("moderator@wexshire")


def address(name: str, *more) -> str:
    return reverse(name, args=["audit", KIND, *more])


def test_the_first_version_is_checked_then_published_then_listed(client, person):
    graded_file(RoundFactory(code="audit"), person("auditor@wexshire"), ("s47", "good"))
    check = Page(client.get(address("report-publish")))
    assert "Case file audit, version 1" in check.text
    assert "1 good" in check.text
    done = Page(client.post(address("report-publish"), follow=True))
    assert "Version 1 is published." in done.text
    assert address("report-version-pdf", 1) in done.addresses


def test_a_second_version_must_say_what_it_changes(version, client):
    page = Page(client.post(address("report-publish"), {"correction": " "}))
    assert page.errors == [("Enter what this version changes", "id_correction")]
    assert ReportVersion.objects.count() == 1


def test_a_correction_is_a_new_version_and_the_old_one_stays(version, client):
    client.post(address("report-publish"), {"correction": "A file was counted twice."})
    second = ReportVersion.objects.get(number=2)
    assert (second.replaces, second.correction) == (version, "A file was counted twice.")
    assert client.get(address("report-version", 1)).content == bytes(version.html)
    assert LogEntry.objects.about(second).get().event == "report.published"


def test_the_pdf_is_a_download_under_a_name_that_tells_no_case(version, client):
    response = client.get(address("report-version-pdf", 1))
    assert response.headers["Content-Type"] == "application/pdf"
    disposition = 'attachment; filename="audit-case_file_audit-version-1.pdf"'
    assert response.headers["Content-Disposition"] == disposition
    assert response.content == bytes(version.pdf)
    assert response.content.startswith(b"%PDF-")


def test_a_draft_as_pdf_is_named_a_draft(version, client):
    response = client.get(address("report-draft-pdf"))
    assert 'filename="audit-case_file_audit-draft.pdf"' in response.headers["Content-Disposition"]
    assert response.content.startswith(b"%PDF-")


def test_a_draft_says_that_it_is_one_and_of_which_version(version, client):
    html = client.get(address("report-draft")).content.decode()
    assert "Draft of version 2" in html


def test_a_published_version_is_no_draft(version, client):
    html = client.get(address("report-version", 1)).content.decode()
    assert "Draft of" not in html
    assert "Version 1" in html


@pytest.mark.parametrize("name", ["report-version", "report-draft"])
def test_the_policy_of_a_document_allows_its_own_style_sheet_and_no_other(name, version, client):
    response = client.get(address(name, *([1] if name == "report-version" else [])))
    policy = policy_of(response)
    [style] = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy["style-src"] == [f"'sha256-{digest}'"]
    assert policy["script-src"] == ["'none'"]
    assert policy["default-src"] == ["'none'"]


def test_a_document_holds_nothing_that_its_policy_would_stop(version, db):
    html = re.sub(r"<style>.*?</style>", "", bytes(version.html).decode(), flags=re.DOTALL)
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)\s*=|<script|<link rel=.stylesheet", html)
    assert not re.search(r'(src|href)\s*=\s*"(?!#|data:|https://)', html)


def test_what_people_typed_is_text_in_the_document(version, client):
    html = client.get(address("report-version", 1)).content.decode()
    assert "Audit of &lt;spring&gt;" in html
    assert "<spring>" not in html


def test_the_version_is_read_by_whoever_sees_the_figures(version, signed_in):
    assert signed_in("manager@wexshire").get(address("report-version", 1)).status_code == 200
    assert signed_in("auditor@wexshire").get(address("report-version", 1)).status_code == 404


@pytest.mark.parametrize("number", [0, 2, 10**12])
def test_a_version_that_does_not_exist_is_not_found(number, version, client):
    assert client.get(address("report-version", number)).status_code == 404


def test_a_published_report_bears_the_head_of_its_forces_trail(client, settings, tmp_path):
    settings.SEAL_FILE = str(tmp_path / "seals.jsonl")
    round = RoundFactory(code="sealed")
    trail_seal()
    draft = client.get(reverse("report-draft", args=["sealed", KIND]))
    assert Seal.objects.head_of(round.force_id).code not in draft.content.decode()
    client.post(reverse("report-publish", args=["sealed", KIND]))
    published = client.get(reverse("report-version", args=["sealed", KIND, 1]))
    assert Seal.objects.head_of(round.force_id).code in published.content.decode()


def test_publishing_has_the_trail_sealed_at_once(client):
    RoundFactory(code="sealed")
    client.post(reverse("report-publish", args=["sealed", KIND]))
    assert DBTaskResult.objects.get().task_path == seal_trail.module_path
