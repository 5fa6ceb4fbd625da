"""What Durham's snapshot says: the facts of seeds/durham-2019, counted and grouped."""

import json

import pytest

from audit.documents.snapshot import canonical_bytes, sha256

pytestmark = pytest.mark.django_db  # Durham's rows are made for the snapshot


def figure(snapshot, label):
    rows = [row for chapter in snapshot["supporting_figures"] for row in chapter["figures"]]
    return next(row for row in rows if row["label"].startswith(label))


def recommendation(snapshot, number):
    groups = snapshot["recommendations"]["groups"]
    return next(r for g in groups for r in g["recommendations"] if r["number"] == number)


def test_a_snapshot_is_plain_json(durham):
    assert json.loads(canonical_bytes(durham)) == durham


def test_the_bytes_do_not_depend_on_the_order_of_keys(durham):
    backwards = dict(reversed(durham.items()))
    assert sha256(backwards) == sha256(durham)


def test_the_headline_is_that_of_the_figures(durham_data):
    snapshot, figures = durham_data
    assert snapshot["headline"]["counts"] == figures["headline"]


def test_the_areas_are_those_of_the_figures(durham_data):
    snapshot, figures = durham_data
    shown = [{"code": a["code"], "title": a["title"], **a["counts"]} for a in snapshot["areas"]]
    assert shown == figures["areas"]
    assert snapshot["breakdown"]["total"] == figures["areas_total"]


def test_the_reconciliation_and_the_published_counts_are_those_of_the_figures(durham_data):
    snapshot, figures = durham_data
    assert snapshot["reconciliation"] == figures["reconciliation"]
    assert snapshot["published"] == figures["published"]


def test_durham_adds_up_to_81_files_and_82_results(durham):
    assert durham["headline"]["counts"]["total"] == 81
    assert durham["breakdown"]["total"]["total"] == 82


def test_percentages_of_the_headline_are_computed(durham):
    expected = {"good": 24.7, "requires_improvement": 33.3, "inadequate": 42.0}
    assert durham["headline"]["percentages"] == expected


def test_self_assessed_files_are_said_with_their_base(durham):
    assert "33 of the 81 case files (40.7%)" in durham["headline"]["self_assessed_text"]


def test_the_forty_common_themes_are_grouped(durham):
    assert sum(len(row["strengths"]) for row in durham["areas"]) == 21
    assert sum(len(row["weaknesses"]) for row in durham["areas"]) == 19


def test_dates_known_to_the_month_stay_so(durham):
    assert durham["round"]["fieldwork"] == "October 2019"
    assert durham["round"]["published"] == "March 2020"


def test_a_published_round_may_be_passed_on(durham):
    assert durham["handling"]["marking"] == "Published"


def test_rows_made_from_printed_counts_are_said_to_be(durham):
    assert durham["reconstructed"] is True


def test_shares_stand_beside_the_printed_ones(durham):
    missing = figure(durham, "Missing reports that were not on")
    assert (missing["count"], missing["base"], missing["share"]) == (1816, 3012, "60.3%")
    assert missing["differs"] is False


def test_a_share_without_counts_or_base_says_why(durham):
    assert figure(durham, "Children in a diversion scheme")["share"] == "no counts"
    assert figure(durham, "Children in care homes")["share"] == "no base"


def test_recommendations_stand_in_groups_the_most_urgent_first(durham):
    numbers = [
        [row["number"] for row in group["recommendations"]]
        for group in durham["recommendations"]["groups"]
    ]
    assert numbers == [[1, 3, 6], [2, 4, 5, 7]]


def test_sub_points_keep_their_lead_ins(durham):
    groups = recommendation(durham, 5)["groups"]
    assert [len(group["points"]) for group in groups] == [2, 2]
    assert len({group["lead_in"] for group in groups}) == 2


def test_an_immediate_recommendation_says_when_its_update_is_due(durham):
    assert recommendation(durham, 1)["due"] == "Act now; update due April or May 2020"


def test_three_months_from_a_month_are_a_month(durham):
    assert recommendation(durham, 2)["due"] == "Due June 2020"


def test_next_steps_say_when_they_are_due(durham):
    dues = [step["due"] for step in durham["next_steps"]]
    assert dues == ["April or May 2020", "April or May 2020", "September 2020"]


def test_local_authorities_have_their_judgements(durham):
    named = [(row["name"], row["judged"]) for row in durham["local_authorities"]]
    assert named == [
        ("Darlington Borough Council", "May 2018"),
        ("Durham County Council", "October 2019"),
    ]
