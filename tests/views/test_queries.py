"""Asking about a field, the thread, the list of an audit, and what waits on the first page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Query
from audit.services.queries import query_ask
from tests.double_files import double_file, given, say
from tests.factories import RoundFactory
from tests.pages import Page

MODERATOR, AUDITOR = "moderator@wexshire", "auditor@wexshire"


@pytest.fixture
def audit(db):
    return RoundFactory(code="audit")


@pytest.fixture
def file(audit):
    case_file = double_file(audit, "good")
    say(given(case_file)[0], stage="good", yes="yes")
    return case_file


def asked(file, by, text="Where was she seen?", **more) -> Query:
    return query_ask(case_file=file, assessment=given(file)[0], text=text, by=by, **more)


def test_a_query_is_asked_from_the_field_it_is_about(file, signed_in):
    client = signed_in(MODERATOR)
    address = Page(client.get(file.get_absolute_url())).links["Ask investigation"]
    page = Page(client.get(address))
    assert page.typed["field"] == ["stage:investigation"]
    assert page.typed["assessment"] == [str(given(file)[0].pk)]
    assert [where for _, where in Page(client.post(address, page.typed)).errors] == ["id_text"]
    thread = client.post(address, {**page.typed, "text": "Who saw the child?"}, follow=True)
    assert "Who saw the child?" in Page(thread).text
    links = Page(client.get(file.get_absolute_url())).links
    assert links["Open query"] == Query.objects.get().get_absolute_url()


def test_a_thread_is_answered_and_resolved(file, person, signed_in):
    query = asked(file, person(MODERATOR), field="rationale")
    address = query.get_absolute_url()
    auditor, moderator = signed_in(AUDITOR), signed_in(MODERATOR)
    page = Page(auditor.get(address))
    assert page.heading == "Reason for the grade"
    assert "Morgan Ellis or a moderator resolves it" in page.text
    auditor.post(address, {"text": "At school, alone.", "send": "yes"})
    page = Page(moderator.get(address))
    assert "At school, alone." in page.text
    page = Page(moderator.post(address, {"text": "", "resolve": "yes"}, follow=True))
    assert "The query is resolved." in page.text
    assert not Query.objects.get().is_open
    assert [w for _, w in Page(moderator.post(address, {"reopen": "yes"})).errors] == ["id_text"]
    moderator.post(address, {"text": "One more thing.", "reopen": "yes"})
    assert Query.objects.get().is_open


def test_who_may_not_resolve_is_refused(file, person, signed_in):
    query = asked(file, person(MODERATOR))
    page = Page(signed_in(AUDITOR).post(query.get_absolute_url(), {"text": "", "resolve": "yes"}))
    assert "Whoever asked, their deputy or a moderator" in page.errors[0][0]
    assert Query.objects.get().is_open


def test_the_open_queries_of_an_audit_are_listed(file, audit, person, signed_in):
    query = asked(file, person(MODERATOR), field="stage:investigation")
    address = reverse("query-list", args=[audit.code])
    page = Page(signed_in(MODERATOR).get(address))
    assert page.rows[1][:2] == ["InvestigationAmina Hall’s assessment", file.reference]
    Query.objects.filter(pk=query.pk).update(
        resolved_by=person(MODERATOR), resolved_at="2026-11-20T09:00Z"
    )
    assert "No query is open." in Page(signed_in(MODERATOR).get(address)).text
    assert len(Page(signed_in(MODERATOR).get(address + "?show=all")).rows) == 2


def test_an_auditor_sees_those_of_their_own_files(file, audit, person, signed_in):
    asked(file, person(MODERATOR))
    address = reverse("query-list", args=[audit.code])
    assert len(Page(signed_in(AUDITOR).get(address)).rows) == 2
    assert Page(signed_in("auditor2@wexshire").get(address)).rows == []


def test_the_list_asks_as_often_for_many_as_for_few(audit, person, signed_in):
    client, counts = signed_in(MODERATOR), []
    for number in (2, 9):
        for _ in range(number):
            asked(double_file(audit, "good"), person(MODERATOR))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("query-list", args=[audit.code]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_waits_for_somebody_stands_on_their_first_page(file, person, signed_in):
    query = asked(file, person(MODERATOR))
    link = f"Case file {file.reference}"
    assert Page(signed_in(AUDITOR).get("/")).links[link] == query.get_absolute_url()
    assert link not in Page(signed_in(MODERATOR).get("/")).links
