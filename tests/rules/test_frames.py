from __future__ import annotations

import csv
import io

import pytest

from audit.rules import frames
from audit.rules.frames import Frame, FrameError, FrameRow, frame_of
from audit.rules.tables import Table

AREAS = {"s47": "s47", "section 47 enquiries": "s47", "missing": "missing"}
HEAD = "local number,area,team,period\n"
ROWS = "WX/1,s47,North,October\nWX/2,missing,South,October\n"


def read(text: str) -> Frame:
    rows = list(enumerate(csv.reader(io.StringIO(text)), start=1))
    return frame_of(Table("0" * 64, rows), AREAS)


def refused(text: str) -> list[str]:
    with pytest.raises(FrameError) as error:
        read(text)
    assert {problem.field for problem in error.value.problems} == {"frame"}
    return [problem.message for problem in error.value.problems]


def test_a_frame_is_known_by_the_file_it_was_in():
    frame = read(HEAD + ROWS)
    assert frame.sha256 == "0" * 64
    assert frame.rows == (
        FrameRow(2, "WX/1", "s47", "North", "October"),
        FrameRow(3, "WX/2", "missing", "South", "October"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Local_Number, AREA ,Team,period\n" + ROWS,
        "risk," + HEAD + "high,WX/1,Section 47 Enquiries,North,October\n",
        "number,area of practice,team,period\n" + ROWS,
    ],
)
def test_headings_are_known_however_they_are_written(text):
    row = read(text).rows[0]
    assert (row.number, row.area, row.team, row.period) == ("WX/1", "s47", "North", "October")


def test_a_case_can_be_excluded_before_the_draw():
    text = "local number,area,team,period,excluded because\n1,s47,,,Still with the court\n2,s47,,,"
    assert [row.excluded_because for row in read(text).rows] == ["Still with the court", ""]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "The file is empty."),
        (HEAD, "headings and no cases"),
        (HEAD + "1,s47,North,October,more\n", "Line 2: there are more cells than headings."),
        (HEAD + "1,s48,North,October\n", "Line 2: “s48” is not an area of this framework."),
        (HEAD + "1,,North,October\n", "Line 2: no area."),
        (HEAD + ",s47,North,October\n", "Line 2: no local number."),
        (HEAD + ROWS + "wx / 1,s47,,\n", "Line 4: the same local number as line 2."),
        (HEAD + f"1,s47,{'N' * 61},\n", "Line 2: the team has more than 60 characters."),
        (HEAD + "1,s47,07700 900123,\n", "Line 2: the team looks like "),
    ],
)
def test_what_is_wrong_is_said_with_its_line(content, says):
    message, *_ = refused(content)
    assert says in message


def test_missing_and_double_columns_are_named():
    assert "no column “period”" in refused("local number,area,team\n1,s47,North\n")[0]
    assert "two columns “team”" in refused(HEAD.replace("\n", ",team\n") + ROWS)[0]


def test_a_number_is_never_repeated():
    assert not any("wx" in message.lower() for message in refused(HEAD + ROWS + ROWS))


def test_many_problems_are_counted():
    messages = refused(HEAD + "1,nowhere,,\n" + "".join(f"{n},no,,\n" for n in range(2, 40)))
    assert len(messages) == frames.SHOWN + 1
    assert messages[-1] == "There are 29 more like it."


def test_too_large_a_file_is_refused(monkeypatch):
    monkeypatch.setattr(frames, "MOST_ROWS", 1)
    assert refused(HEAD + ROWS) == ["The file must have 1 cases or fewer."]


@pytest.mark.parametrize("period", ["October 2026", "Q3 2026", "2026-10", "01/10/2026", "2026/27"])
def test_a_period_is_no_personal_data(period):
    assert read(HEAD + f"1,s47,Team 4,{period}\n").rows[0].period == period


def test_cases_that_are_there_already_are_excluded_with_a_reason():
    frame = read(HEAD + ROWS).excluding(frozenset({"wx/2"}), "There already")
    assert [row.excluded_because for row in frame.rows] == ["", "There already"]
