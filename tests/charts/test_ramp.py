from itertools import pairwise

import pytest

from audit.charts.ramp import OUTLINE, PAPER, contrast, fills, text_on

SCALES = range(1, 8)


def test_black_on_white_has_the_highest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("grades", SCALES)
def test_there_is_one_colour_a_grade(grades):
    assert len(set(fills(grades))) == grades


@pytest.mark.parametrize("grades", SCALES)
def test_each_grade_is_darker_than_the_better_one(grades):
    against_paper = [contrast(fill, PAPER) for fill in fills(grades)]
    assert against_paper == sorted(against_paper)


@pytest.mark.parametrize("grades", [2, 3, 4])
def test_neighbouring_grades_of_usual_scales_stay_apart_in_grey_print(grades):
    assert all(contrast(one, other) > 1.6 for one, other in pairwise(fills(grades)))


@pytest.mark.parametrize("grades", SCALES)
def test_text_on_each_colour_can_be_read(grades):
    assert all(contrast(text_on(fill), fill) >= 4.5 for fill in fills(grades))


def test_the_outline_stands_out_from_the_page():
    assert contrast(OUTLINE, PAPER) >= 3
