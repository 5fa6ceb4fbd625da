from __future__ import annotations

from audit.spreadsheets.columns import Column, guessed
from audit.spreadsheets.reading import read_book
from tests.spreadsheets.workbooks import csv_text, xlsx

COLUMNS = [
    Column("reference", "Reference", ("Ref", "Case reference"), required=True),
    Column("grade", "Grade", ("Overall grade", "Judgement")),
    Column("assessed_on", "Assessed on", ("Date assessed",)),
]


def match(rows, remembered=None, **options):
    return guessed(read_book(xlsx(rows, **options)), COLUMNS, remembered or {})


def test_columns_are_guessed_from_their_headings():
    found = match([["Ref.", "Team", "OVERALL GRADE", "assessed_on"], ["1", "North", "RI", ""]])
    assert found.codes == ("reference", "", "grade", "assessed_on")
    assert found.headings[1] == "Team"


def test_headings_may_stand_below_a_title_and_on_another_sheet():
    def with_notes(book):
        book.create_sheet("Notes", 0).append(["Grade means our own grade"])

    found = match([["Audit of May"], [], ["Ref", "Grade"], ["1", "G"]], then=with_notes)
    assert (found.sheet.name, found.heading) == ("Sheet", 3)


def test_what_a_force_calls_it_is_remembered():
    rows = [["Ref", "Our view"], ["1", "G"]]
    assert match(rows).codes == ("reference", "")
    assert match(rows, {"ourview": "grade"}).codes == ("reference", "grade")


def test_a_hidden_sheet_is_taken_only_if_it_fits_better():
    def hidden(book):
        sheet = book.create_sheet("Old", 0)
        sheet.append(["Ref", "Grade"])
        sheet.sheet_state = "hidden"

    assert match([["Ref", "Grade"], ["1", "G"]], then=hidden).sheet.name == "Sheet"
    assert match([["Total"], ["1"]], then=hidden).sheet.name == "Old"


def test_a_file_without_headings_matches_nothing():
    book = read_book(csv_text([["1", "G"], ["2", "RI"]]).encode())
    found = guessed(book, COLUMNS, {})
    assert (found.heading, found.codes) == (1, ("", ""))
