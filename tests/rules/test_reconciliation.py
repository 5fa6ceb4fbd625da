import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rules.counting import Tally
from audit.rules.reconciliation import AreaCounts, Counted, reconcile
from tests.rules.scales import NCPI, tally

DURHAM = {
    "section 47": (6, 1, 6),
    "domestic abuse": (2, 3, 3),
    "other referrals": (3, 4, 1),
    "exploitation": (4, 11, 10),
    "missing": (1, 2, 6),
    "section 46": (3, 2, 1),
    "sex offenders": (1, 3, 3),
    "detention": (1, 1, 4),
}
SMALL = st.integers(0, 4)
TALLIES = st.builds(tally, SMALL, SMALL, SMALL)


def _counted(headline, areas, *, published=None, several=0):
    """`areas`: title → recorded, or (recorded, published)."""
    rows = [
        AreaCounts(title, *(pair if isinstance(pair, tuple) else (pair, None)))
        for title, pair in areas.items()
    ]
    return Counted(headline, rows, published, several)


def _durham(**changes):
    areas = {title: (tally(*row), tally(*row)) for title, row in DURHAM.items()}
    values = {"headline": tally(20, 27, 34), "published": tally(20, 27, 34), "several": 1}
    return _counted(areas=areas, **{**values, **changes})


def _texts(counted):
    return [statement.text for statement in reconcile(NCPI, counted)]


def _agreements(counted):
    return [statement.agrees for statement in reconcile(NCPI, counted)]


def test_durhams_headline_and_areas_are_as_published():
    headline, areas, _ = _texts(_durham())
    assert headline == (
        "The case files recorded give the published headline of 81: "
        "20 good, 27 requiring improvement and 34 inadequate."
    )
    assert areas == "All 8 areas have the published results."


def test_durhams_areas_hold_one_good_result_more_than_the_headline():
    assert _texts(_durham())[-1] == (
        "The areas hold one good result more than the headline: they add up to 82 "
        "(21 good, 27 requiring improvement and 34 inadequate), the headline to 81 "
        "(20 good, 27 requiring improvement and 34 inadequate). "
        "1 case file is recorded under more than one area."
    )


def test_durham_agrees_but_for_its_sum():
    assert _agreements(_durham()) == [True, True, False]


def test_a_headline_that_differs_is_stated_with_both_counts():
    [first, *_] = reconcile(NCPI, _durham(published=tally(21, 27, 34)))
    assert not first.agrees
    assert "published headline is 82 (21 good" in first.text
    assert "recorded give 81 (20 good" in first.text


def test_only_the_area_that_differs_is_named():
    areas = {"first": (tally(1, 0, 0), tally(0, 1, 0)), "second": (tally(1, 0, 0),) * 2}
    statements = reconcile(NCPI, _counted(tally(2, 0, 0), areas))
    [text] = [statement.text for statement in statements if not statement.agrees]
    assert text == (
        "first: the published results are 0 good, 1 requiring improvement and 0 inadequate, "
        "but the case files recorded give 1 good, 0 requiring improvement and 0 inadequate."
    )


def test_without_published_counts_only_the_sum_is_compared():
    assert _texts(_counted(tally(1, 2, 0), {"a": tally(1, 0, 0), "b": tally(0, 2, 0)})) == [
        "The areas add up to the headline: 3 results."
    ]


def test_one_published_area_is_spoken_of_as_one():
    areas = {"a": (tally(1, 0, 0), tally(1, 0, 0)), "b": tally(0, 0, 0)}
    assert "The one area has the published results." in _texts(_counted(tally(1, 0, 0), areas))


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (tally(3, 1, 1), "2 good results more"),
        (tally(0, 1, 1), "one good result fewer"),
        (tally(2, 0, 1), "one good result more and one requiring improvement result fewer"),
        (
            tally(0, 0, 3),
            "one good result fewer, one requiring improvement result fewer "
            "and 2 inadequate results more",
        ),
    ],
)
def test_differences_are_counted_by_grade(areas, words):
    assert (
        f"The areas hold {words} than the headline"
        in _texts(_counted(tally(1, 1, 1), {"all": areas}))[-1]
    )


@pytest.mark.parametrize(
    ("several", "words"), [(0, "No case file is"), (1, "1 case file is"), (3, "3 case files are")]
)
def test_a_difference_tells_how_many_files_are_under_several_areas(several, words):
    counted = _counted(tally(1, 0, 0), {"all": tally(2, 0, 0)}, several=several)
    assert f"{words} recorded under more than one area." in _texts(counted)[-1]


@given(TALLIES, st.lists(TALLIES, max_size=3))
def test_the_sum_agrees_exactly_when_it_is_the_headline(headline, areas):
    counted = _counted(headline, {str(place): row for place, row in enumerate(areas)})
    assert _agreements(counted) == [Tally.sum(NCPI, areas) == headline]


@given(TALLIES, TALLIES)
def test_the_headline_agrees_exactly_when_it_is_the_published_one(recorded, published):
    counted = _counted(recorded, {"all": recorded}, published=published)
    assert _agreements(counted)[0] == (recorded == published)


@given(st.lists(st.tuples(TALLIES, TALLIES), min_size=1, max_size=4))
def test_each_area_that_differs_is_stated_once(pairs):
    areas = {f"area {place}": pair for place, pair in enumerate(pairs)}
    headline = Tally.sum(NCPI, (recorded for recorded, _ in pairs))
    refused = [text for text in _texts(_counted(headline, areas)) if text.startswith("area ")]
    assert len(refused) == sum(recorded != published for recorded, published in pairs)
