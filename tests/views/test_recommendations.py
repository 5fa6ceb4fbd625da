"""Recommendations: the list with its filter, the page of one, adding one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Recommendation, SourceDocument, Stage, Theme
from tests.factories import (
    RecommendationFactory,
    ResponseFactory,
    RoundFactory,
    area,
)
from tests.pages import Page

LIST = reverse("recommendation-list")


@pytest.fixture
def client(db, signed_in):
    return signed_in("moderator@wexshire")


@pytest.fixture
def three(client):
    """Two of one audit, the second answered; one of another audit."""
    first = RoundFactory(code="first")
    theme = Theme.objects.first()
    RecommendationFactory(round=first, title="Record it").themes.add(theme)
    answered = RecommendationFactory(round=first, title="Look sooner", time_limit="immediately")
    ResponseFactory(recommendation=answered, status="in_progress")
    RecommendationFactory(round=RoundFactory(code="second"), title="Train them")
    return theme


def titles(client, query: str = "") -> set[str]:
    rows = client.get(f"{LIST}?{query}").context["rows"]
    return {recommendation.title for recommendation, _ in rows}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Record it", "Look sooner", "Train them"}),
        ("round=first", {"Record it", "Look sooner"}),
        ("time_limit=immediately", {"Look sooner"}),
        ("time_limit=immediately&time_limit=3_months", {"Record it", "Look sooner", "Train them"}),
        ("status=in_progress", {"Look sooner"}),
        ("status=verified", set()),
        ("force=wexshire&round=second", {"Train them"}),
    ],
)
def test_codes_in_the_address_filter(query, found, three, client):
    assert titles(client, query) == found


def test_a_theme_filters(three, client):
    assert titles(client, f"theme={three.code}") == {"Record it"}


def test_an_answer_of_another_force_filters_nothing(three, client, signed_in):
    Recommendation.objects.get(title="Train them").responses.create(
        force=RoundFactory(eastmarch=True).force, status="verified"
    )
    assert titles(client, "status=verified") == set()


def test_the_list_says_where_each_stands_and_when_it_is_due(three, client):
    rows = {row[0].partition(". ")[2]: row for row in Page(client.get(LIST)).rows[1:]}
    assert rows["Look sooner"][2:] == ["Immediately", "In progress"]
    assert rows["Record it"][2:] == ["20 February 2027", "No answer is shown to you here"]


@pytest.mark.parametrize(
    ("kind", "said", "in_list"),
    [
        ("recommendation", "No answer is shown to you here.", "No answer is shown to you here"),
        (
            "cause_of_concern",
            "Answered by the recommendations that it holds.",
            "As what it holds",
        ),
    ],
)
def test_where_no_answer_is_shown_it_says_why_and_not_that_there_is_none(
    client, kind, said, in_list
):
    made = RecommendationFactory(kind=kind)
    assert said in Page(client.get(made.get_absolute_url())).text
    assert Page(client.get(LIST)).rows[1][3] == in_list


def test_the_page_of_one_shows_its_points_and_the_answer(client):
    made = RecommendationFactory(text="First.\n\nSecond.")
    made.sub_points.create(order=1, group="Make sure that", text="it is done")
    ResponseFactory(recommendation=made, status="not_accepted", statement="Because <we> cannot.")
    page = Page(client.get(made.get_absolute_url()))
    for words in (
        "Second.",
        "Make sure that",
        "it is done",
        "Not accepted",
        "Because <we> cannot.",
    ):
        assert words in page.text


ADD = {
    "kind": "recommendation",
    "title": "Look sooner",
    "text": "Look for each child before morning.",
    "time_limit": "3_months",
}


@pytest.fixture
def add(client):
    """`add(**changes)`: what the form answers, with an audit to add to."""
    RoundFactory(code="audit")

    def post(**changes):
        given = ADD | changes
        return client.post(reverse("recommendation-add", args=["audit"]), given)

    return post


def test_a_recommendation_is_added_with_its_points_and_put_to_the_force(add):
    chapter = Stage.objects.get(code="investigation")
    points = "it is graded\r\n\r\n  it is looked for \r\n"
    response = add(
        sub_points=points,
        chapter=chapter.pk,
        areas=[area("missing").pk],
        themes=[Theme.objects.first().pk],
    )
    made = Recommendation.objects.get()
    assert response.url == made.get_absolute_url()
    assert [point.text for point in made.sub_points.all()] == ["it is graded", "it is looked for"]
    assert (made.number, made.chapter, made.areas.count()) == (1, chapter, 1)
    assert made.responses.get().force == made.round.force


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"title": ""}, "id_title"),
        ({"title": "x" * 101}, "id_title"),
        ({"text": "  "}, "id_text"),
        ({"kind": ""}, "id_kind_0"),
        ({"time_limit": ""}, "id_time_limit_0"),
        ({"time_limit": "by_date"}, "id_due_by_0"),
        (
            {
                "time_limit": "by_date",
                "due_by_day": "31",
                "due_by_month": "2",
                "due_by_year": "2027",
            },
            "id_due_by_0",
        ),
        ({"areas": ["0"]}, "id_areas_0"),
        ({"areas": ["9" * 25]}, "id_areas_0"),
    ],
)
def test_an_error_leads_to_its_field_and_nothing_is_added(changes, target, add):
    page = Page(add(**changes))
    assert [where for _, where in page.errors] == [target]
    assert target in page.ids
    assert not Recommendation.objects.exists()


def test_what_was_typed_beside_an_error_stays(add):
    typed = Page(add(title="", sub_points="one\ntwo", themes=[str(Theme.objects.first().pk)])).typed
    assert typed["text"] == [ADD["text"]]
    assert typed["sub_points"] == ["one\ntwo"]
    assert typed["themes"] == [str(Theme.objects.first().pk)]


def test_a_date_belongs_to_the_time_limit_by_a_date_only(add):
    add(due_by_day="1", due_by_month="3", due_by_year="2027")
    assert Recommendation.objects.get().due_by is None


def test_a_date_by_which_it_is_due_is_kept(add):
    add(time_limit="by_date", due_by_day="1", due_by_month="March", due_by_year="2027")
    assert Recommendation.objects.get().due_by.isoformat() == "2027-03-01"


def test_the_first_one_makes_the_report_that_it_stands_in(add):
    add()
    made = Recommendation.objects.get()
    assert made.source_document.round == made.round
    assert (made.legal_basis, made.source_document.kind) == ("internal", "internal_audit")


def test_the_second_one_stands_in_the_same_report(add):
    add()
    add(title="Another")
    assert SourceDocument.objects.count() == 1
    assert [row.number for row in Recommendation.objects.order_by("number")] == [1, 2]
