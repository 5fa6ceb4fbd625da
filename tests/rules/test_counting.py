from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.counting import (
    SMALLEST_BASE,
    Tally,
    figure_problems,
    percentage,
    printed_differs,
    printed_percentage,
    self_assessed_problems,
    share_in_words,
)
from tests.rules.scales import FIVE_STEPS, NCPI, tally

COUNTS = st.integers(0, 10_000)
BASES = st.integers(SMALLEST_BASE, 10_000)
TALLIES = st.builds(tally, COUNTS, COUNTS, COUNTS)


@st.composite
def shares(draw):
    base = draw(BASES)
    return draw(st.integers(0, base)), base


@given(st.lists(TALLIES, max_size=12))
def test_adding_tallies_conserves_the_total(tallies):
    assert Tally.sum(NCPI, tallies).total == sum(each.total for each in tallies)


@given(st.lists(TALLIES, max_size=12), st.sampled_from(NCPI.codes))
def test_adding_tallies_conserves_each_grade(tallies, code):
    assert Tally.sum(NCPI, tallies)[code] == sum(each[code] for each in tallies)


@given(st.lists(TALLIES, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_adding_makes_no_difference(tallies, random):
    shuffled = random.sample(tallies, len(tallies))
    assert Tally.sum(NCPI, shuffled) == Tally.sum(NCPI, tallies)


def test_a_grade_without_results_counts_nothing():
    assert Tally.of(NCPI, {"good": 3}).as_dict() == {
        "good": 3,
        "requires_improvement": 0,
        "inadequate": 0,
        "total": 3,
    }


def test_the_keys_come_from_the_scale():
    assert list(tally(1, 2, 3, 4, 5, scale=FIVE_STEPS).as_dict()) == [*FIVE_STEPS.codes, "total"]


def test_a_grade_outside_the_scale_cannot_be_counted():
    with pytest.raises(ValueError, match="Not grades of this framework: adequate"):
        Tally.of(NCPI, {"good": 1, "adequate": 2})


def test_a_tally_reads_as_a_report_has_it():
    words = tally(20, 27, 34).in_words(NCPI)
    assert words == "20 good, 27 requiring improvement and 34 inadequate"


@given(shares())
def test_a_percentage_is_within_half_a_tenth_of_the_share(share):
    count, base = share
    shown = Fraction(str(percentage(count, base)))
    assert abs(shown - Fraction(100 * count, base)) <= Fraction(1, 20)


def test_half_a_tenth_is_rounded_up():
    assert percentage(1, 16) == 6.3


@pytest.mark.parametrize("base", range(SMALLEST_BASE))
def test_a_base_under_ten_has_no_percentage(base):
    assert percentage(0, base) is None


def test_a_base_of_ten_has_one():
    assert percentage(5, 10) == 50.0


@pytest.mark.parametrize(("count", "base"), [(None, 40), (923, None), (None, None)])
def test_without_both_numbers_there_is_no_percentage(count, base):
    assert percentage(count, base) is None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("42.5 percent", 42.5),
        ("14 per cent", 14),
        ("14%", 14),
        ("60 % of reports", 60),
        ("half", None),
        ("17 of 40", None),
        ("", None),
    ],
)
def test_the_percentage_that_somebody_printed(printed, value):
    assert printed_percentage(printed) == value


@pytest.mark.parametrize(
    ("count", "base", "printed"),
    [
        (17, 40, "42.5 percent"),
        (4, 29, "14 percent"),
        (190, 355, "54 percent"),
        (1816, 3012, "60 percent"),
    ],
)
def test_durhams_printed_percentages_are_the_computed_ones_rounded(count, base, printed):
    assert not printed_differs(count, base, printed)


@pytest.mark.parametrize(
    ("count", "base", "printed"),
    [
        (17, 40, "42 percent"),
        (17, 40, "43 percent"),
    ],
)
def test_either_way_of_rounding_a_half_is_accepted(count, base, printed):
    assert not printed_differs(count, base, printed)


@pytest.mark.parametrize(
    ("count", "base", "printed"),
    [
        (17, 40, "42.6 percent"),
        (17, 40, "41 percent"),
        (4, 29, "13 percent"),
        (190, 355, "53 percent"),
        (1816, 3012, "60.2 percent"),
    ],
)
def test_a_printed_percentage_that_is_another_one_differs(count, base, printed):
    assert printed_differs(count, base, printed)


@pytest.mark.parametrize(
    ("count", "base", "printed"), [(None, 40, "50 %"), (3, 9, "50 %"), (5, 10, "half")]
)
def test_what_cannot_be_compared_does_not_differ(count, base, printed):
    assert not printed_differs(count, base, printed)


@given(shares(), st.integers(0, 1))
def test_a_percentage_printed_as_rounded_never_differs(share, decimals):
    count, base = share
    assert not printed_differs(count, base, f"{100 * count / base:.{decimals}f} percent")


def test_a_count_above_its_base_is_refused():
    [problem] = figure_problems(41, 40)
    assert problem.field == "count"
    assert problem.message == "The count (41) is above its base (40). Correct one of them."


@pytest.mark.parametrize(("count", "base"), [(40, 40), (0, 40), (None, 40), (41, None)])
def test_a_count_within_its_base_stands(count, base):
    assert figure_problems(count, base) == []


@pytest.mark.parametrize(("assessed", "files"), [(33, 81), (81, 81), (None, 81), (33, 0)])
def test_so_many_files_may_be_self_assessed(assessed, files):
    assert self_assessed_problems(assessed, files) == []


def test_the_force_has_not_assessed_more_files_than_there_are():
    [problem] = self_assessed_problems(82, 81)
    assert problem.field == "self_assessed"
    assert "82 of 81 case files" in problem.message


TENTHS = {
    word: Fraction(number, 10)
    for number, word in enumerate("one two three four five six seven eight nine".split(), start=1)
}


def _is_true(words: str, share: Fraction) -> bool:
    """What a reader would check, taken from the words alone."""
    text = words.lower()
    if text in {"none", "half", "all"}:
        return share == {"none": 0, "half": Fraction(1, 2), "all": 1}[text]
    if text == "more than half":
        return Fraction(1, 2) < share < 1
    said = next(tenth for word, tenth in TENTHS.items() if f"{word} in ten" in text)
    if text.startswith("more than"):
        return said < share < said + Fraction(1, 10)
    if text.startswith("fewer than"):
        return 0 < share < said
    return share == said


@given(shares())
def test_the_words_for_a_share_are_true_of_it(share):
    count, base = share
    assert _is_true(share_in_words(count, base), Fraction(count, base))


@given(st.integers(0, SMALLEST_BASE - 1))
def test_a_small_base_has_no_words(base):
    assert share_in_words(0, base) is None


@pytest.mark.parametrize(
    ("count", "base", "words"),
    [
        (34, 81, "More than four in ten"),
        (8, 10, "Eight in ten"),
        (1, 81, "Fewer than one in ten"),
        (41, 81, "More than half"),
        (5, 10, "Half"),
        (0, 81, "None"),
        (81, 81, "All"),
    ],
)
def test_shares_as_a_reader_says_them(count, base, words):
    assert share_in_words(count, base) == words
