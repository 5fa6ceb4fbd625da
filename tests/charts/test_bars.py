from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.charts.bars import NARROWEST, Row, several_bars, single_bar
from audit.charts.ramp import fills
from tests.charts.scales import NCPI, any_scale, counts, scale_of, tally

SVG = "{http://www.w3.org/2000/svg}"
DURHAM = tally((20, 27, 34))


def parsed(svg):
    return ElementTree.fromstring(str(svg))


def texts(svg):
    return [node.text for node in parsed(svg).iter(f"{SVG}text")]


def segments(svg):
    return [node for node in parsed(svg).iter(f"{SVG}rect") if node.get("width", "").endswith("%")]


def percent(value):
    return float(value.rstrip("%"))


def test_the_title_is_the_finding():
    chart = parsed(single_bar(NCPI, DURHAM, "More than four in ten files were inadequate"))
    assert chart[0].tag == f"{SVG}title"
    assert chart[0].text == "More than four in ten files were inadequate"


def test_a_chart_is_one_picture():
    assert parsed(single_bar(NCPI, DURHAM, "")).get("role") == "img"


def test_the_key_names_each_grade_with_its_count():
    shown = texts(single_bar(NCPI, DURHAM, ""))
    assert shown[-6:] == ["20", "Good", "27", "Requires improvement", "34", "Inadequate"]


def test_counts_stand_in_the_segments_where_they_fit():
    assert texts(single_bar(NCPI, DURHAM, ""))[:3] == ["20", "27", "34"]


def test_counts_that_do_not_fit_stand_in_the_key_alone():
    shown = texts(single_bar(NCPI, tally((1, 300, 2)), ""))
    assert shown == ["1", "Good", "300", "Requires improvement", "2", "Inadequate"]


def test_counts_that_do_not_fit_stand_below_their_bar():
    rows = [Row("Section 47 enquiries", tally((1, 300, 2)))]
    assert "1 + 300 + 2 = 303" in texts(several_bars(NCPI, rows, ""))


def test_large_counts_have_thousands_separators():
    assert "1,816" in texts(single_bar(NCPI, tally((1816, 0, 0)), ""))


def test_a_total_of_nothing_is_drawn_as_empty():
    chart = single_bar(NCPI, tally((0, 0, 0)), "No files have been graded")
    assert segments(chart) == []
    assert "no files" in texts(chart)


def test_an_empty_area_keeps_its_place():
    rows = [Row("Cases", tally((0, 0, 0))), Row("Others", tally((1, 2, 3)))]
    shown = texts(several_bars(NCPI, rows, ""))
    assert shown[3:6] == ["Cases", "no files", "Others"]


def test_no_areas_at_all_leave_the_key():
    shown = texts(several_bars(NCPI, [], "No files have been graded"))
    assert shown == ["Good", "Requires improvement", "Inadequate"]


def test_labels_are_escaped():
    chart = several_bars(NCPI, [Row("<script>a & b", tally((1, 0, 0)))], '"quoted" <finding>')
    assert "<script>" not in chart
    assert parsed(chart)[0].text == '"quoted" <finding>'


def test_a_long_label_is_broken_into_lines_for_narrow_screens():
    label = "Management of sex offenders who may put a child at risk"
    lines = [text for text in texts(several_bars(NCPI, [Row(label, DURHAM)], "")) if text in label]
    assert " ".join(lines) == label
    assert max(map(len, lines)) <= 27


def test_bars_are_as_long_as_their_counts():
    rows = [Row("a", tally((10, 10, 5))), Row("b", tally((5, 0, 0)))]
    widths = [percent(segment.get("width")) for segment in segments(several_bars(NCPI, rows, ""))]
    assert widths == [40, 40, 20, 20]


def test_nothing_on_the_page_can_clash_with_a_chart():
    chart = several_bars(NCPI, [Row("Section 47 enquiries", DURHAM)], "")
    names = {name for node in parsed(chart).iter() for name in node.attrib}
    assert not names & {"id", "style", "class"}


def test_the_fluid_width_needs_no_view_box():
    chart = parsed(single_bar(NCPI, DURHAM, ""))
    assert chart.get("width") == "100%"
    assert "viewBox" not in chart.attrib


@given(any_scale)
def test_the_segments_fill_the_bar_in_the_order_of_grades(scale_and_counts):
    scale, numbers = scale_and_counts
    drawn = segments(single_bar(scale, tally(numbers, scale), ""))
    colours = [fill for fill, count in zip(fills(len(numbers)), numbers, strict=True) if count]
    assert [segment.get("fill") for segment in drawn] == colours
    if any(numbers):
        assert sum(percent(s.get("width")) for s in drawn) == pytest.approx(100, abs=0.01)


@given(any_scale)
def test_every_count_is_written(scale_and_counts):
    scale, numbers = scale_and_counts
    shown = texts(single_bar(scale, tally(numbers, scale), ""))
    assert all(f"{count:,}" in shown for count in numbers)


@given(st.lists(counts(), min_size=1, max_size=9))
def test_no_bar_leaves_the_picture(rows):
    chart = several_bars(NCPI, [Row("x", tally(row)) for row in rows], "")
    height = float(parsed(chart).get("height"))
    for segment in segments(chart):
        assert percent(segment.get("x")) + percent(segment.get("width")) <= 100.002
        assert float(segment.get("y")) + float(segment.get("height")) <= height


@given(counts(most=2000))
def test_a_count_is_only_written_where_it_fits_the_narrowest_screen(numbers):
    chart = single_bar(scale_of(3), tally(numbers, scale_of(3)), "")
    inside = [node for node in parsed(chart) if node.get("text-anchor") == "middle"]
    for number, segment in zip(inside, segments(chart), strict=False):
        assert percent(segment.get("width")) / 100 * NARROWEST >= 9 * len(number.text)
