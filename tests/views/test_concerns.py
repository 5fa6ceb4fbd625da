"""The pages of immediate concerns: ring first, no grade for the contact, late ones shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import ConcernStep, ImmediateConcern, LogEntry, Round
from audit.services.case_files import local_number_add
from audit.services.concerns import concern_answer, concern_raise
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.pages import Page

pytestmark = pytest.mark.django_db

AUDITOR, MANAGER, MODERATOR = "auditor@wexshire", "manager@wexshire", "moderator@wexshire"
WHAT = "She goes home to him tonight."
PHONE = "Call her mother on 07700 900123."


@pytest.fixture
def case_file(person):
    made = CaseFileFactory(allocated_to=person(AUDITOR))
    assessed(made, person(AUDITOR), ("s47", "inadequate"), rationale="Nobody went.")
    local_number_add(case_file=made, kind="crime", number="WXC/26/4711", by=person(MODERATOR))
    return made


@pytest.fixture
def concern(case_file, person):
    return raised(case_file, person(AUDITOR))


def raised(case_file, by, **given) -> ImmediateConcern:
    values = {"kind": "child_at_risk", "what": WHAT, "told_whom": "Duty inspector"}
    return concern_raise(case_file=case_file, rang_at=timezone.now(), by=by, **values | given)


def url(name: str, concern) -> str:
    return reverse(f"concern-{name}", args=[concern.pk])


def filled(**given: str) -> dict[str, str]:
    day = timezone.localdate()
    return {
        "told_whom": "Duty inspector",
        "rang_on_day": str(day.day),
        "rang_on_month": str(day.month),
        "rang_on_year": str(day.year),
        "rang_time": "00:00",
        "kind": "child_at_risk",
        "what": WHAT,
    } | given


def test_it_is_two_clicks_from_the_file(signed_in, person):
    case_file = CaseFileFactory(allocated_to=person(AUDITOR))
    client = signed_in(AUDITOR)
    page = Page(client.get(case_file.get_absolute_url()))
    assert Page(client.get(page.links["Raise an immediate concern"])).heading == "Ring first"


def test_it_is_two_clicks_from_a_draft_which_is_saved(signed_in, person):
    case_file = CaseFileFactory(allocated_to=person(AUDITOR))
    client = signed_in(AUDITOR)
    grading = reverse("case-file-grade", args=[case_file.reference])
    given = {"grade": "good", "rationale": "Typed so far.", "concern": "yes"}
    answer = client.post(grading, given, follow=True)
    assert Page(answer).heading == "Ring first"
    assert case_file.assessments.get().rationale == "Typed so far."


def test_a_draft_that_cannot_be_saved_does_not_hold_it_up(signed_in, person):
    case_file = CaseFileFactory(allocated_to=person(AUDITOR))
    client = signed_in(AUDITOR)
    grading = reverse("case-file-grade", args=[case_file.reference])
    client.post(grading, {"rationale": "In another tab.", "save": "yes"})
    page = Page(client.post(grading, {"rationale": "Typed so far.", "concern": "yes"}))
    assert "Typed so far." in page.text
    assert Page(client.get(page.links["raise it in a new tab"])).heading == "Ring first"


def test_it_says_first_whom_to_ring(case_file, signed_in, person):
    Round.objects.filter(pk=case_file.round_id).update(
        concern_contact=person(MANAGER), concern_telephone="01632 960001"
    )
    text = Page(signed_in(AUDITOR).get(reverse("concern-raise", args=[case_file.reference]))).text
    ring = text.index("Ring 01632 960001 and ask for Priya Nair.")
    assert ring < text.index("Who did you ring?")


def test_the_guard_stands_in_nobodys_way(case_file, signed_in):
    """Also of a telephone number, about which any other form asks once."""
    address = reverse("concern-raise", args=[case_file.reference])
    response = signed_in(AUDITOR).post(address, filled(what=PHONE, told_whom="Mr Hall"))
    assert response.status_code == 302
    concern = ImmediateConcern.objects.get()
    assert (concern.what, response.url) == (PHONE, concern.get_absolute_url())
    response = signed_in(MANAGER).post(url("answer", concern), {"done": PHONE, "child_safe": PHONE})
    assert response.status_code == 302


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"told_whom": ""}, "Enter who you rang"),
        ({"rang_time": "noon"}, "The time at which you rang must be a time"),
        ({"rang_on_day": "40"}, "The day on which you rang must be a real date"),
        ({"rang_on_year": "2199"}, "The call is in the future. Ring first"),
        ({"kind": ""}, "Select what it is about"),
        ({"what": " "}, "Enter what you saw"),
    ],
)
def test_a_mistake_says_what_to_do_and_loses_nothing(given, error, case_file, signed_in):
    address = reverse("concern-raise", args=[case_file.reference])
    page = Page(signed_in(AUDITOR).post(address, filled(**given)))
    [(said, target)] = page.errors
    assert said.startswith(error)
    assert target in page.ids
    kept = "told_whom" if "what" in given else "what"
    assert page.typed[kept] == [filled()[kept]]


def test_the_contact_finds_it_at_home(concern, signed_in):
    page = Page(signed_in(MANAGER).get(reverse("home")))
    assert "Immediate concerns waiting for you" in page.text
    assert concern.get_absolute_url() in page.addresses
    other = Page(signed_in("manager@eastmarch").get(reverse("home")))
    assert "Immediate concerns" not in other.text


@pytest.mark.parametrize("name", ["detail", "acknowledge", "answer"])
def test_the_contact_sees_what_was_seen_and_no_grade(name, concern, signed_in):
    response = signed_in(MANAGER).get(url(name, concern))
    said = response.content.decode()
    assert WHAT in said
    for secret in ("nadequate", "Nobody went", "WXC/26/4711", concern.case_file.get_absolute_url()):
        assert secret not in said


def test_the_forces_number_is_shown_at_a_click_and_that_is_recorded(concern, signed_in, person):
    client = signed_in(MANAGER)
    assert "WXC/26/4711" in client.post(url("numbers", concern)).content.decode()
    assert LogEntry.objects.filter(event="local_numbers.revealed", by=person(MANAGER)).exists()
    assert client.get(url("numbers", concern)).url == concern.get_absolute_url()


def test_each_person_gets_the_buttons_that_are_theirs(concern, signed_in, person):
    def links(who: str) -> set[str]:
        page = Page(signed_in(who).get(concern.get_absolute_url()))
        steps = ("answer", "close", "send-back")
        return {step for step in steps if url(step, concern) in page.addresses}

    assert links(MANAGER) == {"answer"}
    assert links(AUDITOR) == links(MODERATOR) == set()
    concern_answer(concern=concern, done="Arrested.", child_safe="Seen.", by=person(MANAGER))
    assert links(MANAGER) == set()
    assert links(AUDITOR) == links(MODERATOR) == {"close", "send-back"}


def test_from_raised_to_closed_by_its_pages(case_file, signed_in):
    auditor, manager = signed_in(AUDITOR), signed_in(MANAGER)
    auditor.post(reverse("concern-raise", args=[case_file.reference]), filled())
    concern = ImmediateConcern.objects.get()
    manager.post(url("acknowledge", concern))
    manager.post(url("answer", concern), {"done": "Arrested.", "child_safe": "Seen at 15:00."})
    auditor.post(url("send-back", concern), {"reason": "Where is her brother?"})
    manager.post(url("answer", concern), {"done": "Found.", "child_safe": "Both seen."})
    auditor.post(url("close", concern), {"note": "Both are safe."})
    page = Page(auditor.get(concern.get_absolute_url()))
    for said in ("Where is her brother?", "Both seen.", "Both are safe.", "Closed"):
        assert said in page.text


def test_a_step_that_cannot_be_taken_says_so(concern, signed_in):
    page = Page(signed_in(AUDITOR).post(url("close", concern), {"note": ""}))
    assert "cannot become closed" in page.errors[0][0]


def test_what_is_late_says_so_and_can_be_listed_alone(concern, case_file, signed_in, person):
    fresh = raised(case_file, person(AUDITOR), what="Her brother.")
    past = timezone.now() - timedelta(minutes=1)
    ImmediateConcern.objects.filter(pk=concern.pk).update(due_at=past)
    client = signed_in(MANAGER)
    assert "Late" in Page(client.get(concern.get_absolute_url())).text
    for name, args in (("concern-list", []), ("round-concerns", [case_file.round.code])):
        listed = client.get(reverse(name, args=args) + "?late=yes").context["page_obj"]
        assert list(listed) == [concern]
        both = client.get(reverse(name, args=args) + "?status=raised").context["page_obj"]
        assert set(both) == {concern, fresh}
        assert not client.get(reverse(name, args=args) + "?status=closed").context["page_obj"]


def test_a_list_holds_only_what_one_may_see(concern, case_file, signed_in):
    elsewhere = reverse("round-concerns", args=[case_file.round.code])
    assert signed_in("manager@eastmarch").get(elsewhere).status_code == 404
    for who in ("manager@eastmarch", "auditor2@wexshire", "admin@casemark"):
        assert not signed_in(who).get(reverse("concern-list")).context["page_obj"]


def test_a_list_asks_as_often_for_many_as_for_few(
    case_file, signed_in, person, django_assert_num_queries
):
    client, address = signed_in(MANAGER), reverse("concern-list")
    raised(case_file, person(AUDITOR))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(8):
        raised(CaseFileFactory(round=RoundFactory()), person(MODERATOR), what=f"Child {number}.")
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_a_page_asks_as_often_for_many_steps_as_for_few(
    concern, signed_in, person, django_assert_num_queries
):
    client = signed_in(MANAGER)
    client.get(concern.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(concern.get_absolute_url())
    ConcernStep.objects.bulk_create(
        ConcernStep(concern=concern, deed="sent_back", text="Who?", by=person(MODERATOR))
        for _ in range(20)
    )
    with django_assert_num_queries(len(few)):
        client.get(concern.get_absolute_url())


def test_the_contacts_are_named(case_file, signed_in, person):
    client, round = signed_in(MODERATOR), case_file.round
    address = reverse("round-contacts", args=[round.code])
    page = Page(client.get(address))
    assert "As it stands: Priya Nair, Tom Baird." in page.text
    sent = {"contact": person(MANAGER).pk, "deputy": person(MODERATOR).pk, "telephone": "999"}
    assert client.post(address, sent).status_code == 302
    assert "As it stands: Priya Nair, Morgan Ellis." in Page(client.get(address)).text


def test_nobody_of_another_force_can_be_named(case_file, signed_in, person):
    address = reverse("round-contacts", args=[case_file.round.code])
    sent = {"contact": person("manager@eastmarch").pk}
    page = Page(signed_in(MODERATOR).post(address, sent))
    assert page.errors[0][0] == "Select the contact from the list"


def test_the_history_of_a_file_tells_of_its_concern(concern, signed_in):
    address = reverse("case-file-history", args=[concern.case_file.reference])
    text = Page(signed_in(MODERATOR).get(address)).text
    assert "raised the immediate concern" in text
