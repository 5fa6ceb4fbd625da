import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.charts.strip import RADIUS, TALLEST, strip_chart
from audit.rules.facts import Spread
from tests.charts.test_bars import SVG, parsed, percent, texts

values = st.lists(st.floats(-200, 5000), min_size=1, max_size=80)


def chart(*numbers):
    return strip_chart(Spread(tuple(sorted(numbers))), "hours", "Median 13 hours")


def dots(svg):
    return list(parsed(svg).iter(f"{SVG}circle"))


def test_the_title_is_the_finding():
    assert parsed(chart(1, 13, 40))[0].text == "Median 13 hours"
    assert parsed(chart(1, 13, 40)).get("role") == "img"


@given(values)
def test_every_file_is_a_dot_inside_the_picture(numbers):
    drawn = dots(chart(*numbers))
    height = float(parsed(chart(*numbers)).get("height"))
    assert len(drawn) == len(numbers)
    for dot in drawn:
        assert 0 < percent(dot.get("cx")) < 100
        assert RADIUS <= float(dot.get("cy")) <= height - RADIUS


def test_median_and_both_ends_are_written():
    assert texts(chart(1, 13, 40)) == ["median 13 hours", "0", "40 hours"]


def test_files_alike_stand_on_each_other():
    heights = [float(dot.get("cy")) for dot in dots(chart(5, 5, 5, 50))]
    assert len(set(heights)) == 3


def test_many_files_alike_keep_the_picture_low():
    assert float(parsed(chart(*[7] * 300)).get("height")) < TALLEST + 60
    assert len(dots(chart(*[7] * 300))) == 300


def test_what_came_early_lies_left_of_zero():
    assert texts(chart(-2, -1))[1:] == ["-2 hours", "0"]


@pytest.mark.parametrize("numbers", [(0,), (0, 0), (13,), (-1,)])
def test_the_smallest_spreads_can_be_drawn(numbers):
    assert len(dots(chart(*numbers))) == len(numbers)


def test_nothing_on_the_page_can_clash_with_a_chart():
    names = {name for node in parsed(chart(1, 2)).iter() for name in node.attrib}
    assert not names & {"id", "style", "class"}
