"""The list of earlier recommendations, saying a verdict, and where verdicts are shown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import SubPoint, Verdict
from tests.factories import RecommendationFactory, ResponseFactory, RoundFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit():
    return RoundFactory(code="later", previous=RoundFactory(title="2025"))


@pytest.fixture
def earlier(audit):
    asked = RecommendationFactory(round=audit.previous, title="Record decisions")
    SubPoint.objects.create(recommendation=asked, text="Say why")
    ResponseFactory(recommendation=asked, statement="We have one form now.", status="accepted")
    return asked


@pytest.fixture
def client(signed_in):
    return signed_in("moderator@wexshire")


LIST = reverse("round-verdicts", args=["later"])


def give(client, earlier, **given):
    [point] = earlier.sub_points.all()
    prefix = f"point-{point.pk}-"
    said = {"movement": "improved", "state_now": "satisfactory", "text": "Seen in most files."}
    said |= {f"{prefix}movement": "not_reported", f"{prefix}state_now": "not_reported"}
    return client.post(reverse("verdict-give", args=["later", earlier.pk]), said | given)


def test_the_list_says_what_was_asked_and_done_and_what_is_still_to_say(client, earlier):
    page = Page(client.get(LIST))
    for words in ("Still to say: 1 of 1", "We have one form now.", "No verdict is given yet."):
        assert words in page.text
    assert reverse("verdict-give", args=["later", earlier.pk]) in page.links.values()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("recommendation", "No answer is shown to you here."),
        ("cause_of_concern", "Answered by the recommendations that it holds."),
    ],
)
def test_what_has_no_answer_of_its_own_to_show_says_so(client, audit, kind, said):
    asked = RecommendationFactory(round=audit.previous, kind=kind)
    for url in (LIST, reverse("verdict-give", args=["later", asked.pk])):
        assert said in Page(client.get(url)).text


def test_a_verdict_is_saved_with_its_points_and_shown(client, earlier):
    response = give(client, earlier)
    assert response.status_code == 302
    assert response.url == LIST
    assert Verdict.objects.count() == 2
    page = Page(client.get(LIST))
    assert "Nothing is left to say" in page.text
    assert "Seen in most files." in page.text


def test_the_recommendation_and_the_later_audit_show_it(client, audit, earlier):
    give(client, earlier)
    for url in (earlier.get_absolute_url(), audit.get_absolute_url()):
        assert "Seen in most files." in Page(client.get(url)).text


def test_what_stands_comes_back_in_the_form(client, earlier):
    give(client, earlier, text="Half of it.", movement="partly")
    form = client.get(reverse("verdict-give", args=["later", earlier.pk])).context["form"]
    assert form["movement"].value() == "partly"
    assert form["text"].value() == "Half of it."


def test_nothing_is_chosen_for_the_whole_before_somebody_does(client, earlier):
    form = client.get(reverse("verdict-give", args=["later", earlier.pk])).context["form"]
    [point] = earlier.sub_points.all()
    assert not form["movement"].value()
    assert form[f"point-{point.pk}-movement"].value() == "not_reported"


def test_what_is_missing_is_asked_for_where_it_belongs(client, earlier):
    [point] = earlier.sub_points.all()
    weak = {f"point-{point.pk}-state_now": "requires_improvement"}
    response = give(client, earlier, movement="", **weak)
    assert response.context["form"].errors == {"movement": ["Select whether it has improved"]}
    response = give(client, earlier, **weak)
    said = {f"point-{point.pk}-text": ["Point 1: Say what you found."]}
    assert response.context["form"].errors == said
    assert not Verdict.objects.exists()


def test_personal_data_is_asked_about_once(client, earlier):
    text = "Ring 07700 900123 about it."
    response = give(client, earlier, text=text)
    assert response.status_code == 200
    assert "Some of it looks like personal data" in Page(response).text
    token = response.context["form"]["text"].guard.tokens
    assert give(client, earlier, text=text, **{"text-kept": token}).status_code == 302


def test_personal_data_can_be_replaced_in_a_field_that_is_made_for_the_row(client, earlier):
    text = "Ring 07700 900123 about it."
    token = give(client, earlier, text=text).context["form"]["text"].guard.tokens
    form = give(client, earlier, text=text, replace=f"text:{token}").context["form"]
    assert "07700" not in form["text"].value()
    assert not Verdict.objects.exists()


def test_once_published_there_is_nothing_to_give(client, audit, earlier):
    audit.status, audit.published_on = "published", audit.fieldwork_started_on
    audit.save()
    assert "Still to say" not in Page(client.get(LIST)).text
    assert "its verdicts stand" in Page(give(client, earlier)).text


def test_a_round_that_follows_nothing_has_no_such_page(client, audit):
    url = reverse("round-verdicts", args=[audit.previous.code])
    assert client.get(url).status_code == 404


def test_a_recommendation_of_another_audit_is_not_judged_here(client, earlier):
    other = RecommendationFactory()
    assert client.get(reverse("verdict-give", args=["later", other.pk])).status_code == 404


def test_who_may_not_see_the_answer_sees_none(signed_in, audit, earlier):
    for round in (audit.previous, audit):
        round.status, round.published_on = "published", round.fieldwork_started_on
        round.save()
    page = Page(signed_in("manager@eastmarch").get(LIST))
    assert "Record decisions" in page.text
    assert "We have one form now." not in page.text
