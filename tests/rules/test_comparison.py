import pytest

from audit.rules.comparison import (
    NOT_COMPARABLE,
    NOT_DRAWN,
    STRATUM_MISSING,
    TOO_FEW,
    Sampled,
    StratumGrades,
    compare,
    drawn_sentence,
)
from tests.rules.scales import FIVE_STEPS, NCPI, tally


def simple(title, good, others, population=400):
    return Sampled(title, NCPI, (StratumGrades(population, tally(good, others, 0)),))


def stratified(title, *rows):
    return Sampled(
        title, NCPI, tuple(StratumGrades(cases, tally(*counts)) for cases, counts in rows)
    )


def test_files_that_somebody_chose_are_not_compared():
    drawn = simple("2026", 12, 28)
    assert compare(None, drawn).text == compare(drawn, None).text == NOT_COMPARABLE
    assert compare(None, drawn).more_than_chance is None


def test_a_large_difference_is_more_than_chance():
    found = compare(simple("2025", 8, 32), simple("2026", 24, 16))
    assert found.more_than_chance
    assert found.p < 0.001
    assert found.text == (
        "8 of 40 files were good in 2025 (20%), 24 of 40 in 2026 (60%). That is more than chance: "
        "among all cases the share is larger now, by 40 points, with 95% confidence between "
        "19 points up and 57 points up (Fisher’s exact test, p under 0.001)."
    )


def test_a_cell_of_a_table_says_it_in_short():
    large = compare(simple("2025", 8, 32), simple("2026", 24, 16))
    small = compare(simple("2025", 9, 31), simple("2026", 12, 26))
    assert large.short == "More than chance: +19 to +57 points (p under 0.001)"
    assert small.short.startswith("Can be chance: −10 to +28 points (p = 0.")
    assert compare(simple("2025", 3, 6), simple("2026", 20, 20)).short == TOO_FEW
    few = stratified("2026", (900, (16, 4, 0)), (100, (0, 0, 0)))
    assert compare(simple("2025", 9, 31), few).short == STRATUM_MISSING


def test_a_small_difference_can_be_chance():
    found = compare(simple("2025", 9, 31), simple("2026", 12, 26))
    assert found.more_than_chance is False
    assert found.difference.low < 0 < found.difference.high
    assert "Such a difference can be chance" in found.text
    assert "points down and" in found.text
    assert "p = 0." in found.text


def test_it_can_have_become_worse():
    assert "the share is smaller now" in compare(simple("a", 30, 10), simple("b", 10, 30)).text


def test_too_few_files_are_not_compared():
    found = compare(simple("2025", 3, 6), simple("2026", 20, 20))
    assert found.more_than_chance is None
    assert "each needs 10 graded files" in found.text


def test_other_scales_are_not_compared():
    other = Sampled(
        "2025", FIVE_STEPS, (StratumGrades(100, tally(9, 9, 9, 9, 9, scale=FIVE_STEPS)),)
    )
    assert "different scales" in compare(other, simple("2026", 12, 28)).text


def test_a_stratified_draw_is_weighed_and_has_no_p():
    before = stratified("2025", (900, (2, 18, 0)), (100, (15, 5, 0)))
    after = stratified("2026", (900, (16, 4, 0)), (100, (15, 5, 0)))
    found = compare(before, after)
    assert found.p is None
    assert found.more_than_chance
    assert found.difference.value == pytest.approx(0.63)
    assert "weighted by stratum" in found.text
    assert found.text.startswith("17 of 40 files were good in 2025 (16%, weighted), 31 of 40 in ")


def test_weights_can_show_what_the_counts_hide():
    """The same counts in all, but the good ones are those of the small stratum."""
    before = stratified("2025", (900, (15, 5, 0)), (100, (5, 15, 0)))
    after = stratified("2026", (900, (5, 15, 0)), (100, (15, 5, 0)))
    assert before.tally == after.tally
    assert compare(before, after).more_than_chance


def test_a_stratum_without_grades_holds_the_comparison_back():
    before = stratified("2025", (900, (5, 15, 0)), (100, (0, 0, 0)))
    assert compare(before, simple("2026", 12, 28)).more_than_chance is None
    assert "Some strata have no graded file yet" in drawn_sentence(before)


@pytest.mark.parametrize(
    ("sampled", "words"),
    [
        (None, NOT_DRAWN),
        (simple("2026", 0, 0), "None of the files drawn at random is graded yet."),
        (simple("2026", 4, 5), "Fewer than 10 of the files drawn at random"),
        (simple("2026", 4, 6), "Casemark drew 10 of the graded files at random"),
    ],
)
def test_what_is_said_of_a_draw(sampled, words):
    assert words in drawn_sentence(sampled)


def test_each_grade_has_its_share():
    drawn = Sampled("2026", NCPI, (StratumGrades(300, tally(10, 20, 10)),))
    shares = [drawn.share_of(code).value for code in NCPI.codes]
    assert shares == [0.25, 0.5, 0.25]


def test_a_stratum_of_the_draw_says_how_it_counts():
    drawn = stratified("2026", (900, (5, 15, 0)), (100, (5, 5, 0)))
    assert "Each stratum counts for as many cases as it holds." in drawn_sentence(drawn)
