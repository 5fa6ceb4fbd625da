from __future__ import annotations

import pytest

from audit.rules.moderation import (
    Grades,
    Place,
    Standing,
    distance,
    match,
    standing_problems,
    why_problems,
)
from tests.rules.scales import FIVE_STEPS, NCPI

BEST, MIDDLE, WORST = NCPI.codes


def one(grade: str, area: str = "s47") -> Grades:
    return Grades({area: grade}, grade)


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [(BEST, BEST, 0), (BEST, MIDDLE, 1), (WORST, MIDDLE, 1), (WORST, BEST, 2), (BEST, "", 0)],
)
def test_grades_lie_as_far_apart_as_their_places_on_the_scale(first, second, apart):
    assert distance(NCPI, [one(first), one(second)]) == apart


@pytest.mark.parametrize("scale", [NCPI, FIVE_STEPS])
def test_the_ends_of_any_scale_lie_furthest_apart(scale):
    ends = [one(scale.codes[0]), one(scale.codes[-1])]
    assert distance(scale, ends) == len(scale.codes) - 1


def test_the_area_that_is_furthest_apart_counts():
    first = Grades({"s47": BEST, "cse": BEST}, MIDDLE)
    second = Grades({"s47": BEST, "cse": WORST}, MIDDLE)
    assert distance(NCPI, [first, second]) == 2


def test_one_person_lies_apart_from_nobody():
    assert distance(NCPI, [one(WORST)]) == distance(NCPI, []) == 0


def test_the_same_grade_under_another_area_is_no_match():
    assert not match([one(BEST), one(BEST, "cse")])
    assert match([one(BEST), one(BEST)])
    assert match([one(BEST)])
    assert match([])


def test_the_queue_begins_with_the_largest_distance_and_ends_with_the_single_graded():
    places = [
        Place(1, 0, True, 0, "single"),
        Place(1, 0, True, 2, "single with queries"),
        Place(2, 0, True, 0, "same"),
        Place(2, 0, True, 1, "same with a query"),
        Place(2, 0, False, 0, "other areas"),
        Place(2, 1, False, 5, "one apart"),
        Place(2, 2, False, 0, "two apart"),
    ]
    assert [place.reference for place in sorted(places, key=lambda place: place.key)] == [
        *("two apart", "one apart", "other areas", "same with a query", "same"),
        *("single with queries", "single"),
    ]


KEPT = {
    "not both have submitted": Standing(1, 1, True, 0),
    "still a draft": Standing(1, 1, False, 0),
    "Nobody has submitted": Standing(0, 0, False, 0),
    "A query on this file is open": Standing(2, 0, False, 1),
}


@pytest.mark.parametrize("said", KEPT)
def test_what_keeps_a_file_from_being_agreed_is_said(said):
    [problem] = standing_problems(KEPT[said])
    assert said in problem.message


def test_nothing_keeps_what_is_submitted_and_not_asked_about():
    assert standing_problems(Standing(2, 0, False, 0)) == []


WHY = {
    # what: (agreed, given, what is said)
    "differing": (one(BEST), [one(BEST), one(MIDDLE)], "gave different grades"),
    "another grade": (one(MIDDLE), [one(BEST)], "another grade than the assessor gave"),
    "the worst": (one(WORST), [one(WORST), one(WORST)], "needs a reason"),
}


@pytest.mark.parametrize("what", WHY)
def test_a_reason_is_asked_for(what):
    agreed, given, said = WHY[what]
    [problem] = why_problems(NCPI, agreed, given, "  ")
    assert problem.field == "why"
    assert said in problem.message
    assert why_problems(NCPI, agreed, given, "Read again.") == []


def test_no_reason_is_asked_for_where_all_say_the_same():
    assert why_problems(NCPI, one(BEST), [one(BEST), one(BEST)], "") == []
