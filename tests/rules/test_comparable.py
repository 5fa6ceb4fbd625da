from dataclasses import replace

import pytest

from audit.rules.comparable import (
    Comparable,
    different_frameworks,
    why_not_beside,
    why_not_tested,
    without_files,
)
from audit.rules.comparison import NOT_COMPARABLE
from tests.rules.scales import FIVE_STEPS, NCPI

BEFORE = Comparable("2025", "NCPI, 2014 to 2023", NCPI, True, 40, False, True, "the force", True)
AFTER = replace(BEFORE, title="2026")


def test_two_draws_under_one_framework_are_compared():
    assert why_not_beside(BEFORE, AFTER) == why_not_tested(BEFORE, AFTER) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"grades": False}, "“2026” is a dip sample"),
        ({"framework": "NCPI, from 2024"}, "“2026” under NCPI, from 2024"),
        ({"scale": FIVE_STEPS}, "do not mean the same"),
        ({"files": 0}, "No graded case files of “2026” are held here."),
    ],
)
def test_some_do_not_even_stand_side_by_side(changed, said):
    assert said in why_not_beside(BEFORE, replace(AFTER, **changed))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reconstructed": True}, "made from its printed counts"),
        ({"finished": False}, "“2025” is not finished"),
        ({"led_by": "the inspectorate"}, "led by the inspectorate, “2026” by the force"),
        ({"drawn": False}, NOT_COMPARABLE),
    ],
)
def test_others_stand_side_by_side_without_a_test(changed, said):
    before = replace(BEFORE, **changed)
    assert why_not_beside(before, AFTER) == ""
    assert said in why_not_tested(before, AFTER)


def test_the_later_one_may_still_be_under_way():
    assert why_not_tested(BEFORE, replace(AFTER, finished=False)) == ""


def test_another_framework_is_told_whether_or_not_there_are_files():
    assert different_frameworks(BEFORE, AFTER) == ""
    assert "do not mean the same" in different_frameworks(BEFORE, replace(AFTER, framework="X"))


def test_both_are_named_where_both_hold_nothing():
    nothing = [replace(row, files=0) for row in (BEFORE, AFTER)]
    assert without_files(*nothing, "files") == "No files of “2025” and “2026” are held here."
