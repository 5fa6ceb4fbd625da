"""Recommendations and what else a report says, saved in the administration."""

from __future__ import annotations

import pytest

from audit.models import Force, LogEntry, Recommendation, SourceDocument, Stage, Theme
from tests.admin.reading import add, change, errors, events
from tests.factories import RecommendationFactory, SourceDocumentFactory, area
from tests.pages import Page


def new_recommendation(round, **changes) -> dict:
    return {
        "source_document": SourceDocumentFactory().pk,
        "round": round.pk,
        "number": "1",
        "kind": "recommendation",
        "legal_basis": "internal",
        "title": "Look sooner",
        "text": "Look for each child before morning.",
        "time_limit": "3_months",
    } | changes


def test_a_recommendation_is_added_with_points_and_areas_and_put_to_the_force(client, round, send):
    point = {
        "sub_points-TOTAL_FORMS": "1",
        "sub_points-0-order": "1",
        "sub_points-0-text": "It is graded.",
    }
    given = new_recommendation(round, areas=[area("missing").pk])
    send(client, add("recommendation"), **given, **point)
    made = Recommendation.objects.get()
    assert (made.areas.count(), made.sub_points.count(), made.responses.count()) == (1, 1, 1)


def test_themes_that_change_are_recorded(client, round, send):
    made = RecommendationFactory(round=round)
    send(client, change(made), themes=[Theme.objects.first().pk])
    entry = LogEntry.objects.about(made).get()
    assert (entry.event, entry.changed) == ("recommendation.changed", ["themes"])


def test_a_sub_point_is_changed_where_its_recommendation_is(client, round, send):
    point = RecommendationFactory(round=round).sub_points.create(order=1, text="Before")
    send(client, change(point.recommendation), **{"sub_points-0-text": "After"})
    point.refresh_from_db()
    assert point.text == "After"
    assert events() == ["subpoint.changed"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "7"}, "with that number already"),
        ({"time_limit": "by_date"}, "Enter the date"),
        ({"round": ""}, "Your role does not reach this."),
    ],
)
def test_a_recommendation_with_an_error_is_refused(changes, words, client, round, send):
    standing = RecommendationFactory(round=round, number=7)
    given = new_recommendation(round, source_document=standing.source_document_id) | changes
    assert words in errors(send(client, add("recommendation"), **given))
    assert Recommendation.objects.count() == 1


DOCUMENT = {
    "code": "plan",
    "kind": "internal_audit",
    "closure": "force",
    "publisher": "Wexshire",
    "title": "A plan",
}


def test_a_force_enters_a_document_of_its_own(client, send):
    force = Force.objects.get(code="wexshire").pk
    send(client, add("sourcedocument"), **DOCUMENT, force=force)
    assert SourceDocument.objects.get().title == "A plan"
    assert events() == ["sourcedocument.added"]


def test_a_public_document_is_not_for_a_force_to_enter(client, send):
    answer = send(client, add("sourcedocument"), **DOCUMENT)
    assert "Your role does not reach this." in errors(answer)
    assert not SourceDocument.objects.exists()


def test_a_document_is_refused_that_is_not_out_yet(client, send):
    force = Force.objects.get(code="wexshire").pk
    given = DOCUMENT | {"force": force, "published_on": "2126-01-01"}
    assert "cannot be right" in errors(send(client, add("sourcedocument"), **given))
    assert not SourceDocument.objects.exists()


def test_a_cause_of_concern_is_not_added_without_what_it_holds(client, round, send):
    given = new_recommendation(round, kind="cause_of_concern")
    answer = client.post(
        add("recommendation"), Page(client.get(add("recommendation"))).typed | given
    )
    assert "enter it with its first recommendation" in client.get(answer.url).content.decode()
    assert not Recommendation.objects.exists()


def test_the_last_recommendation_of_a_cause_of_concern_stays(client, round, send):
    cause = RecommendationFactory(round=round, kind="cause_of_concern")
    held = RecommendationFactory(round=round, source_document=cause.source_document, parent=cause)
    send(client, change(held), parent="")
    held.refresh_from_db()
    assert held.parent == cause
    address = change(held).replace("change", "delete")
    client.post(address, {"post": "yes"})
    assert Recommendation.objects.filter(pk=held.pk).exists()
    RecommendationFactory(round=round, source_document=cause.source_document, parent=cause)
    client.post(address, {"post": "yes"})
    assert not Recommendation.objects.filter(pk=held.pk).exists()


FINDINGS = {
    "supporting_figures": {"label": "Searched for", "counted_by": "force"},
    "common_themes": {"polarity": "strength", "text": "Officers listened."},
    "published_counts": {"grade": "good", "count": 3},
}


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("supporting_figures", {"count": 5, "base": 4}, "is above its base"),
        ("supporting_figures", {"chapter": "stage"}, "belongs to another framework"),
        ("common_themes", {"area": "areaofpractice"}, "area of another framework"),
        ("published_counts", {"area": "areaofpractice"}, "area of another framework"),
        ("published_counts", {"grade": "excellent"}, "is not a grade of this framework"),
    ],
)
def test_a_finding_that_does_not_fit_is_refused(
    name, changes, words, client, round, second_framework, send
):
    fixed = {"area": area("s47")} if name == "common_themes" else {}
    if name == "supporting_figures":
        fixed = {"chapter": Stage.objects.get(framework=round.framework, code="investigation")}
    row = getattr(round, name).create(**FINDINGS[name], **fixed)
    parts = {
        part: getattr(second_framework, f"{part}_set").get().pk
        for part in changes.values()
        if part in {"stage", "areaofpractice"}
    }
    sent = {field: parts.get(value, value) for field, value in changes.items()}
    assert words in errors(send(client, change(row), **sent))
    assert events() == []
