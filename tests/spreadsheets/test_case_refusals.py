"""Rows that are refused, each with its row and heading, and all of them at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.clock import today
from audit.models import Assessment, CaseFile, Question, Theme
from audit.spreadsheets.refusals import UnreadableError
from tests.factories import CaseFileFactory, RoundFactory
from tests.spreadsheets.case_sheets import (
    checked,
    csv_of,
    imported,
    outcomes,
    refusals,
    xlsx_of,
)

pytestmark = pytest.mark.django_db
GOOD = {"Reference": "NEW-1", "Areas": "s47", "Grade": "good"}


def question(kind: str) -> str:
    return Question.objects.filter(kind=kind, framework__code="ncpi-2014").first().code


def refused(audit, by, **cells) -> str:
    """Why this row, alone, is refused."""
    (said,) = refusals(checked(audit, by, csv_of([GOOD | cells])))
    return said


CELLS = [
    (
        "Grade",
        "Satisfactory",
        "‘Satisfactory’ is not a grade; use Good, Requires improvement or Inad",
    ),
    ("Areas", "s48", "‘s48’ is not an area of this framework; use Section 47 enquiries"),
    ("Areas", "", "enter the area of practice that the file is about"),
    ("Strengths", "Kindness", "‘Kindness’ is not a theme; use First response and immediate safety"),
    ("Weaknesses", "initial-response; Kindness", "‘Kindness’ is not a theme"),
    ("Assessor", "nobody@wexshire.example", "‘nobody@wexshire.example’ is not somebody who can"),
    ("Assessor", "Priya Nair", "‘Priya Nair’ is not somebody who can grade here"),
    ("Area grades", "good; good", "give as many grades as areas, or each area with its grade"),
    ("Area grades", "good; splendid", "‘splendid’ is not a grade"),
    ("Chosen by", "A friend", "‘A friend’ is not somebody who chooses files"),
    ("Chosen how", "Luck", "‘Luck’ is not a way of choosing files"),
    ("Origin", "Hearsay", "‘Hearsay’ is not an origin"),
    ("Local number", "7/26", "say what kind of number it is"),
    ("Kind of local number", "Phone", "‘Phone’ is not a kind of number"),
    ("Assessed on", "yesterday", "this is not a date; write it like 14/3/2026"),
    ("Assessed on", "31/2/2026", "this is not a date"),
    ("Assessed on", "14/3/2026 or 15/3/2026", "this is not a date"),
    ("Reference", "NEW 1", "use letters, digits and hyphens"),
    ("Reference", "N" * 21, "20 of them or fewer"),
    ("Reference", "", "enter the file’s reference, or its local number"),
    ("Rationale", "x" * 5001, "this has 5,001 characters; use 5,000 or fewer"),
    ("Rationale", "x" * 40_000, "this has 40,000 characters; use 5,000 or fewer"),
    ("Reference", "x" * 40_000, "this has 40,000 characters"),
    ("Grade", "x" * 40_000, "this has 40,000 characters"),
    ("Rationale", "a\0b", "this holds a character that cannot be kept"),
    ("Grade", "go\0od", "this holds a character that cannot be kept"),
]


@pytest.mark.parametrize(("heading", "cell", "why"), CELLS)
def test_a_cell_is_refused_with_its_row_and_heading(audit, moderator, heading, cell, why):
    said = refused(audit, moderator, **{heading: cell})
    where = "row 2" if heading == "Local number" else f"row 2, {heading}"
    assert said.startswith(f"{where}: ")
    assert why in said


def test_what_is_to_come_is_refused(audit, moderator):
    tomorrow = today() + timedelta(days=1)
    assert "has not come yet" in refused(audit, moderator, **{"Assessed on": tomorrow.isoformat()})


@pytest.mark.parametrize(
    ("kind", "cell", "why"),
    [
        ("yes_no", "maybe", "enter y, n, nr, na or cns"),
        ("number", "many", "enter a number"),
        ("number", "1e309", "enter a smaller number"),
        ("number", "-1", "0 or more"),
        ("number", "1.234", "2 decimal places"),
        ("date_time", "soon", "as in 3/3/2026 14:30"),
        ("date_time", "3/3/2026", "must include a time"),
        ("choice", "purple", "nr, na or cns"),
    ],
)
def test_wrong_answers(audit, moderator, kind, cell, why):
    rows = Question.objects.filter(kind=kind, framework__code="ncpi-2014")
    asked = rows.first()
    if asked is None:
        pytest.skip("the framework has no such question")
    said = refused(audit, moderator, **{asked.code: cell})
    assert said.startswith(f"row 2, {asked.code}: ")
    assert why in said


def test_a_question_of_another_area(audit, moderator):
    other = Question.objects.exclude(areas=None).exclude(areas__code="s47")
    code = other.filter(kind="yes_no").first().code
    said = refused(audit, moderator, **{code: "y"})
    assert said.startswith(f"row 2, {code}: ")
    assert "is not asked of a file under “Enquiries under section 47" in said


def test_the_worst_grade_needs_its_reason(audit, moderator):
    assert "needs a reason" in refused(audit, moderator, Grade="inadequate")
    said = refused(audit, moderator, Grade="inadequate", Rationale=" ")
    assert said.startswith("row 2, Rationale: ")


def test_all_refusals_are_told_at_once(audit, moderator):
    rows = [
        GOOD | {"Grade": "Fine", "Strengths": "Kindness", "Assessor": "x"},
        GOOD | {"Reference": "NEW-2"},
        GOOD | {"Reference": "NEW-3", "Areas": "s99", "Grade": "Poor"},
    ]
    run = checked(audit, moderator, csv_of(rows))
    assert outcomes(run) == ["refused", "new", "refused"]
    places = [said.partition(":")[0] for said in refusals(run)]
    assert sorted(places) == [
        *("row 2, Assessor", "row 2, Grade", "row 2, Strengths"),
        *("row 4, Areas", "row 4, Grade"),
    ]
    assert run.counts == {"refused": 2, "held": 0, "new": 1, "changed": 0, "unchanged": 0}


def test_rows_about_the_same(audit, moderator):
    rows = [GOOD, GOOD | {"Grade": "RI"}]
    run = checked(audit, moderator, csv_of(rows))
    assert outcomes(run) == ["new", "refused"]
    assert "row 2 is about the same file and assessor" in refusals(run)[0]


@pytest.mark.parametrize("sheet", [csv_of, xlsx_of])
def test_files_of_other_audits_are_not_to_be_had(audit, moderator, sheet):
    CaseFileFactory(round=RoundFactory(eastmarch=True), reference="EM-1")
    CaseFileFactory(round=RoundFactory(), reference="WX-OTHER")
    rows = [GOOD | {"Reference": reference} for reference in ("EM-1", "WX-OTHER")]
    said = refusals(checked(audit, moderator, sheet(rows)))
    assert [one.partition(": ")[0] for one in said] == ["row 2, Reference", "row 3, Reference"]
    assert {one.partition(": ")[2] for one in said} == {
        "there is no such case file here, and this reference cannot be used for a new one; "
        "correct it"
    }


def test_formulas_and_errors_of_a_workbook(audit, moderator):
    def spoil(book):
        sheet = book.active
        sheet["C2"] = '=IF(1,"good","")'
        sheet["C3"] = "#REF!"
        sheet["C3"].data_type = "e"
        sheet["A4"] = "=A2"

    rows = [GOOD | {"Reference": f"NEW-{n}"} for n in range(4)]
    run = checked(audit, moderator, xlsx_of(rows, then=spoil))
    assert outcomes(run) == ["refused", "refused", "refused", "new"]
    assert [said[:40] for said in refusals(run)] == [
        "row 2, Grade: this is a formula; copy th",
        "row 3, Grade: this is an error, or a num",
        "row 4, Reference: this is a formula; cop",
    ]


def test_a_heading_with_a_character_that_cannot_be_kept(audit, moderator):
    run = checked(audit, moderator, b"Reference,No\0te,Grade,Areas\nNEW-1,,good,s47\n")
    assert run.headings[1] == "Note"


def test_every_theme_may_be_said_at_once(audit, moderator):
    titles = "; ".join(Theme.objects.values_list("title", flat=True))
    assert len(titles) > 200
    assert outcomes(checked(audit, moderator, csv_of([GOOD | {"Strengths": titles}]))) == ["new"]


def test_files_that_are_no_sheet_of_case_files(audit, moderator):
    with pytest.raises(UnreadableError, match="No row of the file has headings"):
        checked(audit, moderator, b"one,two\n1,2\n")
    with pytest.raises(UnreadableError, match="no row below them"):
        checked(audit, moderator, b"reference,grade\n , \n")


def test_a_row_of_spaces_is_no_row(audit, moderator):
    run = checked(audit, moderator, xlsx_of([GOOD, dict.fromkeys(GOOD, "  ")]))
    assert outcomes(run) == ["new"]


def test_personal_data_is_held_until_somebody_has_read_it(audit, moderator):
    text = "Call 07700 900123."
    rows = [GOOD | {"Rationale": text}, GOOD | {"Reference": "NEW-2"}]
    run = checked(audit, moderator, csv_of(rows))
    assert outcomes(run) == ["held", "new"]
    assert refusals(run) == [
        "row 2, Rationale: This looks like a phone number. Take it out, then import the row again"
    ]
    imported(audit, moderator, csv_of(rows))
    assert list(CaseFile.objects.values_list("reference", flat=True)) == ["NEW-2"]
    imported(audit, moderator, csv_of(rows), held_too=True)
    assert Assessment.objects.get(case_file__reference="NEW-1").rationale == text
    assert outcomes(checked(audit, moderator, csv_of(rows))) == ["unchanged", "unchanged"]
