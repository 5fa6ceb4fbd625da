"""Setting up a dip sample, from a recommendation too, its page, and lending its figures."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Answer, Assessment, CaseFile, Question, Recommendation, Round
from audit.rules.grading import Origin
from audit.services.dip_samples import dip_sample_open
from audit.services.finals import refresh_final
from audit.services.recommendations import recommendation_put
from tests import lives
from tests.factories import CaseFileFactory, RecommendationFactory, RoundFactory
from tests.pages import Page


@pytest.fixture
def by(person):
    return person("moderator@wexshire")


@pytest.fixture
def client(signed_in):
    return signed_in("moderator@wexshire")


def asked() -> Question:
    return Question.objects.get(code="child-spoken-to")


FILLED = {
    "title": "Was the child spoken to?",
    "fieldwork_started_day": "2",
    "fieldwork_started_month": "11",
    "fieldwork_started_year": "2026",
}


@pytest.fixture
def dip_sample(by) -> Round:
    """Two files with an answer, one without."""
    round = RoundFactory.build(code="dip", title="Was the child spoken to?", framework=None)
    round.framework = RoundFactory(code="the-audit", title="The audit").framework
    round = dip_sample_open(round=round, questions=[asked()], by=by)
    for choice in ("yes", "no"):
        assessment = Assessment.objects.create(
            case_file=CaseFileFactory(round=round),
            origin=Origin.ASSESSOR,
            assessor=by,
            status="submitted",
        )
        Answer.objects.create(assessment=assessment, question=asked(), choice=choice)
        refresh_final(assessment.case_file)
    CaseFileFactory(round=round)
    return round


def test_a_dip_sample_is_set_up_on_one_page_and_leads_to_its_draw(client, db):
    address = reverse("dip-sample-open")
    page = Page(client.get(address))
    assert "fieldwork_started_year" in page.typed
    response = client.post(address, {**FILLED, "questions": [asked().pk]})
    round = Round.objects.get()
    assert (round.kind, round.led_by, str(round.fieldwork)) == (
        "dip_sample",
        "force",
        "2 November 2026",
    )
    assert response.url == reverse("sample-frame", args=[round.code])
    assert Page(client.get(response.url)).typed["total"] == ["20"]


def test_what_is_missing_is_said(client, db):
    page = Page(client.post(reverse("dip-sample-open"), {}))
    assert [words for words, _ in page.errors] == [
        "Enter what it is about",
        "Enter when the files are looked at",
        "Select at least one question",
    ]


def test_a_recommendation_asks_for_one(client, by):
    chapter = asked().stage
    recommendation = RecommendationFactory(chapter=chapter, title="Speak to the child")
    recommendation_put(recommendation=recommendation, forces=[recommendation.round.force], by=by)
    page = Page(client.get(recommendation.get_absolute_url()))
    address = page.links["Set up a dip sample"]
    page = Page(client.get(address))
    assert page.typed["title"] == ["Dip sample: Speak to the child"]
    assert str(asked().pk) in page.typed["questions"]
    client.post(address, {**FILLED, "questions": [asked().pk]})
    round = Recommendation.objects.get().dip_samples.get()
    assert round.title in Page(client.get(recommendation.get_absolute_url())).links
    page = Page(client.get(round.get_absolute_url()))
    assert page.links["Speak to the child"] == recommendation.get_absolute_url()


def test_an_inspector_sets_one_up_for_a_force_they_choose(signed_in, person):
    client = signed_in("inspector@inspectorate")
    force = RoundFactory.build().force
    sent = {**FILLED, "questions": [asked().pk], "force": force.pk}
    client.post(reverse("dip-sample-open"), sent)
    round = Round.objects.get()
    assert (round.led_by, round.force) == ("inspectorate", force)
    assert round.members.get().user == person("inspector@inspectorate")


def test_its_page_shows_facts_and_no_grades(dip_sample, client):
    page = Page(client.get(dip_sample.get_absolute_url()))
    assert "Facts counted" in page.links
    assert "facts" in page.ids
    assert not {"results", "areas", "reconciliation"} & page.ids
    assert "1 of the 3 case files has no answers that were submitted." in page.text
    row = next(row for row in page.rows if row[0] == "Did an officer speak to the child?")
    assert row[1:3] == ["1 case files", "1 case files"]
    assert "graded" not in page.text.lower()


def test_a_figure_is_used_in_the_report_of_an_audit(dip_sample, client):
    page = Page(client.get(dip_sample.get_absolute_url()))
    address = page.links["Use a figure in another report"]
    form = Page(client.get(address))
    assert "Yes: 1 of 2" in form.text
    target = Round.objects.get(code="the-audit")
    assert form.typed["target"] == [str(target.pk)]
    sent = {"share": "child-spoken-to:yes", "target": target.pk}
    response = client.post(address, sent)
    assert response.url == target.get_absolute_url() + "#figures"
    page = Page(client.get(target.get_absolute_url()))
    assert any("Did an officer speak to the child? Yes" in row[0] for row in page.rows)
    assert "Was the child spoken to?" in page.text


def test_without_answers_or_without_another_audit_it_says_so(by, client, dip_sample):
    Round.objects.filter(code="the-audit").update(status="signed_off")
    lend = reverse("figure-lend", args=[dip_sample.code])
    assert "There is no other inspection or audit" in Page(client.get(lend)).text
    CaseFile.objects.update(final_assessment=None)
    assert "Nothing is counted here yet" in Page(client.get(lend)).text


def test_its_report_can_be_published(dip_sample, client):
    page = Page(client.get(reverse("report-publish", args=[dip_sample.code, "case_file_audit"])))
    assert "Files with answers 2" in page.text
    assert "Do the figures agree?" not in page.text
    draft = reverse("report-draft", args=[dip_sample.code, "case_file_audit"])
    assert "No grades were given." in client.get(draft).content.decode()


def test_a_point_of_a_recommendation_asks_for_one(client):
    response = lives.asked(chapter=asked().stage, force_closes=True)
    recommendation, point = response.recommendation, response.recommendation.sub_points.last()
    page = Page(client.get(recommendation.get_absolute_url()))
    address = page.links[f"Dip sample on this point: {point.text}"]
    assert point.text in Page(client.get(address)).text
    client.post(address, {**FILLED, "questions": [asked().pk]})
    made = recommendation.dip_samples.get()
    assert made.asked_for_point == point
    page = Page(client.get(made.get_absolute_url()))
    assert f"For its point: {point.text}" in page.text


@pytest.mark.parametrize("named", ["no-number", "²", "99999999999999999999", "other"])
def test_a_point_of_something_else_is_missing(named, client):
    recommendation = lives.asked(force_closes=True).recommendation
    other = lives.asked(force_closes=True).recommendation.sub_points.first()
    address = reverse("recommendation-dip-sample", args=[recommendation.pk])
    key = other.pk if named == "other" else named
    assert client.get(f"{address}?point={key}").status_code == 404
