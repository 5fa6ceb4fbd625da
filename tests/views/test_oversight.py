from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from audit.models import OversightComment, OversightResponse, ReportVersion
from tests.pages import Page
from tests.registers import inspection_of, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings, monkeypatch):
    settings.TODAY = "2026-05-05"
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF-1.7")


@pytest.fixture
def inspection():
    return inspection_of(code="wexshire")


@pytest.fixture
def response(inspection):
    return put(inspection, (date(2026, 4, 20), "not_accepted"), number=1, statement="It is shared.")


@pytest.fixture
def observer(signed_in):
    return signed_in("observer@wexshire")


def test_the_page_shows_by_when_it_is_due_and_that_it_is_late(observer, inspection, response):
    page = Page(observer.get(reverse("oversight", args=[inspection.code])))
    assert "4 May 2026 Overdue" in page.text
    assert "56 days beginning with 10 March 2026" in page.text
    assert "It is shared." in page.text


def test_an_observer_writes_comments_and_publishes(observer, inspection, response):
    write = reverse("oversight-write", args=[inspection.code])
    sent = {**Page(observer.get(write)).typed, "comments": "The body has read it."}
    assert observer.post(write, sent).status_code == 302
    comment = reverse("oversight-comment", args=[inspection.code, response.pk])
    sent = {**Page(observer.get(comment)).typed, "text": "The reason holds."}
    assert observer.post(comment, sent).status_code == 302
    assert OversightComment.objects.get().text == "The reason holds."
    publish = reverse("report-publish", args=[inspection.code, "oversight_response"])
    assert observer.post(publish).status_code == 302
    html = bytes(ReportVersion.objects.get().html).decode()
    assert "The body has read it." in html
    assert "The reason holds." in html
    page = Page(observer.get(reverse("oversight", args=[inspection.code])))
    assert "Published" in page.text
    assert "Overdue" not in page.text


def test_a_form_that_somebody_overtook_keeps_what_was_typed(observer, inspection):
    write = reverse("oversight-write", args=[inspection.code])
    old = Page(observer.get(write)).typed
    observer.post(write, {**old, "comments": "First"})
    page = Page(observer.post(write, {**old, "comments": "Second"}))
    assert "Somebody else saved this" in page.text
    assert "Second" in page.text
    assert OversightResponse.objects.get().comments == "First"


def test_what_was_published_is_read_by_all_and_the_draft_by_the_body(
    signed_in, observer, inspection, response
):
    OversightResponse.objects.create(round=inspection, comments="Read.")
    draft = reverse("report-draft", args=[inspection.code, "oversight_response"])
    assert observer.get(draft).status_code == 200
    manager = signed_in("manager@wexshire")
    assert manager.get(draft).status_code == 403
    observer.post(reverse("report-publish", args=[inspection.code, "oversight_response"]))
    version = reverse("report-version", args=[inspection.code, "oversight_response", 1])
    for client in (manager, signed_in("auditor@eastmarch")):
        assert client.get(version).status_code == 200


def test_an_answer_to_another_inspection_is_missing(observer, inspection):
    other = put(inspection_of(title="Another"), number=1)
    address = reverse("oversight-comment", args=[inspection.code, other.pk])
    assert observer.get(address).status_code == 404


def test_the_inspections_page_offers_what_each_may_read(signed_in, inspection, response):
    def documents(name):
        page = Page(signed_in(name).get(inspection.get_absolute_url()))
        return {address.split("/reports/")[1].split("/")[0] + address.rsplit("/", 2)[-1]
                for address in page.addresses if "/reports/" in address}  # fmt: skip

    assert {"action_plan", "action_plandraft.docx"} <= documents("manager@wexshire")
    assert "oversight_response" in documents("observer@wexshire")
    assert not any("action_plan" in one for one in documents("manager@eastmarch"))
    assert not any("oversight" in one for one in documents("manager@wexshire"))


def test_the_word_document_of_a_plan_is_downloaded(signed_in, inspection, response):
    address = reverse("report-draft-word", args=[inspection.code, "action_plan"])
    answer = signed_in("manager@wexshire").get(address)
    assert answer.headers["Content-Disposition"].endswith('action_plan-draft.docx"')
    assert answer.content.startswith(b"PK")
    missing = reverse("report-draft-word", args=[inspection.code, "oversight_response"])
    assert signed_in("observer@wexshire").get(missing).status_code == 404


@pytest.mark.parametrize("suffix", ["document/", "document.pdf", "document.docx"])
def test_the_register_is_printed_as_it_is_filtered(signed_in, inspection, response, suffix):
    put(inspection, number=2, title="Count the missing")
    address = f"/recommendations/register/wexshire/{suffix}?status=not_accepted"
    answer = signed_in("manager@wexshire").get(address)
    assert answer.status_code == 200
    if suffix.endswith("/"):
        assert "Where does it stand? Not accepted" in answer.content.decode()
        assert "Count the missing" not in answer.content.decode()
