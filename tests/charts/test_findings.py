import re

from hypothesis import given
from hypothesis import strategies as st

from audit.charts.findings import areas_finding, grades_finding
from tests.charts.scales import NCPI, any_scale, counts, scale_of, tally

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "seven": 7, "eight": 8, "nine": 9}


def finding(*numbers):
    return grades_finding(NCPI, tally(numbers))


def test_the_durham_headline():
    assert finding(20, 27, 34) == "More than four in ten files were inadequate"


def test_few_files_are_given_as_counts():
    assert finding(1, 2, 6) == "6 of 9 files were inadequate"


def test_one_file_of_several_is_singular():
    assert grades_finding(scale_of(2), tally((0, 1), scale_of(2))) == "The one file was grade 2"


def test_equally_frequent_grades_are_all_named():
    assert (
        finding(6, 1, 6) == "The most frequent grades were good and inadequate: 6 of 13 files each"
    )


def test_all_files_at_one_grade():
    assert finding(0, 12, 0) == "All 12 files were requiring improvement"


def test_half_of_the_files():
    assert finding(10, 5, 5) == "Half of the files were good"


def test_more_than_half_of_the_files():
    assert finding(11, 5, 4) == "More than half of the files were good"


def test_nothing_graded():
    assert finding(0, 0, 0) == "No files have been graded"


@given(counts(most=200))
def test_a_share_in_words_is_true_of_the_exact_share(numbers):
    text = finding(*numbers)
    most, total = max(numbers), sum(numbers)
    if exact := re.match(r"(More than )?(\w+) in ten", text):
        tenths = NUMBERS[exact[2].lower()]
        assert 10 * most > tenths * total if exact[1] else 10 * most == tenths * total
        assert 10 * most < (tenths + 1) * total


@given(any_scale)
def test_the_grade_named_is_a_most_frequent_one(scale_and_counts):
    scale, numbers = scale_and_counts
    text = grades_finding(scale, tally(numbers, scale))
    named = {code for code in range(len(numbers)) if f"grade {code + 1}" in text}
    frequent = {n for n, count in enumerate(numbers) if count == max(numbers)}
    assert named == (frequent if sum(numbers) else set())


def areas(*rows):
    return areas_finding(NCPI, [tally(row) for row in rows])


def test_no_area_with_mostly_good_files():
    expected = "In none of the 2 areas were more than half of the files good"
    assert areas((6, 1, 6), (3, 2, 1)) == expected


def test_some_areas_with_mostly_good_files():
    expected = "In 1 of the 2 areas were more than half of the files good"
    assert areas((6, 1, 3), (3, 2, 1)) == expected


def test_every_area_with_mostly_good_files():
    expected = "In all of the 2 areas were more than half of the files good"
    assert areas((6, 1, 3), (4, 2, 1)) == expected


def test_empty_areas_are_left_out_and_said_to_be():
    expected = "In none of the 2 areas that have graded files were more than half of the files good"
    assert areas((1, 1, 1), (0, 0, 0), (1, 2, 3)) == expected


def test_a_single_graded_area_speaks_for_itself():
    expected = "Files have been graded in one area only: 2 of 3 files were inadequate"
    assert areas((0, 1, 2), (0, 0, 0)) == expected


def test_areas_without_files():
    assert areas((0, 0, 0)) == "No files have been graded"


@given(st.lists(counts(most=30), min_size=2, max_size=10))
def test_the_number_of_areas_is_counted_right(rows):
    mostly_good = sum(2 * row[0] > sum(row) for row in rows)
    graded = sum(any(row) for row in rows)
    if graded > 1:
        number = {0: "none", graded: "all"}.get(mostly_good, str(mostly_good))
        assert areas(*rows).startswith(f"In {number} of the {graded} areas ")
