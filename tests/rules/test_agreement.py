import math
import random

import pandas
import pytest
from hypothesis import given
from irrCAC.table import CAC
from statsmodels.stats.inter_rater import cohens_kappa

from audit.rules.agreement import (
    FEWEST_PAIRS,
    agreement,
    gwet_ac2,
    pairs_table,
    raw_agreement,
    weighted_kappa,
)
from tests.rules.scales import FIVE_STEPS, NCPI
from tests.rules.tables import tables

SIX_DECIMALS = 5e-7


def random_tables(number=200):
    """As many tables, the same ones each time: 2 to 6 grades, from hardly any pairs to hundreds."""
    dice = random.Random(20260401)
    for _ in range(number):
        grades, most = dice.randint(2, 6), dice.choice([1, 3, 10, 60])
        rows = [[dice.randint(0, most) for _ in range(grades)] for _ in range(grades)]
        for place in range(grades):  # assessors agree more often than not
            rows[place][place] += dice.randint(0, 2 * most)
        rows[0][1] += 1
        rows[1][0] += 1
        yield tuple(map(tuple, rows))


@pytest.mark.parametrize("table", list(random_tables()))
def test_it_equals_the_reference_libraries(table):
    reference = cohens_kappa(pandas.DataFrame(table).to_numpy(), wt="linear")
    kappa = weighted_kappa(table)
    assert kappa.value == pytest.approx(reference.kappa, abs=SIX_DECIMALS)
    assert kappa.low == pytest.approx(reference.kappa_low, abs=SIX_DECIMALS)
    assert kappa.high == pytest.approx(reference.kappa_upp, abs=SIX_DECIMALS)
    gwet = CAC(pandas.DataFrame(table), weights="linear", digits=12).gwet()
    assert gwet_ac2(table) == pytest.approx(gwet["est"]["coefficient_value"], abs=SIX_DECIMALS)
    exact = CAC(pandas.DataFrame(table), weights="identity", digits=12).pa
    assert raw_agreement(table) == pytest.approx(exact, abs=SIX_DECIMALS)


@given(tables())
def test_a_table_of_any_kind_gives_numbers_or_a_sentence(table):
    found = agreement(table)
    assert found.kappa or found.note
    assert found.ac2 is not None
    assert found.ac2 <= 1 + 1e-12
    if found.kappa:
        assert found.kappa.low <= found.kappa.value <= found.kappa.high
        assert all(math.isfinite(n) for n in (found.kappa.low, found.kappa.high))


@given(tables())
def test_who_comes_first_makes_no_difference_but_to_the_direction(table):
    one, other = agreement(table), agreement(tuple(zip(*table, strict=True)))
    assert (one.raw, one.pairs, one.same) == (other.raw, other.pairs, other.same)
    assert (one.kinder, one.harsher) == (other.harsher, other.kinder)
    assert one.ac2 == pytest.approx(other.ac2)


@given(tables(fewest=0))
def test_every_pair_is_the_same_or_kinder_or_harsher(table):
    found = agreement(table)
    assert found.same + found.kinder + found.harsher == found.pairs


def test_pairs_are_counted_with_the_first_in_the_rows():
    pairs = [("good", "inadequate"), ("good", "inadequate"), ("inadequate", "good")]
    assert pairs_table(NCPI, pairs) == ((0, 0, 2), (0, 0, 0), (1, 0, 0))


def test_a_table_is_as_large_as_the_scale():
    assert len(pairs_table(FIVE_STEPS, [])) == 5


def test_a_grade_outside_the_scale_cannot_be_compared():
    with pytest.raises(ValueError, match="Not two grades of this framework: good, adequate"):
        pairs_table(NCPI, [("good", "adequate")])


def test_the_better_first_grade_is_the_kinder():
    found = agreement(((10, 4, 3), (1, 5, 0), (0, 0, 2)))
    assert (found.same, found.kinder, found.harsher) == (17, 7, 1)


def test_one_step_apart_weighs_less_than_two():
    near = ((10, 2, 0), (0, 10, 0), (0, 0, 10))
    far = ((10, 0, 2), (0, 10, 0), (0, 0, 10))
    assert weighted_kappa(near).value > weighted_kappa(far).value
    assert raw_agreement(near) == raw_agreement(far)


def test_no_pairs_are_a_sentence():
    found = agreement(((0, 0, 0), (0, 0, 0), (0, 0, 0)))
    assert (found.raw, found.kappa, found.ac2) == (None, None, None)
    assert found.note == "No file has two grades to compare yet."


def test_one_pair_is_a_sentence():
    found = agreement(((0, 1), (0, 0)))
    assert (found.pairs, found.kappa) == (1, None)
    assert found.note.startswith("Only 1 file has two grades to compare: too few")


def test_one_pair_too_few_is_kept_back_and_the_next_shown():
    few = ((FEWEST_PAIRS - 2, 1), (0, 0))
    assert agreement(few).suppressed
    assert agreement(few).raw is None
    enough = ((FEWEST_PAIRS - 2, 1), (1, 0))
    assert not agreement(enough).suppressed
    assert agreement(enough).raw == 0.9


def test_all_one_grade_has_no_kappa():
    found = agreement(((0, 0, 0), (0, 24, 0), (0, 0, 0)))
    assert (found.raw, found.kappa, found.ac2) == (1.0, None, 1.0)
    assert found.note.startswith("Both gave every file the same one grade.")


def test_where_one_of_them_gave_one_grade_only_kappa_says_nothing():
    found = agreement(((14, 8, 2), (0, 0, 0), (0, 0, 0)))
    assert found.kappa.value == pytest.approx(0)
    assert found.note.startswith("One of the two gave every file the same grade")


def test_each_of_them_one_grade_and_never_the_same():
    found = agreement(((0, 0, 24), (0, 0, 0), (0, 0, 0)))
    assert (found.raw, found.kappa.value) == (0.0, pytest.approx(0))
    assert found.note


def test_full_agreement_has_no_interval():
    found = agreement(((9, 0, 0), (0, 9, 0), (0, 0, 6)))
    assert found.kappa.value == pytest.approx(1)
    assert found.note.startswith("The two grades are the same in every file")


def test_a_scale_of_one_grade_is_a_sentence():
    found = agreement(((24,),))
    assert (found.kappa, found.ac2) == (None, None)
    assert found.note == "The scale has one grade only, so there is nothing to agree about."


@pytest.mark.parametrize("table", [(), ((0,),), ((0, 0), (0, 0))])
def test_nothing_at_all_has_no_coefficients(table):
    assert (raw_agreement(table), weighted_kappa(table), gwet_ac2(table)) == (None, None, None)
