"""An assessor's own workbook: what is in it, and that it comes back as it went."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from audit.models import Assessment, CaseFile, Question, Round, User
from audit.rules.answer_words import read_cell
from audit.rules.answers import Fact
from audit.rules.area_grades import read_area_grades
from audit.rules.moments import LONDON
from audit.services.workbooks import own_workbook_take_out
from audit.spreadsheets.case_columns import asked_questions, case_columns, question_column
from audit.spreadsheets.cells import text_of
from audit.spreadsheets.filling_in import LISTS, NOTES
from audit.spreadsheets.own_workbook import SHEET, own_workbook
from audit.spreadsheets.vocabulary import area_words, grade_words, theme_words
from tests.answers import answered, observed
from tests.factories import CaseFileFactory, RoundFactory, assessed
from tests.spreadsheets.filled import (
    changed,
    faults_of_form,
    headings,
    matched,
    offered,
    opened,
    rows_in,
    rule_of,
)

pytestmark = pytest.mark.django_db
SPOKEN_TO, REPORTED = "Did an officer speak to the child?", "When was the child reported missing?"
ABOUT = {"Taken out by": "Amina Hall"}


@pytest.fixture
def round(db) -> Round:
    return RoundFactory()


@pytest.fixture
def auditor(person) -> User:
    return person("auditor@wexshire")


def allocated(round: Round, to: User, area: str = "s47", **given) -> CaseFile:
    return CaseFileFactory(round=round, allocated_to=to, area_code=area, **given)


def draft(case_file: CaseFile, by: User, *grades: tuple[str, str], **given) -> Assessment:
    return assessed(case_file, by, *grades, status="draft", **given)


def made(round: Round, by: User) -> bytes:
    return own_workbook(round, own_workbook_take_out(round=round, by=by), ABOUT)


def rows_of(content: bytes, round: Round) -> dict[str, dict]:
    """As an import reads them, by their references."""
    match = matched(content, case_columns(round))
    assert match.sheet.name == SHEET
    return {row["reference"]: row for row in rows_in(match)}


def test_it_holds_what_is_to_be_graded_and_how_far_it_is(round, auditor):
    begun = allocated(round, auditor, due_on=date(2026, 12, 1), reference="WEX-1")
    draft(begun, auditor, ("s47", "inadequate"), rationale="=No plan.\r\nNo visit.")
    allocated(round, auditor, "cse", reference="0002")
    content = made(round, auditor)
    assert rows_of(content, round) == {
        "WEX-1": {
            "reference": "WEX-1",
            "": date(2026, 12, 1),
            "grade": "Inadequate",
            "rationale": "=No plan.\r\nNo visit.",
            "version": 1,
        },
        "0002": {"reference": "0002", "": "Child sexual exploitation"},
    }
    sheet = opened(content)[SHEET]
    letters = headings(opened(content))
    assert sheet[f"{letters['Drawn for']}2"].value == "Section 47 enquiries"
    assert sheet[f"{letters['To be graded by']}2"].number_format == "dd/mm/yyyy"


def test_what_is_only_to_be_read_is_no_column_of_an_import(round, auditor):
    allocated(round, auditor)
    match = matched(made(round, auditor), case_columns(round))
    known = dict(zip(match.headings, match.codes, strict=True))
    assert {title for title, code in known.items() if not code} == {"Drawn for", "To be graded by"}
    read = [code for code in match.codes if code]
    assert len(read) == len(set(read))


MOMENTS = [
    *(datetime(2026, 7, 3, hour, minute) for hour in (0, 11, 23) for minute in range(60)),
    *(datetime(2026, 1, day, 4 * hour, 59) for day in (1, 31) for hour in range(6)),
    datetime(1888, 5, 5, 12, 0),
    datetime(2028, 2, 29, 23, 59),
]


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("child-spoken-to", [Fact(choice=code) for code in ("yes", "no")]),
        (
            "strategy-discussion-recorded",
            [Fact(choice=code) for code in ("in_full", "in_part", "no_content")],
        ),
        ("missing-return-interview", None),
        (
            "missing-times-before",
            [Fact(number=Decimal(text)) for text in ("0", "7", "0.10", "2.55", "99999999.99")],
        ),
        ("missing-reported-at", [Fact(at=one.replace(tzinfo=LONDON)) for one in MOMENTS]),
    ],
)
def test_every_answer_comes_back_as_it_went(round, auditor, code, facts):
    question = Question.objects.get(code=code)
    facts = facts or [Fact(choice=row["code"]) for row in question.choices]
    facts += [Fact(absence=code) for code in ("not_recorded", "not_applicable", "could_not_see")]
    kept = {}
    for fact in facts:
        case_file = allocated(round, auditor, "missing")
        kept[case_file.reference] = fact
        assessment = draft(case_file, auditor, ("missing", ""))
        assessment.answers.create(question=question, **vars(fact))
    rows = rows_of(made(round, auditor), round)
    back = {
        reference: read_cell(question, text_of(row[question_column(question).code]))
        for reference, row in rows.items()
    }
    assert back == kept


def test_times_are_typed_cells_on_the_clock_of_london(round, auditor):
    case_file = allocated(round, auditor, "missing")
    assessment = draft(case_file, auditor, ("missing", "good"))
    answered(assessment, missing_reported_at=datetime(2026, 7, 3, 14, 30, tzinfo=LONDON))
    book = opened(made(round, auditor))
    cell = book[SHEET][f"{headings(book)[REPORTED]}2"]
    assert (cell.value, cell.number_format) == (datetime(2026, 7, 3, 14, 30), "dd/mm/yyyy hh:mm")


def test_grades_areas_and_themes_come_back_as_they_went(round, auditor):
    both = allocated(round, auditor)
    assessment = draft(both, auditor, ("s47", "good"), ("cse", ""), overall="requires_improvement")
    observed(assessment, "initial-response", "body-worn-video")
    observed(assessment, "childs-voice", polarity="strength")
    elsewhere = allocated(round, auditor)
    draft(elsewhere, auditor, ("missing", "inadequate"))
    areas, grades, themes = (
        words(round.framework).names for words in (area_words, grade_words, theme_words)
    )
    rows = rows_of(made(round, auditor), round)
    row = rows[both.reference]
    assert grades.code(row["grade"]) == "requires_improvement"
    assert read_area_grades(row["area_grades"], areas, grades) == {"s47": "good", "cse": ""}
    assert themes.codes(row["weaknesses"]) == ["initial-response", "body-worn-video"]
    assert themes.codes(row["strengths"]) == ["childs-voice"]
    row = rows[elsewhere.reference]
    assert read_area_grades(row["area_grades"], areas, grades) == {"missing": "inadequate"}


def test_questions_that_are_not_asked_are_marked_and_locked(round, auditor):
    allocated(round, auditor, "s47")
    allocated(round, auditor, "missing")
    book = opened(made(round, auditor))
    sheet, letters = book[SHEET], headings(book)
    of_s47, of_missing = (sheet[f"{letters[REPORTED]}{row}"] for row in (2, 3))
    assert (of_s47.protection.locked, of_missing.protection.locked) == (True, False)
    assert (of_s47.fill.fill_type, of_missing.fill.fill_type) == ("lightUp", None)
    assert "not asked" in rule_of(book, of_s47.coordinate).prompt
    assert offered(book, of_missing.coordinate)[0] == "Not recorded"
    assert offered(book, f"{letters[SPOKEN_TO]}2")[0] == "Yes"
    assert "When was the last visit to the offender due?" not in letters  # asked of neither


def test_a_second_area_brings_its_questions(round, auditor):
    draft(allocated(round, auditor), auditor, ("s47", "good"), ("missing", "good"))
    book = opened(made(round, auditor))
    assert not book[SHEET][f"{headings(book)[REPORTED]}2"].protection.locked


def test_references_and_versions_are_fixed_and_the_rest_is_open(round, auditor):
    allocated(round, auditor)
    book = opened(made(round, auditor))
    sheet, letters = book[SHEET], headings(book)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    locked = {name for name, letter in letters.items() if sheet[f"{letter}2"].protection.locked}
    assert locked == {"Reference", "Drawn for", "To be graded by", "Version"}
    assert sheet.freeze_panes == "B2"
    assert book[LISTS].sheet_state == "hidden"
    assert "Taken out by: Amina Hall" in [cell.value for cell in book[NOTES]["A"]]


def test_what_is_filled_in_is_read(round, auditor):
    case_file = allocated(round, auditor)

    def fill_in(book):
        letters = headings(book)
        for heading, value in (("Grade", "r/i"), (SPOKEN_TO, "y"), ("Rationale", "No reason.")):
            book[SHEET][f"{letters[heading]}2"] = value

    row = rows_of(changed(made(round, auditor), fill_in), round)[case_file.reference]
    assert (row["grade"], row["rationale"], row["answer-child-spoken-to"]) == (
        *("r/i", "No reason."),
        "y",
    )


def test_of_a_dip_sample_only_answers_are_asked(auditor):
    sample = RoundFactory(kind=Round.Kind.DIP_SAMPLE)
    sample.questions.set(Question.objects.filter(code="child-spoken-to"))
    case_file = allocated(sample, auditor)
    answered(
        Assessment.objects.create(case_file=case_file, origin="assessor", assessor=auditor),
        child_spoken_to="yes",
    )
    content = made(sample, auditor)
    assert list(headings(opened(content))) == [
        *("Reference", "Drawn for", "To be graded by", SPOKEN_TO, "Version")
    ]
    assert rows_of(content, sample)[case_file.reference]["answer-child-spoken-to"] == "Yes"


def test_excel_has_nothing_to_repair(round, auditor):
    for area in ("s47", "missing", "s47", "detention"):
        draft(allocated(round, auditor, area), auditor, (area, "good"), rationale="=1\x0b+1")
    content = made(round, auditor)
    assert faults_of_form(content) == []
    assert {row["rationale"] for row in rows_of(content, round).values()} == {"=1\x0b+1"}


def test_all_questions_stand_in_their_order(round, auditor):
    for area in round.framework.areas:
        allocated(round, auditor, area.code)
    titles = list(headings(opened(made(round, auditor))))
    assert [title for title in titles if title.endswith("?")] == [
        question.text for question in asked_questions(round)
    ]
