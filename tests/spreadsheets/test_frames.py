from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from audit.rules.frames import FrameError, FrameRow, frame_of
from audit.spreadsheets.frames import read_table
from tests.spreadsheets.workbooks import csv_text, ods, xls, xlsx

AREAS = {"s47": "s47", "missing": "missing"}
HEAD = ["Local number", "Area", "Team", "Period"]
CASES = [["WX/1", "s47", "North", "October"], ["WX/2", "missing", "South", "October"]]


def frame(content: bytes):
    return frame_of(read_table(content), AREAS)


@pytest.mark.parametrize(
    "content",
    [
        csv_text([HEAD, *CASES]).encode(),
        csv_text([HEAD, *CASES], ";").encode("utf-16"),
        xlsx([HEAD, *CASES]),
        xls([HEAD, *CASES]),
        ods([HEAD, *CASES]),
    ],
    ids=["CSV", "UTF-16", "XLSX", "XLS", "ODS"],
)
def test_a_list_is_read_from_any_spreadsheet(content):
    assert frame(content).rows == (
        FrameRow(2, "WX/1", "s47", "North", "October"),
        FrameRow(3, "WX/2", "missing", "South", "October"),
    )


def test_headings_are_found_below_a_title_and_on_another_sheet():
    def with_a_cover(book):
        book.active.title = "List"
        book.create_sheet("Cover", 0).append(["Cases of October", "by area"])

    content = xlsx([["All cases"], [], HEAD, *CASES], then=with_a_cover)
    assert [row.line for row in frame(content).rows] == [4, 5]


def test_a_number_stays_as_it_is_written():
    assert frame(xlsx([HEAD, [260001, "s47", 4, "October"]])).rows[0][1:4] == ("260001", "s47", "4")


def test_a_file_that_cannot_be_read_is_refused_beside_it():
    with pytest.raises(ValidationError) as error:
        read_table(b"%PDF-1.7")
    assert error.value.message_dict["frame"][0].startswith("This is no spreadsheet")


def test_a_formula_is_refused_where_it_would_be_read():
    with pytest.raises(FrameError) as error:
        frame(xlsx([[*HEAD, "Age"], ["WX/1", "s47", "North", "=A1", "=1"]]))
    assert "Row 2, column D: this is a formula" in error.value.problems[0].message
    assert frame(xlsx([[*HEAD, "Age"], [*CASES[0], "=1+1"]])).rows[0].number == "WX/1"
