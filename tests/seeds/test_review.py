"""Durham's review: only what its press release supports."""

from __future__ import annotations

import pytest

from audit.models import Recommendation, Round
from tests.seeds.folders import DURHAM, REVIEW, fields_of, rows_of

SILENT = ("not_reported", "not_reported")
IMPROVED = ("improved", "not_reported")
WEAK = ("not_reported", "requires_improvement")
REPORTED = {
    ("1", ""): IMPROVED,
    ("3", ""): IMPROVED,
    ("4", ""): WEAK,
    ("4", "1"): WEAK,
    ("4", "3"): WEAK,
    ("6", ""): IMPROVED,
    ("7", ""): WEAK,
    ("7", "1"): WEAK,
    ("7", "3"): WEAK,
}
"""As read in the press release; of all others it says nothing."""
VERDICTS = {
    (row["recommendation"], row["sub_point"]): row for row in rows_of(REVIEW, "verdicts.csv")
}


def test_the_whole_and_each_point_of_every_recommendation_has_a_verdict():
    wholes = {(row["number"], "") for row in rows_of(DURHAM, "recommendations.csv")}
    points = {(row["recommendation"], row["order"]) for row in rows_of(DURHAM, "sub_points.csv")}
    assert set(VERDICTS) == wholes | points


@pytest.mark.parametrize("key", VERDICTS)
def test_it_says_what_the_press_release_says_and_no_more(key):
    row = VERDICTS[key]
    assert (row["movement"], row["state_now"]) == REPORTED.get(key, SILENT)


def test_it_follows_the_inspection_and_has_no_date_and_no_files():
    fields = fields_of(REVIEW)
    assert fields["previous"] == "durham-2019"
    assert (fields["historic"], fields["status"]) == ("yes", "published")
    assert not {"published_on", "fieldwork_started_on", "fieldwork_ended_on"} & set(fields)
    assert not (REVIEW / "case_files.csv").exists()


@pytest.mark.django_db
def test_it_is_loaded_onto_the_recommendations_of_2019(loaded):
    review = Round.objects.get(code="durham-review")
    assert review.verdicts.count() == len(VERDICTS)
    asked = Recommendation.objects.get(round__code="durham-2019", number=7)
    verdict = review.verdicts.get(recommendation=asked, sub_point__order=1)
    assert verdict.state_now == "requires_improvement"
