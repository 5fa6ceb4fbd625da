import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.charts.themes import ThemeRow, theme_bars, themes_finding
from tests.charts.test_bars import SVG, parsed, percent, segments, texts

ROWS = [ThemeRow("Child's voice heard", 7, 2), ThemeRow("Decisions recorded", 0, 9)]
counts = st.integers(0, 400)
rows = st.lists(st.builds(ThemeRow, st.text("aé ’&<", max_size=60), counts, counts), max_size=9)


def test_each_theme_has_its_name_and_counts():
    assert texts(theme_bars(ROWS, "x")) == [
        "Seen as a strength",
        "Seen as a weakness",
        "Child's voice heard",
        "7",
        "2",
        "Decisions recorded",
        "9",
    ]


def test_bars_are_as_long_as_their_counts():
    widths = [percent(bar.get("width")) for bar in segments(theme_bars(ROWS, "x"))]
    assert widths[0] / widths[2] == pytest.approx(7 / 9, abs=0.01)


def test_strengths_and_weaknesses_differ_in_lightness():
    assert len({bar.get("fill") for bar in segments(theme_bars(ROWS, "x"))}) == 2


@given(rows)
def test_no_bar_leaves_the_picture(drawn):
    chart = theme_bars(drawn, "x")
    height = float(parsed(chart).get("height"))
    for bar in parsed(chart).iter(f"{SVG}rect"):
        assert float(bar.get("y")) + float(bar.get("height")) <= height
    assert all(percent(bar.get("width")) <= 84.001 for bar in segments(chart))


@pytest.mark.parametrize(
    ("seen", "finding"),
    [
        (ROWS, "Seen most often as a weakness: “Decisions recorded”, in 9 of 20 files"),
        (
            [ThemeRow("A", 0, 3), ThemeRow("B", 9, 3)],
            "Seen most often as a weakness: “A” and “B”, in 3 of 20 files each",
        ),
        (
            [ThemeRow(name, 0, 3) for name in "ABC"],
            "Seen most often as a weakness: 3 themes, in 3 of 20 files each",
        ),
        ([ThemeRow("A", 4, 0)], "Seen most often as a strength: “A”, in 4 of 20 files"),
        ([], "No themes have been seen"),
    ],
)
def test_the_finding_names_what_was_seen_most(seen, finding):
    assert themes_finding(seen, 20) == finding
