"""What the published report says of an audit of forty files, beside what was graded and agreed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from statistics import median
from typing import Any
from unittest.mock import patch

import pytest
from django.test import override_settings

from audit.models import LogEntry, ReportVersion
from tests.cast import QUICK_HASHERS
from tests.walks.blind_grading import GRADES, HOURS
from tests.walks.forty_files import SAMPLE, TITLE, FortyFiles, frame
from tests.walks.four_people import AMINA


@pytest.fixture(scope="module")
def walked(module_db) -> FortyFiles:
    quick = override_settings(ACCOUNT_RATE_LIMITS=False, PASSWORD_HASHERS=QUICK_HASHERS)
    with quick, patch("audit.services.reports.render_pdf", lambda snapshot: b"%PDF"):
        audit = FortyFiles()
        audit.walk()
    return audit


@pytest.fixture
def report(walked, db) -> dict[str, Any]:
    return json.loads(bytes(ReportVersion.objects.get().snapshot))


@pytest.fixture
def double(walked) -> list[str]:
    return [one for one in walked.files if len(walked.given[one]) == 2]


def test_forty_files_are_drawn_with_a_seed_and_a_list_that_are_shown(walked):
    assert hashlib.sha256(frame()).hexdigest() in walked.drawn
    assert "Stratified by area" in walked.drawn
    assert "Seed" in walked.drawn
    assert "The file is a test record." in walked.replaced
    assert "in place of" in walked.replaced
    assert len(walked.files) == SAMPLE


def test_the_report_says_how_to_draw_them_again(report):
    how = {row["figure"]: row["how"] for row in report["method"]["counted"]}
    assert hashlib.sha256(frame()).hexdigest() in how["How the files were drawn"]


def test_at_least_24_are_graded_by_two_and_the_conflict_by_one(walked, double):
    assert len(double) >= 24
    assert list(walked.given[walked.conflicted]) == [AMINA]
    assert set(walked.given) == set(walked.files) == set(walked.agreed)


def test_no_page_showed_the_others_grade_before_ones_own_was_in(walked):
    assert walked.blind_pages > 100
    assert walked.listed > 0
    assert walked.leaks == []


def test_it_cannot_be_signed_off_before_all_is_settled(walked):
    assert f"{SAMPLE} graded case files wait for moderation. Agree them first." in walked.refused
    assert "1 query is open. Resolve it first." in walked.refused


def test_the_headline_is_what_was_agreed(walked, report):
    agreed = Counter(walked.agreed.values())
    assert report["headline"]["counts"] == {**agreed, "total": SAMPLE}
    assert set(agreed) == set(GRADES)
    assert report["headline"]["ungraded"] == 0
    assert sum(area["counts"]["total"] for area in report["areas"]) == SAMPLE


def test_the_agreement_is_counted_from_the_pairs(walked, report, double):
    [between] = report["agreement"]
    alike = sum(walked.matches(one) for one in double)
    assert (between["between"], between["pairs"]) == ("assessors", len(double))
    diagonal = [cell["count"] for row in between["table"] for cell in row["cells"] if cell["same"]]
    assert sum(diagonal) == alike < len(double)
    assert between["coefficients"][0]["value"] == f"{100 * alike / len(double):.1f}%"


def test_the_facts_are_counted(walked, report):
    rows = {
        row["code"]: {cell["answer"]: cell["count"] for cell in row["cells"]}
        for stage in report["facts"]["stages"]
        for table in stage["tables"]
        for row in table["rows"]
    }
    assert (rows["child-spoken-to"]["yes"], rows["child-spoken-to"]["not_recorded"]) == (30, 10)
    measured = {
        row["code"]: row for stage in report["facts"]["stages"] for row in stage["measured"]
    }
    took = [HOURS[place % len(HOURS)] for place in range(SAMPLE)]
    told = measured["risk-known-to-shared"]
    assert told["values"] == sorted(took)
    assert told["sentence"] == f"Median {median(took)} hours, in {SAMPLE} of {SAMPLE} files."


def test_the_themes_are_counted(walked, report):
    seen = {row["code"]: row for row in report["themes_counted"]["overall"]}
    assert set(seen) == {"engaging-children", "recording"}


def test_the_concern_is_counted(report):
    assert report["concerns"]["total"] == {"raised": 1, "in_time": 1, "open": 0}


def test_each_share_has_its_interval(walked, report):
    rows = {row["code"]: row for row in report["drawn"]["rows"]}
    assert {code: row["count"] for code, row in rows.items()} == Counter(walked.agreed.values())
    assert all(row["graded"] == SAMPLE and row["low"] < row["high"] for row in rows.values())
    assert report["drawn"]["sentences"][0].startswith(f"Casemark drew {SAMPLE} of the graded files")


def test_the_published_page_says_the_same(walked, report):
    page = walked.moderator.seen[-1][1]
    for words in (TITLE, report["headline"]["in_words"], report["concerns"]["in_words"]):
        assert words in page
    for code, row in {row["code"]: row for row in report["drawn"]["rows"]}.items():
        assert row["low"] in page, code


def test_four_people_did_it_and_the_trail_has_all_of_it(walked, db):
    done = LogEntry.objects.filter(event__in=("assessment.submitted", "assessment.agreed"))
    given = sum(len(grades) for grades in walked.given.values())
    assert Counter(done.values_list("event", flat=True)) == {
        "assessment.submitted": given,
        "assessment.agreed": SAMPLE,
    }
    visited = {address for one in walked.everybody for address, _ in one.seen}
    assert not [address for address in visited if address.startswith("/administration")]
