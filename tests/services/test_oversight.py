from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.documents.kinds import ACTION_PLAN, OVERSIGHT_RESPONSE
from audit.models import OversightComment, OversightResponse
from audit.rules.transitions import StaleError
from audit.services.oversight import fingerprint, oversight_comment_save, oversight_save
from audit.services.reports import report_publish
from tests.factories import RoundFactory
from tests.registers import inspection_of, put

pytestmark = pytest.mark.django_db
OTHERS = ("manager@wexshire", "moderator@wexshire", "auditor@wexshire", "inspector@inspectorate")


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF-1.7")


@pytest.fixture
def inspection():
    return inspection_of()


@pytest.fixture
def response(inspection):
    return put(inspection, (date(2026, 4, 20), "accepted"), number=1)


@pytest.fixture
def observer(person):
    return person("observer@wexshire")


def said(round, by, lock=0, **words):
    empty = {"comments": "", "chief_officer_comments": "", "reply": ""}
    asked = {"asked_chief_officer_by": None}
    return oversight_save(round=round, lock=lock, by=by, **(empty | asked | words))


def test_the_observer_writes_and_writes_on(inspection, observer):
    first = said(inspection, observer, comments=" It is read. ")
    assert (first.comments, first.lock) == ("It is read.", 1)
    again = said(inspection, observer, lock=1, comments="It is read twice.")
    assert OversightResponse.objects.get() == again
    assert again.lock == 2


def test_two_who_write_at_once_lose_nothing(inspection, observer):
    said(inspection, observer, comments="First")
    with pytest.raises(StaleError):
        said(inspection, observer, comments="Second")
    assert OversightResponse.objects.get().comments == "First"


@pytest.mark.parametrize("name", [*OTHERS, "manager@eastmarch"])
def test_nobody_else_writes_it(inspection, response, person, name):
    with pytest.raises(PermissionDenied):
        said(inspection, person(name), comments="No")
    with pytest.raises(PermissionDenied):
        oversight_comment_save(response=response, text="No", seen=fingerprint(""), by=person(name))


@pytest.mark.parametrize("fields", [{"status": "signed_off"}, {"historic": True}])
def test_what_is_not_published_or_historic_is_not_answered(observer, fields):
    with pytest.raises(ValidationError, match="published report of an inspection only"):
        said(inspection_of(**fields), observer, comments="Early")


def test_a_forces_own_audit_is_not_answered(observer):
    with pytest.raises(ValidationError, match="published report of an inspection only"):
        said(RoundFactory(published=True), observer, comments="No")


def test_the_chief_officer_is_asked_after_publication(inspection, observer):
    with pytest.raises(ValidationError) as refused:
        said(inspection, observer, asked_chief_officer_by=date(2026, 3, 9))
    assert "asked_chief_officer_by" in refused.value.message_dict


def test_a_comment_is_written_changed_and_taken_away(response, observer):
    def comment(text, seen):
        return oversight_comment_save(
            response=response, text=text, seen=fingerprint(seen), by=observer
        )

    comment("Good.", "")
    with pytest.raises(StaleError):
        comment("Bad.", "")
    assert comment("Better.", "Good.").text == "Better."
    assert comment("", "Better.") is None
    assert not OversightComment.objects.exists()


def test_the_observer_publishes_once_the_body_has_said_something(inspection, response, observer):
    with pytest.raises(ValidationError, match="Write what the body says"):
        report_publish(round=inspection, kind=OVERSIGHT_RESPONSE.name, by=observer)
    said(inspection, observer, comments="It is read.")
    version = report_publish(round=inspection, kind=OVERSIGHT_RESPONSE.name, by=observer)
    assert version.snapshot_data["comments"] == ["It is read."]


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_publishes_it(inspection, response, observer, person, name):
    said(inspection, observer, comments="It is read.")
    with pytest.raises(PermissionDenied):
        report_publish(round=inspection, kind=OVERSIGHT_RESPONSE.name, by=person(name))


def test_a_manager_publishes_the_action_plan_and_nobody_else(inspection, response, person):
    for name in ("observer@wexshire", "moderator@wexshire", "manager@eastmarch"):
        with pytest.raises(PermissionDenied):
            report_publish(round=inspection, kind=ACTION_PLAN.name, by=person(name))
    manager = person("manager@wexshire")
    assert report_publish(round=inspection, kind=ACTION_PLAN.name, by=manager).number == 1


def test_a_plan_of_nothing_is_not_published(inspection, person):
    with pytest.raises(ValidationError, match="Nothing has been put to the force yet"):
        report_publish(round=inspection, kind=ACTION_PLAN.name, by=person("manager@wexshire"))


def test_a_plan_of_an_unpublished_inspection_is_not_published(person):
    inspection = inspection_of(status="signed_off")
    put(inspection, number=1)
    with pytest.raises(ValidationError, match="There is no action plan"):
        report_publish(round=inspection, kind=ACTION_PLAN.name, by=person("manager@wexshire"))
