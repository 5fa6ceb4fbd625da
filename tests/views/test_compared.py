"""A round beside the one before, and whether a recommendation worked: down to the files."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import LogEntry, Question, Theme
from audit.views.did_it_work import best_compared
from tests.answers import answered, observed
from tests.documents.two_rounds import files_of, two_audits
from tests.factories import RecommendationFactory, RoundFactory, area
from tests.pages import Page

pytestmark = pytest.mark.django_db
COMPARED = reverse("round-compared", args=["y2026"])


@pytest.fixture
def rounds(person):
    return two_audits(person("auditor@wexshire"), person("moderator@wexshire"))


@pytest.fixture
def recommendation(rounds):
    """About speaking to the child, which happened in 2 files and then in 11."""
    for round, spoken in zip(rounds, (2, 11), strict=True):
        for number, case_file in enumerate(files_of(round)):
            final = case_file.final_assessment
            answered(final, child_spoken_to="yes" if number < spoken else "no")
            if number >= spoken:
                observed(final, "childs-voice")
    made = RecommendationFactory(round=rounds[0])
    made.areas.add(area("s47"))
    made.themes.add(Theme.objects.get(code="childs-voice"))
    made.questions.add(Question.objects.get(code="child-spoken-to"))
    return made


def worked(client, recommendation, query=""):
    url = reverse("recommendation-did-it-work", args=[recommendation.pk])
    return client.get(url + query)


def shown(client, url) -> int:
    """How many case files the list behind a number shows."""
    return client.get(url, follow=True).context["paginator"].count


def test_each_number_of_both_rounds_leads_to_its_files(signed_in, rounds):
    client = signed_in("moderator@wexshire")
    response = client.get(COMPARED)
    assert "more than chance" in Page(response).text
    sides = [side for row in response.context["rows"] for side in row["sides"]]
    counts = [cell["count"] for side in sides for cell in side["cells"]]
    counts = [count for count in (*counts, *(side["total"] for side in sides)) if count.number]
    assert len(counts) > 8
    assert all(shown(client, count.url) == count.number for count in counts)


def test_a_manager_sees_the_numbers_without_links(signed_in, rounds):
    response = signed_in("manager@wexshire").get(COMPARED)
    assert {side["total"].url for row in response.context["rows"] for side in row["sides"]} == {""}


def test_who_may_not_see_the_one_before_does_not_see_both(signed_in, rounds):
    later = rounds[1]
    later.status, later.published_on = "published", later.fieldwork_started_on
    later.save()
    assert signed_in("manager@eastmarch").get(later.get_absolute_url()).status_code == 200
    assert signed_in("manager@eastmarch").get(COMPARED).status_code == 404
    assert signed_in("auditor@wexshire").get(COMPARED).status_code == 403


def test_facts_themes_and_grades_lead_to_their_files(signed_in, recommendation):
    client = signed_in("moderator@wexshire")
    response = worked(client, recommendation)
    assert "Better by more than chance" in Page(response).text
    sides = [side for line in response.context["lines"] for side in line["sides"]]
    counts = [side["count"] for side in sides] + [side["base"] for side in sides]
    linked = [count for count in counts if count.url]
    assert len(linked) == 6
    assert all(shown(client, count.url) == count.number for count in linked)


def test_the_latest_round_is_compared_with_unless_another_is_chosen(
    signed_in, rounds, recommendation
):
    later = rounds[1]
    newest = RoundFactory(code="newest", title="2027", previous=later)
    newest.fieldwork_started_on = later.fieldwork_started_on.replace(year=2027)
    newest.save()
    later.fieldwork_started_on = later.fieldwork_started_on.replace(month=12)
    later.save()
    client = signed_in("moderator@wexshire")
    told = worked(client, recommendation).context["told"]
    assert told.later == [newest, later]
    assert told.after == newest
    assert worked(client, recommendation, "?later=y2026").context["told"].after == later
    assert worked(client, recommendation, "?later=nothing").context["told"].after == newest


def test_a_round_whose_figures_are_closed_is_not_offered(signed_in, rounds, recommendation):
    inspection = RoundFactory(inspection=True, previous=rounds[0])
    told = worked(signed_in("manager@wexshire"), recommendation).context["told"]
    assert inspection not in told.later
    assert told.after == rounds[1]


def test_what_no_round_asked_is_set_against_the_last_one_before(signed_in, rounds):
    asked = RecommendationFactory(round=None)
    asked.responses.create(force=rounds[0].force)
    told = worked(signed_in("manager@wexshire"), asked).context["told"]
    assert told.before in rounds


def test_the_page_for_a_board_is_printed_and_that_is_recorded(
    signed_in, recommendation, monkeypatch
):
    printed = []

    def render(snapshot):
        printed.append(snapshot)
        return b"%PDF"

    monkeypatch.setattr("audit.views.did_it_work.render_pdf", render)
    url = reverse("recommendation-did-it-work-pdf", args=[recommendation.pk])
    response = signed_in("manager@wexshire").get(url + "?later=y2026")
    assert response["Content-Type"] == "application/pdf"
    assert printed[0]["after"]["code"] == "y2026"
    assert LogEntry.objects.about(recommendation).filter(event="did_it_work.printed").exists()


@pytest.mark.parametrize(
    ("later", "chosen"),
    [
        ([("open", "force", True), ("over", "force", False)], "over"),
        ([("other", "inspectorate", False), ("own", "force", False)], "own"),
        ([("open", "force", True), ("other", "inspectorate", False)], "other"),
        ([("open", "force", True)], "open"),
    ],
)
def test_it_is_set_against_what_it_can_best_be_compared_with(later, chosen):
    rounds = [
        RoundFactory.build(code=code, led_by=led_by, status="fieldwork" if is_open else "published")
        for code, led_by, is_open in later
    ]
    before = RoundFactory.build(led_by="force")
    assert best_compared(before, rounds).code == chosen
    assert best_compared(before, []) is None
