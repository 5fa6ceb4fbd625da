from __future__ import annotations

import io
import json
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.spreadsheets.cells import cell_from
from audit.spreadsheets.child import lines_for
from audit.spreadsheets.writing import (
    ABOUT,
    Listing,
    TooLongError,
    csv_bytes,
    escaped,
    json_bytes,
    unescaped,
    xlsx_bytes,
)

WHAT = {"What": "Case files", "By": "Tom Baird"}
DANGEROUS = ["=1+1", "+44 1632", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", "'quoted'"]
MISREAD = ["#N/A", "#DIV/0!", "1e5", "007", "TRUE", "2026-03-01", "first\nsecond", " spaces "]
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


def read(content: bytes) -> list[list[object]]:
    """As Casemark reads it back, without the process around it."""
    rows, sheets = [], 0
    for line in lines_for(content):
        sheets += isinstance(line, dict) and "sheet" in line
        if isinstance(line, list) and sheets == 1:
            rows.append([cell_from(cell) for cell in line[1:]])
    return rows


def table(*rows: tuple) -> Listing:
    return Listing("Files", tuple(f"column {n}" for n in range(len(rows[0]))), rows)


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_like_a_formula_is_a_text_and_comes_back(text):
    content = xlsx_bytes([table((text,))], WHAT)
    cell = openpyxl.load_workbook(io.BytesIO(content))["Files"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix or text == "'quoted'"
    assert read(content)[1] == [text]
    (_, (written,)) = read(csv_bytes(table((text,))))
    assert not str(written).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescaped(str(written)) == text


@pytest.mark.parametrize("text", MISREAD)
def test_a_text_that_looks_like_something_else_stays_a_text(text):
    content = xlsx_bytes([table((text,))], WHAT)
    cell = openpyxl.load_workbook(io.BytesIO(content))["Files"]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@given(TEXTS)
def test_what_is_made_safe_for_csv_comes_back(text):
    assert unescaped(escaped(text)) == text
    assert escaped(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_any_texts_come_back_from_a_workbook(rows):
    content = xlsx_bytes([table(("x", "y"), *rows)], WHAT)
    shown = [list(row) for row in rows if any(row)]
    assert [[*row, ""][:2] for row in read(content)[2:]] == shown


@given(st.lists(st.tuples(TEXTS, st.just("end")), min_size=1, max_size=5))
def test_any_texts_come_back_from_csv(rows):
    rows = [(text.replace("\0", ""), end) for text, end in rows]
    back = [[unescaped(str(cell)) for cell in row] for row in read(csv_bytes(table(*rows)))[1:]]
    assert back == [list(row) for row in rows]


def test_values_keep_their_types():
    row = (7, Decimal("2.5"), True, date(2026, 3, 1), datetime(2026, 3, 1, 14, 30), None, "end")
    assert read(xlsx_bytes([table(row)], WHAT))[1] == [
        *(7, 2.5, True, date(2026, 3, 1), datetime(2026, 3, 1, 14, 30), "", "end")
    ]
    assert read(csv_bytes(table(row)))[1] == [
        *("7", "2.5", "yes", "2026-03-01", "2026-03-01 14:30", "", "end")
    ]
    rows = json.loads(json_bytes([table(row)], WHAT))["tables"]["Files"]
    assert list(rows[0].values()) == [
        *(7, 2.5, True, "2026-03-01", "2026-03-01T14:30:00", None, "end")
    ]


def test_a_workbook_is_easy_to_read_and_says_what_it_is():
    long = "word " * 40
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_bytes([table(("WX-1", long)), Listing("None", ("a",), ())], WHAT))
    )
    sheet = book["Files"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width == 60
    assert [cell.value for cell in book["None"][1]] == ["a"]
    assert dict(row for row in book[ABOUT].iter_rows(min_row=2, values_only=True)) == WHAT


def test_a_text_that_no_cell_holds_is_refused_with_a_way_out():
    with pytest.raises(TooLongError, match="Take it out as CSV or JSON"):
        xlsx_bytes([table(("x" * 40_000,))], WHAT)
    assert len(csv_bytes(table(("x" * 40_000,)))) > 40_000


def test_json_says_what_it_is():
    assert json.loads(json_bytes([], WHAT)) == {"about": WHAT, "tables": {}}


def test_a_text_is_not_cut_where_much_of_it_is_spelt_out():
    text = "ä\r\n" * (32_767 // 3)
    assert read(xlsx_bytes([table((text,))], WHAT))[1] == [text]
