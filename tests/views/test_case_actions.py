"""Case actions on the page of their file and in the list of an audit; the feedback note."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.clock import today
from audit.models import CaseAction, LogEntry
from audit.services.case_actions import case_action_add, case_action_done
from tests.factories import CaseFileFactory, assessed
from tests.pages import Page

pytestmark = pytest.mark.django_db

AUDITOR, MODERATOR = "auditor@wexshire", "moderator@wexshire"


@pytest.fixture
def case_file(person):
    return CaseFileFactory(allocated_to=person(AUDITOR))


def asked(case_file, by, days: int = 5, what: str = "Write down why.") -> CaseAction:
    due = today() + timedelta(days=days)
    return case_action_add(case_file=case_file, what=what, owner="Supervisor", due_on=due, by=by)


def day(name: str, date) -> dict[str, str]:
    return {
        f"{name}_day": str(date.day),
        f"{name}_month": str(date.month),
        f"{name}_year": str(date.year),
    }


def test_from_asked_to_checked_by_its_pages(case_file, signed_in):
    auditor, moderator = signed_in(AUDITOR), signed_in(MODERATOR)
    page = Page(auditor.get(case_file.get_absolute_url()))
    given = {"what": "Write down why.", "owner": "Supervisor", **day("due_on", today())}
    response = auditor.post(page.links["Add a case action"], given)
    assert response.url == f"{case_file.get_absolute_url()}#case-actions"
    page = Page(auditor.get(case_file.get_absolute_url()))
    auditor.post(
        page.links["Mark as done: case action 1"], {"note": "Written.", **day("done_on", today())}
    )
    assert "Check case action 1" not in Page(auditor.get(case_file.get_absolute_url())).links
    page = Page(moderator.get(case_file.get_absolute_url()))
    moderator.post(page.links["Check case action 1"], {"is_done": "yes", "note": "It is there."})
    assert "Checked" in Page(auditor.get(case_file.get_absolute_url())).text


def test_a_name_in_it_is_asked_about(case_file, signed_in):
    given = {"what": "Ring 07700 900123.", "owner": "Supervisor", **day("due_on", today())}
    page = signed_in(AUDITOR).post(reverse("case-action-add", args=[case_file.reference]), given)
    assert page.status_code == 200
    assert not CaseAction.objects.exists()


def test_whoever_marked_it_done_is_told_why_they_cannot_check_it(case_file, signed_in, person):
    action = asked(case_file, person(AUDITOR))
    case_action_done(action=action, done_on=today(), note="Written.", by=person(AUDITOR))
    address = reverse("case-action-check", args=[action.pk])
    page = Page(signed_in(AUDITOR).post(address, {"is_done": "yes", "note": "Seen."}))
    assert page.errors[0][0] == "You marked it done. Ask somebody else to check it."


def test_what_is_changed_starts_from_what_it_said(case_file, signed_in, person):
    action = asked(case_file, person(AUDITOR))
    page = Page(signed_in(AUDITOR).get(reverse("case-action-change", args=[action.pk])))
    assert page.typed["what"] == ["Write down why."]


def test_the_list_begins_with_the_late_ones(case_file, signed_in, person):
    asked(case_file, person(AUDITOR), 5, "Later.")
    asked(case_file, person(AUDITOR), -5, "Late.")
    address = reverse("round-case-actions", args=[case_file.round.code])
    client = signed_in(MODERATOR)
    rows = Page(client.get(address)).rows[1:]
    assert [row[1] for row in rows] == ["Late.", "Later."]
    assert "Late" in rows[0][-1]
    assert [row[1] for row in Page(client.get(f"{address}?late=yes")).rows[1:]] == ["Late."]
    assert not Page(client.get(f"{address}?state=checked")).rows


def test_the_list_holds_only_what_one_may_see(case_file, signed_in, person):
    asked(case_file, person(AUDITOR))
    address = reverse("round-case-actions", args=[case_file.round.code])
    for who in ("auditor2@wexshire", "manager@wexshire"):
        assert not signed_in(who).get(address).context["rows"]
    assert signed_in("moderator@eastmarch").get(address).status_code == 404


def test_the_note_is_offered_to_those_who_may_have_it(case_file, signed_in, person):
    assessed(case_file, person(AUDITOR), ("s47", "good"))
    note = reverse("feedback-note-pdf", args=[case_file.reference])
    for who in (AUDITOR, MODERATOR):
        assert note in Page(signed_in(who).get(case_file.get_absolute_url())).addresses


def test_printing_the_note_is_recorded(case_file, signed_in, person):
    assessed(case_file, person(AUDITOR), ("s47", "good"), rationale="She was heard.")
    client = signed_in(AUDITOR)
    page = client.get(reverse("feedback-note", args=[case_file.reference]))
    assert "She was heard." in page.content.decode()
    pdf = client.get(reverse("feedback-note-pdf", args=[case_file.reference]))
    assert pdf.content.startswith(b"%PDF-")
    assert f"feedback-{case_file.reference}.pdf" in pdf.headers["Content-Disposition"]
    events = LogEntry.objects.about(case_file).values_list("event", flat=True)
    assert {"feedback_note.read", "feedback_note.printed"} <= set(events)
