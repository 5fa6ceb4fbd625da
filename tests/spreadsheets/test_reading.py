from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime

import pytest

from audit.spreadsheets import limits, reading, refusals
from audit.spreadsheets.cells import BIDI_SEEN, MIDNIGHT, NoValue
from audit.spreadsheets.reading import Book, read_book
from audit.spreadsheets.refusals import UnreadableError
from audit.spreadsheets.workbooks import DATES_FROM_1904, EXTERNAL, MERGED
from audit.unpacking import confined
from tests.spreadsheets import awkward, hostile
from tests.spreadsheets.workbooks import HEAD, ROWS, ods, part_of, repacked, with_sheet, xls, xlsx


def rows_of(book: Book, sheet: int = 0) -> list[list[object]]:
    return [list(row.cells) for row in book.sheets[sheet].rows()]


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        read_book(content)
    return str(error.value)


@pytest.mark.parametrize("name", hostile.FILES)
def test_it_is_refused_with_a_sentence(name):
    make, begins = hostile.FILES[name]
    said = refusal(make())
    assert said.startswith(begins)
    assert said.endswith((".", "?"))


@pytest.mark.parametrize("name", awkward.FILES)
def test_it_is_read(name):
    make, rows = awkward.FILES[name]
    assert rows_of(read_book(make())) == rows


def test_a_file_is_known_by_its_bytes():
    assert read_book(b"a,b\n1,2\n").sha256 == hashlib.sha256(b"a,b\n1,2\n").hexdigest()


def test_rows_keep_the_numbers_that_people_see():
    book = read_book(xlsx([[], HEAD, [], *ROWS]))
    assert [row.number for row in book.sheets[0].rows()] == [2, 4, 5]
    lines = read_book(b'a,b\n\n1,"two\nlines"\n3,4\n')
    assert [row.number for row in lines.sheets[0].rows()] == [1, 3, 5]


def test_two_iterations_do_not_disturb_each_other():
    sheet = read_book(xlsx()).sheets[0]
    pairs = [(one.number, other.number) for one in sheet.rows() for other in sheet.rows()]
    assert pairs == [(one, other) for one in (1, 2, 3) for other in (1, 2, 3)]


def test_hidden_sheets_come_last():
    def more(book):
        book.active.title = "Shown"
        book.create_sheet("Lists", 0).append(["good"])
        book["Lists"].sheet_state = "hidden"

    book = read_book(xlsx(then=more))
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Shown", False),
        ("Lists", True),
    ]


def formula_in_xls(book, sheet) -> None:
    import xlwt

    sheet.write(5, 1, xlwt.Formula("1+1"))


def truth_in_xls(book, sheet) -> None:
    import xlwt

    sheet.write(5, 1, xlwt.Formula("NOT(TRUE)"))


@pytest.mark.parametrize(
    "content",
    [
        xlsx([["a", "b"], [1, "=1+1"]]),
        xlsx([["a", "b"], [1, "=NOT(TRUE())"]]),
        xlsx([["a", "b"], [1, "=TRUE()+1"]]),
        xls([["a", "b"], [1, 2]], then=formula_in_xls),
        xls([["a", "b"], [1, 2]], then=truth_in_xls),
        ods(
            [["a", "b"]],
            after="<table:table-row><table:table-cell/><table:table-cell "
            'table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
            "</table:table-row>",
        ),
    ],
    ids=["XLSX", "truth in XLSX", "begins so in XLSX", "XLS", "truth in XLS", "ODS"],
)
def test_a_formula_is_no_value(content):
    *_, last = rows_of(read_book(content))
    assert last[1] == NoValue("formula")


def test_a_formula_is_found_in_the_strict_form_too():
    content = xlsx([["a", "b"], [1, "=1+1"]])
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"):
        strict = part_of(content, name).replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        strict = strict.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        content = repacked(content, changed={name: strict})
    assert rows_of(read_book(content))[-1][1] == NoValue("formula")


def test_an_error_is_no_value():
    cells = '<c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="n"><v>1e309</v></c>'
    ((error, endless, text),) = rows_of(
        read_book(with_sheet(f'<row r="1">{cells}<c r="C1"><v>3</v></c></row>'))
    )
    assert (error, endless, text) == (NoValue("error"), NoValue("error"), 3)


FORMATS = {
    "dd/mm/yyyy hh:mm": True,
    "[$-F400]h:mm:ss\\ AM/PM": True,
    "m/d/yy h:mm": True,  # which programs write as number 22 and do not spell out
    "yyyy-mm-dd": False,
    'd" hours "mmm': False,
    "[Red]d\\s": False,
    "General": False,
}


@pytest.mark.parametrize("code", FORMATS)
def test_a_day_that_shows_its_time_is_a_moment(code):
    def styled(book):
        for cell in (book.active["A4"], book.active["B4"]):
            cell.number_format = code

    moment = datetime(2026, 3, 3)
    first, _ = rows_of(read_book(xlsx([HEAD, *ROWS, [moment, 3]], then=styled)))[-1]
    as_day = 46084 if code == "General" else moment.date()
    expected = moment if FORMATS[code] else as_day
    assert (type(first), first) == (type(expected), expected)


def test_a_text_and_a_number_stay_what_they_are_in_a_cell_for_moments():
    def styled(book):
        for cell in (book.active["A4"], book.active["B4"]):
            cell.number_format = "dd/mm/yyyy hh:mm"

    book = read_book(xlsx([HEAD, *ROWS, ["46084", datetime(2026, 3, 3)]], then=styled))
    assert rows_of(book)[-1] == ["46084", datetime(2026, 3, 3)]
    assert book.notes == (MIDNIGHT,)


def test_broken_styles_are_refused():
    assert refusal(repacked(xlsx(), changed={"xl/styles.xml": b"<styleSheet><xf"})) == (
        refusals.DAMAGED
    )


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("dates from 1904", DATES_FROM_1904),
        ("external links", EXTERNAL),
        ("marks for the direction of writing", BIDI_SEEN),
        ("merged cells", MERGED.format(sheet="Sheet")),
    ],
)
def test_it_is_read_with_a_note(name, note):
    make, _ = awkward.FILES[name]
    assert read_book(make()).notes == (note,)


def test_the_process_that_reads_knows_nothing_of_django():
    code = (
        "import sys; from audit.spreadsheets import child, workbooks, delimited, cells;"
        "print([n for n in sys.modules if n.split('.')[0] in ('django', 'config')])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=confined.ROOT, capture_output=True)
    assert said.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    "greed", ["bytes(2 * 1024**3)", "[0] * 10**9", "list(range(10**9))", "__import__('os').abort()"]
)
def test_who_wants_too_much_is_ended(monkeypatch, greed):
    code = (
        f"from audit.spreadsheets.child import confine, limits; confine(limits.CONFINED); {greed}"
    )
    monkeypatch.setattr(reading, "CHILD", [sys.executable, "-c", code])
    assert refusal(b"a,b\n") == refusals.TOO_HARD


def test_who_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(limits, "CONFINED", replace(limits.CONFINED, seconds=0.3))
    monkeypatch.setattr(reading, "CHILD", [sys.executable, "-c", "while True: pass"])
    assert refusal(b"a,b\n").startswith("The file takes more time")


def test_what_it_writes_is_bounded(monkeypatch):
    code = (
        "from audit.unpacking.confined import Limits, confine;"
        "confine(Limits(2**29, 10, output=1000)); print('x' * 10_000, flush=True)"
    )
    monkeypatch.setattr(reading, "CHILD", [sys.executable, "-c", code])
    assert refusal(b"a,b\n").startswith("The file takes more time")


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    book = read_book(xlsx())
    assert os.listdir(tmp_path) == []
    assert len(rows_of(book)) == 3


def test_where_nothing_can_be_written_it_says_that_there_is_no_room(monkeypatch):
    monkeypatch.setattr(confined, "TemporaryFile", lambda: open("/dev/full", "r+b"))
    assert refusal(b"a,b\n1,2\n") == refusals.NO_ROOM


def test_where_no_file_can_be_made_it_says_that_there_is_no_room(monkeypatch):
    def without_room():
        raise OSError

    monkeypatch.setattr(confined, "TemporaryFile", without_room)
    assert refusal(b"a,b\n1,2\n") == refusals.NO_ROOM
