import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact as scipy_fisher
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from audit.rules.intervals import Stratum, fisher_exact, newcombe, weighted_share, wilson

SIX_DECIMALS = 5e-7


def two_by_two(number=200):
    """As many pairs of samples, the same ones each time: some tiny, some with an empty side."""
    dice = random.Random(20260402)
    for _ in range(number):
        first, second = dice.choice([1, 5, 40, 300]), dice.choice([1, 5, 40, 300])
        good, after = dice.randint(0, first), dice.randint(0, second)
        yield good, first - good, after, second - after


@st.composite
def strata(draw):
    graded = draw(st.integers(1, 30))
    return Stratum(draw(st.integers(graded, 2_000)), graded, draw(st.integers(0, graded)))


@pytest.mark.parametrize("table", list(two_by_two()))
def test_they_equal_the_reference_libraries(table):
    good, bad, good_after, bad_after = table
    first, second = good + bad, good_after + bad_after
    p = scipy_fisher([[good, bad], [good_after, bad_after]])[1]
    assert fisher_exact(*table) == pytest.approx(p, abs=SIX_DECIMALS)
    share = wilson(good, first)
    low, high = proportion_confint(good, first, method="wilson")
    assert (share.low, share.high) == pytest.approx((low, high), abs=SIX_DECIMALS)
    difference = newcombe(share, wilson(good_after, second))
    interval = confint_proportions_2indep(
        good_after, second, good, first, method="newcomb", compare="diff"
    )
    assert (difference.low, difference.high) == pytest.approx(interval, abs=SIX_DECIMALS)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_0_and_1(counts):
    share = wilson(*counts)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_no_files_have_no_interval():
    assert wilson(0, 0) is None


def test_all_and_none_have_a_width_on_one_side():
    assert wilson(12, 12).high == 1
    assert 0.7 < wilson(12, 12).low < 0.8
    assert wilson(0, 12).low == 0


def test_whole_numbers_keep_fisher_exact_for_large_counts():
    p = scipy_fisher([[900, 1_100], [1_000, 1_000]])[1]
    assert fisher_exact(900, 1_100, 1_000, 1_000) == pytest.approx(p, abs=SIX_DECIMALS)


@pytest.mark.parametrize("table", [(0, 0, 0, 0), (0, 0, 3, 4), (5, 0, 4, 0), (0, 5, 0, 4)])
def test_an_empty_margin_shows_no_difference(table):
    assert fisher_exact(*table) == 1


def test_a_stratum_counts_for_the_cases_it_holds():
    half, none = Stratum(900, 10, 5), Stratum(100, 30, 0)
    share = weighted_share([half, none])
    assert share.value == pytest.approx(0.45)
    assert share.size == pytest.approx(1000**2 / (900**2 / 10 + 100**2 / 30))


def test_equal_weights_give_the_plain_interval():
    share = weighted_share([Stratum(100, 10, 4), Stratum(300, 30, 9)])
    plain = wilson(13, 40)
    assert (share.value, share.low, share.high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_unequal_weights_widen_the_interval():
    share = weighted_share([Stratum(900, 10, 4), Stratum(100, 30, 12)])
    plain = wilson(16, 40)
    assert share.value == pytest.approx(plain.value)
    assert share.high - share.low > plain.high - plain.low


def test_cases_of_which_no_file_is_graded_leave_the_share_open():
    assert weighted_share([Stratum(100, 10, 4), Stratum(5, 0, 0)]) is None


def test_an_empty_stratum_takes_nothing_away():
    assert weighted_share([Stratum(100, 10, 4), Stratum(0, 0, 0)]).value == pytest.approx(0.4)


def test_nothing_drawn_says_nothing():
    assert weighted_share([]) is None


@given(st.lists(strata(), min_size=1, max_size=6))
def test_a_weighted_share_lies_between_its_strata(rows):
    share = weighted_share(rows)
    shares = [row.good / row.graded for row in rows]
    assert min(shares) - 1e-9 <= share.value <= max(shares) + 1e-9
    assert 0 <= share.low <= share.value + 1e-12
    assert share.value - 1e-12 <= share.high <= 1
    assert share.size <= sum(row.graded for row in rows) + 1e-9
