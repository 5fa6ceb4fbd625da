"""Wexshire's inspection and its review: what their texts say is what their rows count."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from audit.documents.sampling import drawn_sample
from audit.models import Action, Evidence, Recommendation, Response, Verdict
from audit.models.progress import evidence_storage, had_a_hand
from tests.seeds.folders import INSPECTIONS, rows_of

INSPECTION, REVIEW = INSPECTIONS


def _answers(folder, question: str) -> Counter:
    rows = rows_of(folder, "answers.csv")
    return Counter(row["value"] for row in rows if row["question"] == question)


def _hours(folder, start: str, end: str) -> list[float]:
    times: dict[str, dict[str, datetime]] = {}
    for row in rows_of(folder, "answers.csv"):
        if row["question"] in (start, end):
            at = datetime.strptime(row["value"], "%Y-%m-%d %H:%M")
            times.setdefault(row["reference"], {})[row["question"]] = at
    return [(one[end] - one[start]).total_seconds() / 3600 for one in times.values()]


def _verdict(number: str, point: str = "") -> str:
    [row] = [
        row
        for row in rows_of(REVIEW, "verdicts.csv")
        if (row["recommendation"], row["sub_point"]) == (number, point)
    ]
    return row["text"]


@pytest.mark.parametrize(
    ("number", "point", "said", "counted"),
    [
        ("1", "1", "nine of twelve", lambda: _answers(REVIEW, "missing-grade-fits")["yes"] == 9),
        ("1", "1", "it was five", lambda: _answers(INSPECTION, "missing-grade-fits")["yes"] == 5),
        ("1", "3", "five of twelve", lambda: sum(hours <= 1 for hours in _searches()) == 5),
        ("1", "3", "within three hours in ten", lambda: sum(h <= 3 for h in _searches()) == 10),
        ("1", "3", "six hours and more", lambda: sorted(_searches())[-2] == 6),
        ("3", "", "one of four", lambda: sum(hours <= 2 for hours in _adults("arrived")) == 1),
        ("3", "1", "three of four", lambda: sum(hours <= 0.25 for hours in _adults("called")) == 3),
        ("5", "", "seventeen of twenty", lambda: _of_all("reasons-recorded") == (17, 20)),
        ("6", "", "four of twenty-four", lambda: _of_all("demeanour-recorded") == (20, 24)),
        ("6", "1", "twenty-one of", lambda: _of_all("child-spoken-to") == (21, 24)),
    ],
)
def test_what_a_verdict_says_is_counted(number, point, said, counted):
    assert said in _verdict(number, point)
    assert counted()


def _searches() -> list[float]:
    return _hours(REVIEW, "missing-reported-at", "missing-first-looked-for-at")


def _adults(came: str) -> list[float]:
    return _hours(REVIEW, "custody-arrived-at", f"appropriate-adult-{came}-at")


def _of_all(question: str) -> tuple[int, int]:
    found = _answers(REVIEW, question)
    return found["yes"], found["yes"] + found["no"]


def test_the_lists_are_as_long_as_the_method_says():
    assert [len(rows_of(folder, "frame.csv")) for folder in INSPECTIONS] == [166, 168]


def test_everybody_who_is_judged_has_words_of_their_own():
    words = [row["rationale"] for path in INSPECTIONS for row in rows_of(path, "assessments.csv")]
    assert len(set(words)) == len(words) == 48


@pytest.mark.django_db
def test_casemark_drew_both_samples(loaded):
    for folder in INSPECTIONS:
        assert drawn_sample(loaded[folder.name])
        assert loaded[folder.name].case_files.filter(sampled_case=None).count() == 0


@pytest.mark.django_db
def test_the_life_of_a_recommendation_is_there_in_every_state(loaded):
    asked = Response.objects.filter(recommendation__round=loaded[INSPECTION.name])
    assert set(asked.values_list("status", flat=True)) == {"verified", "in_progress", "delivered"}
    new = Response.objects.filter(recommendation__round=loaded[REVIEW.name])
    assert set(new.values_list("status", flat=True)) == {"awaiting_response"}
    assert set(Action.objects.values_list("status", flat=True)) == {
        *("planned", "in_progress", "done", "dropped")
    }
    for response in asked:
        assert response.steps.last().status == response.status


@pytest.mark.django_db
def test_a_cause_of_concern_is_answered_by_what_it_holds(loaded):
    [cause] = Recommendation.objects.filter(kind="cause_of_concern")
    assert [held.number for held in cause.held.all()] == [3]
    assert not cause.responses.exists()


@pytest.mark.django_db
def test_what_was_delivered_has_evidence_and_was_verified_by_somebody_else(loaded):
    for response in Response.objects.filter(status__in=("delivered", "verified")):
        assert Evidence.objects.of_response(response).exists()
        verified = response.steps.filter(status__in=("verified", "returned"))
        assert not any(had_a_hand(response, step.by) for step in verified)


@pytest.mark.django_db
def test_the_evidence_lies_in_its_storage(loaded):
    found = Evidence.objects.all()
    assert found.count() == 5
    assert all(evidence_storage().exists(one.file.name) for one in found)


@pytest.mark.django_db
def test_the_review_says_something_of_all_that_was_asked(loaded):
    given = Verdict.objects.filter(round=loaded[REVIEW.name])
    asked = Recommendation.objects.filter(round=loaded[INSPECTION.name])
    assert {verdict.recommendation for verdict in given if not verdict.sub_point} == set(asked)
    assert given.exclude(sub_point=None).count() == 8
