"""Near duplicates are offered, links are made by a person, and both ends show them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import Force, Recommendation, RecommendationLink, Theme
from tests.factories import RecommendationFactory, SourceDocumentFactory
from tests.pages import Page

pytestmark = pytest.mark.django_db
TEXT = "Record the reasons for each decision on bail, and the conditions that a child is told."


def public(title: str, text: str = TEXT, **fields) -> Recommendation:
    values = {"kind": "inspection_report", "publisher": "HMICFRS", "closure": "force"}
    document = SourceDocumentFactory(**values | fields)
    made = RecommendationFactory(source_document=document, round=None, title=title, text=text)
    made.responses.create(force=Force.objects.get(code="wexshire"))
    return made


@pytest.fixture
def manager(signed_in):
    return signed_in("manager@wexshire")


@pytest.fixture
def both(db) -> tuple[Recommendation, Recommendation]:
    return public("Reasons for bail"), public("Bail and its reasons")


def page_of(client, recommendation: Recommendation) -> Page:
    return Page(client.get(recommendation.get_absolute_url()))


def test_what_is_alike_is_offered_with_the_reason(both, manager):
    one, other = both
    theme = Theme.objects.first()
    for row in both:
        row.themes.add(theme)
    public("Train control rooms", "Give call takers time to train.")
    text = page_of(manager, one).text
    assert "Bail and its reasons" in text
    assert "Both speak of bail, reasons, record, decision, conditions, child." in text
    assert f"Both are about {theme}." in text
    assert "Train control rooms" not in text
    assert not RecommendationLink.objects.exists()


def test_nothing_is_offered_that_one_may_not_see_or_to_who_may_not_link(both, signed_in, manager):
    one, other = both
    other.source_document.force = Force.objects.get(code="eastmarch")
    other.source_document.save()
    other.responses.all().delete()
    assert "Bail and its reasons" not in page_of(manager, one).text
    assert "hangs together" not in page_of(signed_in("observer@wexshire"), one).text


def test_a_manager_links_two_for_the_force_and_both_ends_show_it(both, manager, signed_in):
    one, other = both
    address = page_of(manager, one).links[f"Link the two: {other.title}"]
    page = Page(manager.get(address))
    assert page.typed["target"] == [str(other.pk)]
    manager.post(address, page.typed | {"kind": "duplicates", "note": "Word for word."})
    link = RecommendationLink.objects.get()
    assert (link.source, link.target, link.force.code) == (one, other, "wexshire")
    assert "Asks for the same as Bail and its reasons" in page_of(manager, one).text
    assert "Is asked for again by Reasons for bail" in page_of(manager, other).text
    assert "may ask for the same" not in page_of(manager, one).text
    assert "Word for word." not in page_of(signed_in("manager@eastmarch"), one).text


def test_a_link_is_removed(both, manager):
    one, other = both
    add = reverse("recommendation-link", args=[one.pk])
    manager.post(add, {"kind": "contradicts", "target": other.pk})
    page = page_of(manager, other)
    remove = page.links[f"Remove the link with {one.title}"]
    assert "What was closed" not in Page(manager.get(remove)).text
    manager.post(remove)
    assert not RecommendationLink.objects.exists()


def test_one_of_any_document_is_found_by_its_code(both, manager):
    one, _ = both
    unlike = public("Train control rooms", "Give call takers time to train.", code="training")
    address = reverse("recommendation-link", args=[one.pk])
    assert "Train control rooms" not in Page(manager.get(address)).text
    address += "?document=training"
    manager.post(address, {"kind": "same_action", "target": unlike.pk})
    assert RecommendationLink.objects.get().target in (one, unlike)


def test_what_takes_anothers_place_says_what_it_closes(both, manager):
    one, other = both
    address = reverse("recommendation-link", args=[one.pk])
    told = "Taking its place closes it for Wexshire."
    assert told in Page(manager.get(address)).text
    manager.post(address, {"kind": "supersedes", "target": other.pk})
    assert "Superseded" in page_of(manager, other).text
    assert "Is replaced by Reasons for bail" in page_of(manager, other).text


def test_the_page_says_that_a_force_closes_nothing_that_an_inspector_verifies(manager, signed_in):
    one, other = (public(title, closure="inspectorate") for title in ("Reasons", "Bail reasons"))
    address = reverse("recommendation-link", args=[one.pk])
    assert "Taking its place closes nothing." in Page(manager.get(address)).text
    told = "Taking its place closes it for all: Wexshire."
    assert told in Page(signed_in("inspector@inspectorate").get(address)).text
    manager.post(address, {"kind": "supersedes", "target": other.pk})
    assert other.responses.get().status == "awaiting_response"
    assert "Is replaced by Reasons" in page_of(manager, other).text


def test_a_ring_is_refused_beside_its_field(both, manager):
    one, other = both
    manager.post(
        reverse("recommendation-link", args=[one.pk]), {"kind": "duplicates", "target": other.pk}
    )
    third = public("Bail, its reasons and conditions")
    manager.post(
        reverse("recommendation-link", args=[other.pk]), {"kind": "duplicates", "target": third.pk}
    )
    page = Page(
        manager.post(
            reverse("recommendation-link", args=[third.pk]),
            {"kind": "duplicates", "target": one.pk},
        )
    )
    assert [where for _, where in page.errors] == ["id_kind_0"]
    assert RecommendationLink.objects.count() == 2
