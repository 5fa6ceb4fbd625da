import io
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from audit.documents.kinds import CASE_FILE_AUDIT, POST_INSPECTION_REVIEW, kinds_for
from audit.documents.render import render_html, render_pdf
from audit.documents.version import Version
from audit.models import Round, SubPoint, Verdict
from audit.services.reports import draft_snapshot, report_publish
from tests.documents import pdf_structure
from tests.documents.two_rounds import two_audits
from tests.factories import RecommendationFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(person):
    """2026 after 2025, with one verdict of two, and a new recommendation."""
    before, after = two_audits(person("auditor@wexshire"), person("moderator@wexshire"))
    first, _ = (
        RecommendationFactory(round=before, title=title, number=number)
        for number, title in enumerate(("Record decisions", "Look sooner"), start=1)
    )
    SubPoint.objects.create(recommendation=first, text="Say why", group="At least")
    Verdict.objects.create(
        round=after,
        recommendation=first,
        movement="improved",
        state_now="satisfactory",
        text="Reasons stand in most files.",
    )
    RecommendationFactory(round=after, title="Train the night shift")
    return after


@pytest.fixture
def snapshot(review):
    return draft_snapshot(round=review, kind=POST_INSPECTION_REVIEW.name)


def test_it_is_offered_only_for_a_round_that_follows_one(review):
    assert POST_INSPECTION_REVIEW in kinds_for(review)
    assert POST_INSPECTION_REVIEW not in kinds_for(review.previous)
    review.kind = Round.Kind.POST_INSPECTION_REVIEW
    assert kinds_for(review)[0] == POST_INSPECTION_REVIEW


def test_it_holds_the_verdicts_and_what_is_left(snapshot):
    assert snapshot["earlier"]["in_words"] == (
        "Of 2 earlier recommendations, 1 has improved and on 1 no verdict is given yet. "
        "1 is satisfactory now."
    )
    first, second = snapshot["earlier"]["rows"]
    assert first["verdict"]["in_words"] == "Improved; satisfactory"
    assert first["groups"][0]["points"][0]["verdict"] is None
    assert second["verdict"] is None


def test_a_cause_of_concern_is_answered_by_what_it_holds(review):
    RecommendationFactory(round=review.previous, number=3, kind="cause_of_concern")
    html = render_html(draft_snapshot(round=review, kind=POST_INSPECTION_REVIEW.name))
    assert html.count("Answered by the recommendations that it holds.") == 1


def test_it_holds_new_recommendations_and_both_breakdowns(snapshot):
    assert snapshot["recommendations"]["total"] == 1
    assert snapshot["compared"]["finding"].startswith("2 of 12 files were good")
    assert "more than chance" in snapshot["compared"]["text"]
    html = render_html(snapshot)
    for words in ("Train the night shift", "Reasons stand in most files.", "83.3%", "Fisher"):
        assert words in html


def test_an_audit_of_the_forces_own_is_called_what_it_is(review, snapshot):
    assert snapshot["title"].startswith("Review of earlier recommendations: 2026")
    Round.objects.filter(pk=review.pk).update(kind=Round.Kind.POST_INSPECTION_REVIEW)
    review.refresh_from_db()
    again = draft_snapshot(round=review, kind=POST_INSPECTION_REVIEW.name)
    assert again["title"].startswith("Post-inspection review: 2026")


def test_a_forces_unpublished_audit_stays_closed_to_inspectors_who_follow_it():
    own = RoundFactory(title="Our own")
    RecommendationFactory(round=own, title="Kept within")
    review = RoundFactory(inspection=True, previous=own)
    made = draft_snapshot(round=review, kind=POST_INSPECTION_REVIEW.name)
    assert "not open" in made["compared"]["why_not_beside"]
    assert "Our own" not in str(made)
    assert "Kept within" not in str(made)


@pytest.mark.parametrize("kind", [POST_INSPECTION_REVIEW, CASE_FILE_AUDIT])
def test_a_draft_is_sensitive_though_its_results_are_published(kind):
    """It may print answers that no published version holds."""
    review = RoundFactory(inspection=True, published=True, previous=RoundFactory())
    draft = draft_snapshot(round=review, kind=kind.name)["handling"]
    assert draft["marking"] == "OFFICIAL-SENSITIVE"
    assert draft["meaning"].startswith("This draft is not published. Do not share it outside")
    assert f"outside {review.force.full_name} and those who inspected it" in draft["meaning"]
    final = kind.snapshot(review, Version(1, date(2026, 11, 30)))["handling"]
    assert final["marking"] == "Published"


def test_its_structure_is_sound(snapshot):
    pdf = render_pdf(snapshot)
    assert pdf_structure.problems(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        titles = pdf_structure.bookmarks(opened)
    assert {"Summary", "1. Record decisions", "Results of both, side by side"} <= set(titles)


def test_it_is_published_in_versions_of_its_own(review, person, monkeypatch):
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF")
    moderator = person("moderator@wexshire")
    for kind in (CASE_FILE_AUDIT, POST_INSPECTION_REVIEW):
        assert report_publish(round=review, kind=kind.name, by=moderator).number == 1


def test_it_is_not_published_of_what_follows_nothing(review, person):
    with pytest.raises(ValidationError, match="There is no post-inspection review of"):
        report_publish(
            round=review.previous,
            kind=POST_INSPECTION_REVIEW.name,
            by=person("moderator@wexshire"),
        )
