from __future__ import annotations

from dataclasses import dataclass

import pytest

from audit.rules.grading import (
    Origin,
    Scale,
    final_of,
    grade_problems,
    oddness,
    oddness_problems,
    overall_grade,
    rationale_problems,
)
from tests.rules.scales import FIVE_STEPS, NCPI


@dataclass
class Candidate:
    origin: str
    counts: bool = True


def _messages(problems):
    return [problem.message for problem in problems]


def _fields(problems):
    return [problem.field for problem in problems]


def test_a_scale_keeps_the_order_of_the_framework():
    assert FIVE_STEPS.codes == ("outstanding", "good", "adequate", "improve", "inadequate")


def test_the_last_grade_of_a_scale_is_its_worst():
    assert NCPI.worst.code == "inadequate"


def test_a_grade_is_found_by_its_code():
    assert NCPI.grade("requires_improvement").in_report == "requiring improvement"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"code": "good", "title": "Good"}],
        ["good"],
        [{"code": "good", "title": "Good", "in_report": "good"}] * 2,
        None,
    ],
    ids=["empty", "without wording", "a bare text", "a code twice", "no list"],
)
def test_a_malformed_scale_is_refused(rows):
    with pytest.raises(ValueError, match="grade needs a code|at least one grade"):
        Scale.from_json(rows)


def test_a_scale_is_listed_as_a_sentence_has_it():
    assert NCPI.listed() == "good, requires improvement or inadequate"


def test_a_scale_of_one_grade_is_listed_by_its_name():
    rows = [{"code": "seen", "title": "Seen", "in_report": "seen"}]
    assert Scale.from_json(rows).listed() == "seen"


def test_one_area_gives_the_overall_grade():
    assert overall_grade(["good"], "") == "good"


def test_the_grade_of_one_area_outweighs_a_chosen_one():
    assert overall_grade(["good"], "inadequate") == "good"


def test_with_several_areas_the_chosen_grade_is_the_overall_one():
    assert overall_grade(["good", "inadequate"], "inadequate") == "inadequate"


def test_an_unknown_grade_is_refused_with_the_grades_to_use():
    [message] = _messages(grade_problems(NCPI, ["excellent"], "", complete=False))
    assert message == (
        "'excellent' is not a grade of this framework. "
        "Use good, requires improvement or inadequate."
    )


def test_a_grade_of_another_scale_is_unknown():
    assert _fields(grade_problems(NCPI, ["good"], "outstanding", complete=True)) == [
        "overall_grade"
    ]


def test_a_draft_may_lack_every_grade():
    assert grade_problems(NCPI, ["", ""], "", complete=False) == []


def test_a_complete_assessment_needs_an_area():
    assert _fields(grade_problems(NCPI, [], "", complete=True)) == ["area_grades"]


def test_a_complete_assessment_needs_a_grade_for_each_area():
    problems = grade_problems(NCPI, ["good", ""], "good", complete=True)
    assert _messages(problems) == ["Choose a grade for each area."]


def test_two_areas_need_an_overall_grade():
    problems = grade_problems(NCPI, ["good", "good"], "", complete=True)
    assert _fields(problems) == ["overall_grade"]


def test_one_area_needs_no_overall_grade():
    assert grade_problems(NCPI, ["good"], "", complete=True) == []


def test_several_wrong_grades_are_all_named():
    assert len(grade_problems(NCPI, ["a", "b"], "c", complete=False)) == 3


@pytest.mark.parametrize("rationale", ["", "  \n "])
def test_the_lowest_grade_needs_a_reason(rationale):
    [problem] = rationale_problems(NCPI, ["good", "inadequate"], rationale)
    assert problem.field == "rationale"
    assert "graded inadequate needs a reason" in problem.message


def test_better_grades_need_no_reason():
    assert rationale_problems(NCPI, ["good", "requires_improvement"], "") == []


def test_the_lowest_grade_of_another_scale_needs_a_reason_too():
    assert rationale_problems(FIVE_STEPS, ["improve"], "") == []
    assert _fields(rationale_problems(FIVE_STEPS, ["inadequate"], "")) == ["rationale"]


def test_the_only_assessor_is_final():
    only = Candidate(Origin.ASSESSOR)
    assert final_of([only]) is only


def test_a_draft_is_not_final():
    assert final_of([Candidate(Origin.ASSESSOR, counts=False)]) is None


def test_two_unsettled_assessors_make_none():
    assert final_of([Candidate(Origin.ASSESSOR), Candidate(Origin.ASSESSOR)]) is None


def test_a_second_assessors_draft_unsettles_the_first():
    second = Candidate(Origin.ASSESSOR, counts=False)
    assert final_of([Candidate(Origin.ASSESSOR), second]) is None


def test_the_agreed_one_wins_over_the_assessors():
    agreed = Candidate(Origin.AGREED)
    assert final_of([Candidate(Origin.ASSESSOR), agreed, Candidate(Origin.ASSESSOR)]) is agreed


def test_an_agreed_one_taken_back_leaves_none():
    agreed = Candidate(Origin.AGREED, counts=False)
    assert final_of([Candidate(Origin.ASSESSOR), agreed]) is None


def test_a_self_assessment_alone_is_never_final():
    assert final_of([Candidate(Origin.SELF)]) is None


def test_a_self_assessment_beside_an_assessor_changes_nothing():
    assessor = Candidate(Origin.ASSESSOR)
    assert final_of([Candidate(Origin.SELF), assessor]) is assessor


def test_no_assessments_make_none():
    assert final_of([]) is None


ODD = [
    ("good", ["requires_improvement", "inadequate"]),
    ("good", ["inadequate"]),
    ("inadequate", ["good", "requires_improvement"]),
    ("good", ["good", "good", "inadequate"]),
]
"""The last: inside the range of its stages, but the best although a stage is the worst."""


@pytest.mark.parametrize(("grade", "stages"), ODD)
def test_a_grade_that_sits_oddly_with_its_stages_needs_a_reason(grade, stages):
    assert oddness(NCPI, grade, stages)
    [problem] = oddness_problems(NCPI, {"the file": (grade, stages)}, "")
    assert problem.field == "rationale"
    assert problem.message.startswith("Say why the file has this grade. It is graded “")
    assert oddness_problems(NCPI, {"the file": (grade, stages)}, "Late, but well.") == []


@pytest.mark.parametrize(
    ("grade", "stages"),
    [
        ("good", ["good", "requires_improvement"]),
        ("requires_improvement", ["good", "inadequate"]),
        ("inadequate", ["good", "inadequate"]),
        ("good", []),
        ("", ["inadequate"]),
    ],
)
def test_a_grade_within_the_range_of_its_stages_needs_none(grade, stages):
    assert oddness(NCPI, grade, stages) == ""


def test_what_sits_oddly_is_judged_by_the_scale():
    assert oddness(FIVE_STEPS, "good", ["outstanding", "inadequate"]) == ""
    assert "although a stage is “inadequate”" in oddness(
        FIVE_STEPS, "outstanding", ["outstanding", "inadequate"]
    )


def test_a_scale_of_one_grade_is_never_odd():
    one = Scale.from_json([{"code": "done", "title": "Done", "in_report": "done"}])
    assert oddness(one, "done", ["done"]) == ""


def test_the_first_of_two_grades_counts_nowhere_before_they_are_settled():
    assert final_of([Candidate(Origin.ASSESSOR)], double=True) is None


def test_the_agreed_grade_of_two_counts():
    agreed = Candidate(Origin.AGREED)
    rows = [Candidate(Origin.ASSESSOR), Candidate(Origin.ASSESSOR), agreed]
    assert final_of(rows, double=True) is agreed
