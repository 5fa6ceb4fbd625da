"""Evidence: its page, handing out its file, withdrawing it."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from audit.models import Evidence, LogEntry, ResponseStep
from audit.models.progress import evidence_storage
from audit.rules.evidence import PDF
from audit.services.evidence import evidence_add
from tests.evidence.keeping import checked_file, stored_names
from tests.factories import (
    ActionFactory,
    ProgressUpdateFactory,
    ResponseFactory,
    RoundFactory,
    shown_by,
)

pytestmark = pytest.mark.django_db
CONTENT = b"<script>alert(1)</script>, had it got so far"


@pytest.fixture
def response(db):
    return ResponseFactory(recommendation__round=RoundFactory(), status="in_progress")


@pytest.fixture
def evidence(response, person) -> Evidence:
    manager = person("manager@wexshire")
    update = ProgressUpdateFactory(response=response, by=manager)
    file = checked_file(CONTENT, "Dienstplan – März.txt")
    return evidence_add(update=update, checked=file, by=manager)


def url(evidence: Evidence, name: str = "detail") -> str:
    return reverse(f"evidence-{name}", args=[evidence.pk])


def test_a_file_is_handed_out_to_be_saved_and_never_shown(evidence, signed_in):
    answer = signed_in("manager2@wexshire").get(url(evidence, "download"))
    assert answer.content == CONTENT
    assert answer["Content-Type"] == "text/plain"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Dienstplan%20%E2%80%93%20M%C3%A4rz")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_a_download_is_recorded_once(evidence, signed_in, person):
    client = signed_in("manager2@wexshire")
    for _ in range(2):
        client.get(url(evidence, "download"))
    entry = LogEntry.objects.get(event="evidence.downloaded")
    assert (entry.by, entry.subject_id) == (person("manager2@wexshire"), str(evidence.pk))


@pytest.mark.parametrize("name", ["detail", "download", "withdraw"])
@pytest.mark.parametrize("who", ["manager@eastmarch", "observer@wexshire", "auditor@wexshire"])
def test_evidence_of_others_is_not_there(name, who, evidence, signed_in):
    assert signed_in(who).get(url(evidence, name)).status_code == 404


def test_an_owner_of_an_action_downloads_what_they_attached(response, person, signed_in):
    owner = person("auditor@wexshire")
    action = ActionFactory(owner=owner, responses=[response], force=response.force)
    update = ProgressUpdateFactory(response=None, action=action, by=owner)
    name = evidence_storage().save("ab/cd", ContentFile(CONTENT))
    sha256 = checked_file(CONTENT).sha256
    evidence = shown_by(update, file=name, sha256=sha256, content_type=PDF.content_type)
    client = signed_in("auditor@wexshire")
    assert client.get(url(evidence, "download")).content == CONTENT
    page = client.get(url(evidence)).content.decode()
    assert action.title in page
    assert response.recommendation.title not in page


def test_a_file_that_was_changed_is_not_handed_out(evidence, signed_in):
    storage = evidence_storage()
    storage.delete(evidence.file.name)
    client = signed_in("manager@wexshire")
    for written in (False, True):
        if written:
            storage.save(evidence.file.name, ContentFile(b"Another rota"))
        answer = client.get(url(evidence, "download"))
        assert answer.status_code == 500
        assert f"evidence {evidence.pk}" in answer.content.decode()
    assert not LogEntry.objects.filter(event="evidence.downloaded").exists()


def test_its_page_says_what_it_is(evidence, signed_in):
    page = signed_in("manager@wexshire").get(url(evidence)).content.decode()
    for told in (
        "Dienstplan – März.txt",
        evidence.sha256,
        "Priya Nair",
        "Text, 44",
        "a named serge",
    ):
        assert told in page
    assert url(evidence, "download") in page
    assert url(evidence, "withdraw") in page


def test_who_may_not_withdraw_it_is_not_offered_to(evidence, signed_in):
    page = signed_in("moderator@wexshire").get(url(evidence)).content.decode()
    assert url(evidence, "download") in page
    assert url(evidence, "withdraw") not in page


def test_a_dip_sample_leads_to_its_own_page_whoever_may_open_it(response, person, signed_in):
    update = ProgressUpdateFactory(response=response, by=person("manager@wexshire"))
    seen = RoundFactory(code="dip", kind="dip_sample")
    not_seen = RoundFactory(code="other-dip", kind="dip_sample", eastmarch=True)
    client = signed_in("manager@wexshire")
    for round in (seen, not_seen):
        shown = shown_by(update, kind="dip_sample", round=round, sha256="", name="")
        page = client.get(url(shown)).content.decode()
        assert (round.get_absolute_url() in page) == (round == seen)
        assert client.get(url(shown, "download")).status_code == 404


def test_it_is_withdrawn_with_a_reason(evidence, signed_in, django_capture_on_commit_callbacks):
    client = signed_in("manager@wexshire")
    page = client.post(url(evidence, "withdraw"), {"because": ""})
    assert "Enter why it is withdrawn" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url(evidence, "withdraw"), {"because": "It is of March."}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(url(evidence), 302)]
    assert "It is of March." in page
    assert url(evidence, "download") not in page
    assert client.get(url(evidence, "download")).status_code == 404
    assert evidence.file.name not in stored_names()


def test_why_it_stays_is_said(evidence, response, signed_in, person):
    service = person("manager2@wexshire")
    ResponseStep.objects.create(
        response=response, status="verified", on="2026-11-30", why="Seen", by=service
    )
    type(response).objects.update(status="verified")
    answer = signed_in("manager@wexshire").post(url(evidence, "withdraw"), {"because": "Old"})
    assert "it stays on record" in answer.content.decode()


def test_a_moderator_may_not_withdraw_it(evidence, signed_in):
    client = signed_in("moderator@wexshire")
    assert client.post(url(evidence, "withdraw"), {"because": "Old"}).status_code == 403
