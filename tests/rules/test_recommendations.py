"""Dates of a recommendation, its sub-points as they are typed, and which are alike."""

from __future__ import annotations

from datetime import date

import pytest

from audit.rules.dates import PartialDate, Precision
from audit.rules.recommendations import (
    basis_problems,
    due_problems,
    made_problems,
    published_problems,
)
from audit.rules.sub_points import points_in, points_problems, typed_points

TODAY = date(2026, 11, 30)
MAY = PartialDate(date(2026, 5, 1), Precision.MONTH)


def day(text: str) -> PartialDate:
    return PartialDate(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("made", "published", "says"),
    [
        (None, None, ""),
        (day("2026-05-10"), None, ""),
        (day("2026-05-31"), MAY, ""),
        (day("2026-06-01"), MAY, "after the document was published (May 2026)"),
        (MAY, day("2026-05-02"), ""),
        (MAY, day("2026-04-30"), "It cannot have been made (May 2026) after"),
        (day("2026-12-01"), None, "1 December 2026 is in the future"),
        (day("1626-05-10"), None, "Correct the year"),
    ],
)
def test_it_was_made_before_its_document_was_published(made, published, says):
    found = made_problems(made, has_such_a_day=True, published=published, today=TODAY)
    assert [problem.field for problem in found] == (["made_on"] if says else [])
    assert all(says in problem.message for problem in found)


def test_what_runs_from_publication_has_no_day_on_which_it_was_made():
    [problem] = made_problems(MAY, has_such_a_day=False, published=MAY, today=TODAY)
    assert problem.message == "Leave this empty: the time for this one runs from publication."


@pytest.mark.parametrize(
    ("due_by", "published", "made", "says"),
    [
        (date(2026, 5, 1), MAY, None, ""),
        (date(2026, 4, 30), MAY, None, "due (30 April 2026) before it was published (May 2026)"),
        (date(2026, 4, 30), None, day("2026-05-02"), "before it was made (2 May 2026)"),
        (date(2026, 4, 30), None, None, ""),
        (None, MAY, None, ""),
    ],
)
def test_nothing_is_due_before_it_was_asked(due_by, published, made, says):
    found = due_problems("by_date", due_by, noted=False, published=published, made=made)
    assert [problem.field for problem in found] == (["due_by"] if says else [])
    assert all(says in problem.message for problem in found)


def test_what_was_only_noted_has_no_time_limit():
    [problem] = due_problems("3_months", None, noted=True, published=MAY, made=None)
    assert problem.message == "Nothing is due any more. Choose “No time limit”."
    assert due_problems("none", None, noted=True, published=MAY, made=None) == []


def test_a_document_is_out_already():
    [problem] = published_problems(day("2026-12-01"), TODAY)
    assert "in the future" in problem.message
    assert published_problems(PartialDate(date(2026, 11, 1), Precision.MONTH), TODAY) == []
    assert published_problems(None, TODAY) == []


def test_the_kind_of_document_says_which_legal_basis_there_can_be():
    assert basis_problems("coroner", ["coroner"], ["Coroner"]) == []
    [problem] = basis_problems("internal", ["a", "b"], ["Section 10", "Paragraph 28A"])
    assert problem.message.endswith("Choose Section 10 or Paragraph 28A.")


TYPED = "Look at once\n\nIn the control room:\nAsk who is there\nWrite it down\n\nTell the child"


def test_a_line_that_ends_with_a_colon_leads_in_a_group():
    points = points_in(TYPED)
    assert points == [
        ("", "Look at once"),
        ("In the control room", "Ask who is there"),
        ("In the control room", "Write it down"),
        ("", "Tell the child"),
    ]
    assert typed_points(points) == TYPED


@pytest.mark.parametrize(
    "points",
    [
        [],
        [("", "One"), ("", "Two")],
        [("First", "One"), ("Second", "Two")],
        [("First", "One"), ("", "Two"), ("First", "Three")],
    ],
)
def test_points_come_back_as_they_were(points):
    assert points_in(typed_points(points)) == points


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (TYPED, ""),
        ("In custody:", "There is no point below “In custody:”"),
        (f"{'x' * 121}:\nOne", "too long to lead in a group"),
    ],
)
def test_a_lead_in_has_points_below(typed, says):
    found = points_problems(typed)
    assert [problem.field for problem in found] == (["sub_points"] if says else [])
    assert all(says in problem.message for problem in found)
