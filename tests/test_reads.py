"""Every address either shows no case content, or records that somebody looked at it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import LogEntry
from audit.urls import exports, urlpatterns
from tests.factories import CaseFileFactory, RoundFactory, graded_file
from tests.four_rounds import PAGE, address, make_four_rounds, make_people_beside_the_cast

RECORDED = {
    "round-figures": "round.figures_exported",
    "report-draft": "report.draft_read",
    "report-draft-pdf": "report.draft_downloaded",
    "report-version": "report.read",
    "report-version-pdf": "report.downloaded",
    "report-draft-word": "report.draft_downloaded",
    "report-version-word": "report.downloaded",
    "register-document": "register.read",
    "register-pdf": "register.printed",
    "register-word": "register.printed",
    "case-file-detail": "case_file.read",
    "case-file-grade": "case_file.read",
    "case-file-check": "case_file.read",
    "round-grid": "round.answers_read",
    "case-file-history": "case_file.read",
    "assessment-history": "assessment.read",
    "sample-detail": "sample.read",
    "sample-record": "sample.record_downloaded",
    "concern-detail": "concern.read",
    "concern-acknowledge": "concern.read",
    "concern-answer": "concern.read",
    "concern-send-back": "concern.read",
    "concern-close": "concern.read",
    "round-case-actions": "case_actions.read",
    "case-action-change": "case_file.read",
    "case-action-done": "case_file.read",
    "case-action-check": "case_file.read",
    "case-action-remove": "case_file.read",
    "feedback-note": "feedback_note.read",
    "evidence-download": "evidence.downloaded",
    "feedback-note-pdf": "feedback_note.printed",
    "case-file-settle": "case_file.read",
    "query-detail": "query.read",
    "import-detail": "import_run.read",
    "import-errors": "import_run.returned",
    "dip-check": "case_file.read",
    "recommendation-did-it-work-pdf": "did_it_work.printed",
}
"""The event that a GET of the address leaves."""
WITHOUT_CASE_CONTENT = {
    "home",
    "my-cases",
    "round-allocation",
    "round-progress",
    "case-file-allocate",
    "conflict-declare",
    "conflict-remove",
    "round-list",
    "round-detail",
    "round-move",
    "round-workbook",
    "round-open",
    "case-file-add",
    "report-publish",
    "round-contacts",
    "round-concerns",
    "import-template",
    "concern-list",
    "concern-raise",
    "concern-numbers",
    "case-action-add",
    "evidence-detail",
    "evidence-withdraw",
    "case-file-list",
    "case-file-numbers",
    "assessment-reopen",
    "common-theme-add",
    "round-agreement",
    "round-facts",
    "round-themes",
    "import-list",
    "import-new",
    "import-columns",
    "import-progress",
    "import-again",
    "import-cancel",
    "import-undo",
    "moderation-queue",
    "moderation-agree",
    "case-file-reopen",
    "query-list",
    "query-ask",
    "sign-off",
    "round-reopen",
    "dip-check-list",
    "calendar-feed",
    "calendar-feed-list",
    "calendar-feed-make",
    "calendar-feed-revoke",
    "extension-grant",
    "recommendation-list",
    "register",
    "register-timeline",
    "oversight",
    "oversight-write",
    "oversight-comment",
    "response-detail",
    "response-answer",
    "response-assign",
    "response-report",
    "response-deliver",
    "response-verify",
    "response-received",
    "action-add",
    "action-list",
    "action-detail",
    "action-change",
    "action-report",
    "action-done",
    "action-drop",
    "action-reopen",
    "recommendation-detail",
    "recommendation-add",
    "recommendation-history",
    "recommendation-dip-sample",
    "recommendation-change",
    "recommendation-forces",
    "recommendation-link",
    "recommendation-link-remove",
    "source-list",
    "source-add",
    "source-detail",
    "source-change",
    "source-recommendation-add",
    "recommendation-did-it-work",
    "round-verdicts",
    "round-compared",
    "verdict-give",
    "dip-sample-open",
    "figure-lend",
    "sample-frame",
    "sample-sizes",
    "sample-numbers",
    "sample-void",
    "case-file-exclude",
    "accessibility",
    "access-review",
    "access-review-force",
    "access-review-no-force",
    "job-list",
    "trail-list",
    "kept-form",
    "personal-data",
    "session-activity",
    "session-list",
    "person-change",
    "person-detail",
    "person-disable",
    "person-enable",
    "person-history",
    "person-invitation",
    "person-invite",
    "person-list",
    "person-second-step",
    "person-sign-out",
    "role-end",
    "role-give",
    "team-end",
    "team-give",
}

TAKEN_OUT = {*(pattern.name for pattern in exports.urlpatterns), "own-workbook"}
"""Each time leaves an entry: tests/views/test_exports.py, test_list_exports.py and so on."""
READERS = dict.fromkeys(("concern-acknowledge", "concern-answer"), "manager@wexshire")
"""Who reads what the moderator may not."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def places(module_db):
    make_people_beside_the_cast()
    return make_four_rounds()


@pytest.fixture(autouse=True)
def _no_rendering(monkeypatch):
    for views in ("reports", "samples", "did_it_work"):
        monkeypatch.setattr(f"audit.views.{views}.render_pdf", lambda snapshot: b"%PDF-1.7")
    monkeypatch.setattr("audit.views.reports.render_html", lambda snapshot: PAGE.decode())
    monkeypatch.setattr("audit.views.reports.render_word", lambda snapshot: b"PK")
    monkeypatch.setattr("audit.views.feedback_notes.render_pdf", lambda snapshot: b"%PDF-1.7")
    monkeypatch.setattr("audit.views.feedback_notes.render_html", lambda snapshot: PAGE.decode())


def test_every_address_is_accounted_for():
    names = {pattern.name for pattern in urlpatterns}
    assert set(RECORDED) | WITHOUT_CASE_CONTENT | TAKEN_OUT == names
    assert not set(RECORDED) & WITHOUT_CASE_CONTENT


def _reads() -> list[str]:
    return list(LogEntry.objects.exclude(session="").values_list("event", flat=True))


@pytest.mark.parametrize("name", RECORDED)
def test_a_read_is_recorded_once_a_session(name, places, freshly_signed_in):
    url = address(name, places["own"].address(name))
    who = READERS.get(name, "moderator@wexshire")
    client = freshly_signed_in(who)
    for _ in range(2):
        assert client.get(url).status_code == 200
    assert _reads() == [RECORDED[name]]
    freshly_signed_in(who).get(url)
    assert _reads() == [RECORDED[name]] * 2


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_refused_is_no_read(name, places, signed_in):
    url = address(name, places["own"].address(name))
    assert signed_in("moderator@eastmarch").get(url).status_code == 404
    assert _reads() == []


def test_the_entry_of_a_read_names_the_record_and_its_force(places, signed_in, person):
    case_file = places["own"].case_file
    signed_in("moderator@wexshire").get(case_file.get_absolute_url())
    entry = LogEntry.objects.about(case_file).get(event="case_file.read")
    assert (entry.by, entry.force) == (person("moderator@wexshire"), case_file.round.force)


def test_two_pages_asked_for_at_once_leave_one_entry(signed_in, monkeypatch):
    """Neither finds the other's entry yet, and both insert theirs."""
    case_file, client = CaseFileFactory(), signed_in("moderator@wexshire")
    monkeypatch.setattr(QuerySet, "exists", lambda rows: False)
    for _ in range(2):
        assert client.get(case_file.get_absolute_url()).status_code == 200
    assert _reads() == ["case_file.read"]


def test_a_search_is_recorded_by_its_digest_and_once(signed_in):
    client, url = signed_in("moderator@wexshire"), reverse("case-file-list")
    for words in ("swimming pool", "swimming pool", "school"):
        client.post(url, {"text": words}, follow=True)
    assert _reads() == ["case_files.searched"] * 2
    said = " ".join(map(str, LogEntry.objects.exclude(session="").values_list()))
    assert "swimming" not in said


def test_looking_at_a_list_is_no_search(signed_in):
    signed_in("moderator@wexshire").get(reverse("case-file-list"))
    assert _reads() == []


def test_reads_in_the_admin_are_recorded(signed_in, person):
    round = RoundFactory()
    graded = graded_file(round, person("auditor@wexshire"), ("s47", "good"))
    client = signed_in("moderator@wexshire")
    client.get(reverse("admin:audit_casefile_change", args=[graded.pk]))
    client.get(reverse("admin:audit_assessment_change", args=[graded.assessments.get().pk]))
    client.get(reverse("admin:audit_casefile_changelist") + "?q=ABCD")
    assert sorted(_reads()) == ["assessment.read", "case_file.read", "casefile.searched"]


WRITING = ("INSERT", "UPDATE", "DELETE", "BEGIN", "SAVEPOINT", "LOCK")
"""On SQLite a transaction of ours takes the one lock for writing when it begins."""


@pytest.mark.parametrize("name", RECORDED)
def test_a_read_that_was_recorded_before_waits_for_no_writer(name, places, freshly_signed_in):
    """Neither writes nor begins what could write; the first time there is one INSERT."""
    url = address(name, places["own"].address(name))
    client = freshly_signed_in(READERS.get(name, "moderator@wexshire"))
    written = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        statements = [query["sql"] for query in queries]
        written.append([sql for sql in statements if sql.startswith(WRITING) or "FOR UP" in sql])
    first, second = written
    [insert] = [sql for sql in first if sql.startswith("INSERT")]
    assert "audit_logentry" in insert
    assert second == []
