from hypothesis import given
from hypothesis import strategies as st

from audit.charts.pairs import PairRow, paired_bars
from tests.charts.scales import NCPI, counts, tally
from tests.charts.test_bars import SVG, parsed, percent, segments, texts

SIDES = ("Earlier, October 2019", "Later, June 2021")


def drawn(*rows, finding=""):
    return paired_bars(NCPI, [PairRow(*row) for row in rows], SIDES, finding)


def test_the_key_says_which_bar_is_which_and_names_the_grades():
    assert texts(drawn()) == [
        "Upper bar: Earlier, October 2019",
        "Lower bar: Later, June 2021",
        *("Good", "Requires improvement", "Inadequate"),
    ]


def test_every_count_is_written_on_its_bar_and_both_totals_beside_the_area():
    chart = drawn(("Section 47 enquiries", tally((6, 1, 6)), tally((3, 2, 0))), finding="Found")
    assert texts(chart)[5:] == ["Section 47 enquiries", "13 then 5", "6", "1", "6", "3", "2"]
    assert parsed(chart)[0].text == "Found"


def test_all_bars_are_drawn_by_one_measure():
    chart = drawn(
        ("a", tally((10, 0, 0)), tally((5, 0, 0))), ("b", tally((0, 0, 2)), tally((1, 0, 0)))
    )
    assert [percent(segment.get("width")) for segment in segments(chart)] == [100, 50, 20, 10]


def test_the_upper_bar_is_the_earlier_one():
    upper, lower = segments(drawn(("a", tally((4, 0, 0)), tally((2, 0, 0)))))
    assert float(upper.get("y")) < float(lower.get("y"))
    assert (upper.get("width"), lower.get("width")) == ("100%", "50%")


def test_an_area_without_files_keeps_its_place():
    chart = drawn(("Police detention", tally((3, 1, 0)), tally((0, 0, 0))))
    assert texts(chart)[-1] == "no files"


def test_counts_that_do_not_fit_stand_below_their_bar():
    chart = drawn(("a", tally((1, 300, 2)), tally((2, 0, 0))))
    assert "1 + 300 + 2 = 303" in texts(chart)


@given(st.lists(st.tuples(counts(), counts()), min_size=1, max_size=8))
def test_no_bar_leaves_the_picture(rows):
    chart = drawn(*(("An area", tally(one), tally(other)) for one, other in rows))
    height = float(parsed(chart).get("height"))
    for rect in parsed(chart).iter(f"{SVG}rect"):
        assert float(rect.get("y")) + float(rect.get("height")) <= height
    for segment in segments(chart):
        assert percent(segment.get("x")) + percent(segment.get("width")) <= 100.01
