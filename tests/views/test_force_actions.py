"""Actions: planned from an answer, carried out by an owner who sees nothing else, and listed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.clock import today
from audit.models import Action
from audit.services.responses import responses_supersede
from tests import lives
from tests.pages import Page
from tests.views.test_responses import at, day, next_link, page_of

pytestmark = pytest.mark.django_db

MANAGER, OWNER, OBSERVER = "manager@wexshire", "owner@wexshire", "observer@wexshire"
LIST = reverse("action-list")


@pytest.fixture
def response():
    return lives.answered(lives.asked(title="Train them"))


@pytest.fixture
def action(response) -> Action:
    return lives.planned(response)


def plan_of(*responses, **values) -> dict:
    sent = {"title": "Train them all", "what": "", **day("due_on", lives.DUE)}
    return sent | {"responses": [row.pk for row in responses]} | values


def page_at(client, name: str, action: Action) -> Page:
    return Page(client.get(reverse(name, args=[action.pk])))


def test_an_action_is_planned_for_points_of_several_recommendations(response, signed_in, person):
    other = lives.answered(lives.asked(title="Record it", points=("Say who decided.",)))
    client = signed_in(MANAGER)
    page = Page(client.get(at("action-add", response)))
    assert page.typed["responses"] == [str(response.pk)]
    points = [response.recommendation.sub_points.first(), other.recommendation.sub_points.get()]
    assert points[1].text not in page.text
    sent = plan_of(response, other, owner=person(OWNER).pk, sub_points=[points[0].pk])
    assert client.post(at("action-add", response), sent).url == response.get_absolute_url()
    assert ["Train them all", "Ravi Sund", "15 January 2027", "Planned"] in page_of(
        client, other
    ).rows
    made = Action.objects.get()
    address = reverse("action-change", args=[made.pk])
    typed = Page(client.get(address)).typed
    client.post(address, typed | {"sub_points": [row.pk for row in points]})
    assert set(made.sub_points.all()) == set(points)
    page = Page(client.get(made.get_absolute_url()))
    assert {"Train them", "Record it"} <= set(page.links)
    assert points[0].text in page.text
    assert points[1].text in page.text


def test_only_what_is_accepted_and_open_can_be_served(response, signed_in):
    lives.asked(title="Not answered")
    lives.answered(lives.asked(title="Refused"), "not_accepted")
    page = Page(signed_in(MANAGER).get(at("action-add", response)))
    assert "Refused" not in page.text
    assert "Not answered" not in page.text


def test_what_is_missing_is_said(response, signed_in):
    page = Page(signed_in(MANAGER).post(at("action-add", response), {}))
    assert [text for text, _ in page.errors] == [
        "Enter what it is called",
        "Select who does it",
        "Enter the date",
        "Select at least one recommendation",
    ]


def test_a_date_before_publication_is_refused(response, signed_in, person):
    sent = plan_of(response, owner=person(OWNER).pk, due_on_year="2025")
    page = Page(signed_in(MANAGER).post(at("action-add", response), sent))
    assert page.errors[0][0].startswith("The action cannot be due before")


def test_its_owner_sees_the_action_and_nothing_else(action, response, signed_in):
    client = signed_in(OWNER)
    page = Page(client.get(action.get_absolute_url()))
    assert "Train them" in page.text
    assert "Train them" not in page.links
    for point in lives.POINTS:
        assert point not in page.text
    for row in (response, response.recommendation, response.recommendation.round):
        assert row.get_absolute_url() not in page.addresses
        assert client.get(row.get_absolute_url()).status_code == 404
    assert "What else you can do" not in page.text
    assert next_link(page) == ["Report progress", "Mark it as done"]


def test_its_owner_reports_and_marks_it_done(action, response, signed_in):
    client = signed_in(OWNER)
    page = page_at(client, "action-report", action)
    assert "dip_samples" not in page.ids
    client.post(reverse("action-report", args=[action.pk]), {"text": "Half are trained."})
    page = Page(client.get(action.get_absolute_url()))
    assert "In progress" in page.text
    assert "Half are trained." in page.text
    client.post(reverse("action-done", args=[action.pk]), day("done_on", today()))
    page = Page(client.get(action.get_absolute_url()))
    assert "Done on 30 November 2026" in page.text
    assert next_link(page) == []
    page = page_of(signed_in(MANAGER), response)
    assert "Half are trained." in page.text
    assert "In progress" in page.text


def test_an_observer_sees_it_and_is_offered_nothing(action, signed_in):
    page = Page(signed_in(OBSERVER).get(action.get_absolute_url()))
    assert next_link(page) == []
    assert "What else you can do" not in page.text


def test_a_new_date_needs_a_reason_and_keeps_the_first(action, response, signed_in):
    client, address = signed_in(MANAGER), reverse("action-change", args=[action.pk])
    sent = Page(client.get(address)).typed | day("due_on", lives.DUE + timedelta(days=14))
    page = Page(client.post(address, sent))
    assert page.errors == [("Say why the date changes.", "id_why")]
    client.post(address, sent | {"why": "The trainer is ill."})
    page = Page(client.get(action.get_absolute_url()))
    assert "First due 15 January 2027" in page.text
    assert (
        "Priya Nair moved it from 15 January 2027 to 29 January 2027: The trainer is ill."
        in page.text
    )


def test_what_it_serves_can_be_taken_away_and_stays_when_it_is_over(action, response, signed_in):
    responses_supersede(responses=[response], why="A new one.", by=lives.person(MANAGER))
    address = reverse("action-change", args=[action.pk])
    client = signed_in(MANAGER)
    page = Page(client.get(address))
    assert page.typed["responses"] == [str(response.pk)]
    client.post(address, page.typed | {"title": "Train everybody"})
    action.refresh_from_db()
    assert (action.title, list(action.responses.all())) == ("Train everybody", [response])


def test_two_who_change_it_at_once_lose_nothing(action, signed_in):
    address = reverse("action-change", args=[action.pk])
    first, second = signed_in(MANAGER), signed_in("manager2@wexshire")
    old = Page(second.get(address)).typed
    first.post(address, old | {"title": "From the first", **day("due_on", today()), "why": "Ill."})
    page = Page(second.post(address, old | {"title": "From the second"}))
    rows = {row[0]: row[1:] for row in page.rows[1:]}
    assert rows == {
        "What is the action called?": ["From the first", "From the second"],
        "By which date?": ["30 November 2026", "15 January 2027"],
    }
    second.post(address, page.typed | {"why": "After all."})
    assert Page(first.get(action.get_absolute_url())).heading == "From the second"


def test_it_is_dropped_and_opened_again_with_a_reason(action, signed_in):
    client = signed_in(MANAGER)
    for name, said, status in (
        ("action-drop", "No money.", "Dropped"),
        ("action-reopen", "Money after all.", "Planned"),
    ):
        page = Page(client.post(reverse(name, args=[action.pk]), {"why": ""}))
        assert page.errors[0][0].startswith("Enter why it")
        client.post(reverse(name, args=[action.pk]), {"why": said})
        assert status in Page(client.get(action.get_absolute_url())).text


def test_a_step_that_is_over_is_refused_with_what_to_do(action, signed_in):
    client = signed_in(MANAGER)
    client.post(reverse("action-drop", args=[action.pk]), {"why": "No money."})
    address = reverse("action-change", args=[action.pk])
    page = Page(client.post(address, Page(client.get(address)).typed))
    assert page.errors[0][0] == "This action is over. Open it again before you change it."


@pytest.fixture
def three(response):
    """One that is late and the owner's, one that is due later, one that is dropped."""
    late = lives.planned(response, title="Late")
    Action.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=1))
    lives.planned(response, owner=MANAGER, title="Later")
    dropped = lives.planned(response, owner=MANAGER, title="Never")
    Action.objects.filter(pk=dropped.pk).update(status="dropped", dropped_because="No money.")


@pytest.mark.parametrize(
    ("who", "query", "found"),
    [
        (MANAGER, "", ["Late", "Later", "Never"]),
        (MANAGER, "?whose=me", ["Later", "Never"]),
        (MANAGER, "?late=yes", ["Late"]),
        (MANAGER, "?status=dropped", ["Never"]),
        (OWNER, "", ["Late"]),
        ("manager@eastmarch", "", []),
    ],
)
def test_the_list_shows_what_falls_due_first(who, query, found, three, signed_in):
    page = Page(signed_in(who).get(LIST + query))
    assert [row[0] for row in page.rows[1:]] == found


def test_the_menu_leads_whoever_can_own_an_action_to_theirs(signed_in):
    for name, leads in ((OWNER, True), (MANAGER, True), (OBSERVER, False)):
        page = Page(signed_in(name).get("/"))
        assert (page.links.get("My actions") == f"{LIST}?whose=me") == leads
