import pytest

from audit.rules.responses import answer_problems, delivery_problems, whole_of

YES, PART, NO = "accepted", "accepted_in_part", "not_accepted"


@pytest.mark.parametrize(
    ("decisions", "whole"),
    [
        ([YES], YES),
        ([YES, YES], YES),
        ([NO, NO], NO),
        ([YES, NO], PART),
        ([PART], PART),
        ([PART, NO], PART),
        ([PART, YES], PART),
    ],
)
def test_the_answers_to_the_points_make_the_whole(decisions, whole):
    assert whole_of(decisions) == whole


@pytest.mark.parametrize(
    ("decision", "statement", "points", "fields"),
    [
        (YES, "", {}, []),
        (NO, "Because.", {}, []),
        (NO, "  ", {}, ["statement"]),
        (PART, "", {}, ["statement"]),
        ("", "", {}, ["decision"]),
        ("verified", "", {}, ["decision"]),
        ("", "", {1: (YES, ""), 2: (NO, "Because.")}, []),
        ("", "", {1: ("", ""), 2: (NO, "")}, ["point-1", "point-2_statement"]),
    ],
)
def test_an_answer_says_all_that_a_reader_needs(decision, statement, points, fields):
    assert [problem.field for problem in answer_problems(decision, statement, points)] == fields


@pytest.mark.parametrize(
    ("evidence", "left", "count"), [(True, 0, 0), (False, 0, 1), (False, 2, 2)]
)
def test_a_closing_needs_evidence_and_every_point_answered(evidence, left, count):
    assert len(delivery_problems(has_evidence=evidence, points_left=left)) == count
