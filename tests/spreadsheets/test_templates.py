"""Blank workbooks: what they offer, and that Casemark understands them when they come back."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AreaOfPractice, Framework, Question, Round, Stage, Theme
from audit.rules.answer_words import read_cell
from audit.rules.area_grades import read_area_grades
from audit.spreadsheets.case_columns import asked_questions, case_columns, question_column
from audit.spreadsheets.cells import text_of
from audit.spreadsheets.count_columns import COUNT_COLUMNS, HEADLINE
from audit.spreadsheets.filling_in import EXAMPLE, LISTS, NOTES
from audit.spreadsheets.recommendation_columns import RECOMMENDATION_COLUMNS
from audit.spreadsheets.templates import (
    CASE_FILES,
    TEMPLATES,
    case_template,
    published_counts_template,
    recommendations_template,
)
from audit.spreadsheets.vocabulary import area_words, grade_words, theme_words, words_of
from tests.factories import RoundFactory
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
FIVE = ("outstanding", "good", "adequate", "requires_improvement", "inadequate")


@pytest.fixture
def round(db) -> Round:
    return RoundFactory()


@pytest.fixture
def other_round(db) -> Round:
    """Of a framework with a scale of five grades, and names that are hard to write into cells."""
    framework = Framework.objects.create(
        code="invented-2026",
        title="Invented",
        grades=[
            {"code": code, "title": code.replace("_", " ").capitalize(), "in_report": code}
            for code in FIVE
        ],
    )
    titles = ("=Leadership; and more", "Response", 'He said "no", twice')
    for order, title in enumerate(titles):
        given = {"framework": framework, "code": f"topic-{order}", "order": order}
        AreaOfPractice.objects.create(title=title, short_title=title, **given)
        Theme.objects.create(title=f"-{title}", **given)
    stage = Stage.objects.create(framework=framework, code="response", title="Response")
    Question.objects.create(
        framework=framework,
        stage=stage,
        code="graded-how",
        text="=1+1",
        hint="\x01 " + "A long hint. " * 60,
        kind=Question.Kind.CHOICE,
        choices=[{"code": f"way_{n}", "title": f"Way {n}, as laid down"} for n in range(40)],
    )
    return RoundFactory(framework=framework)


COLUMNS = {
    "case-files": lambda round: [row for row in case_columns(round) if row.code != "version"],
    "published-counts": lambda round: COUNT_COLUMNS,
    "recommendations": lambda round: RECOMMENDATION_COLUMNS,
}


@pytest.mark.parametrize("which", TEMPLATES)
@pytest.mark.parametrize("framework", ["round", "other_round"])
def test_every_column_is_known_again(which, framework, request):
    round = request.getfixturevalue(framework)
    content, columns = TEMPLATES[which](round), COLUMNS[which](round)
    match = matched(content, columns)
    assert match.sheet.name == opened(content).sheetnames[0]
    assert match.codes == tuple(row.code for row in columns)
    assert match.headings == tuple(row.title for row in columns)
    assert rows_in(match) == []


@pytest.mark.parametrize("which", TEMPLATES)
@pytest.mark.parametrize("framework", ["round", "other_round"])
def test_excel_has_nothing_to_repair_and_nothing_to_work_out(which, framework, request):
    content = TEMPLATES[which](request.getfixturevalue(framework))
    assert faults_of_form(content) == []
    book = opened(content)
    assert book[LISTS].sheet_state == "hidden"
    assert book.worksheets[0].freeze_panes == "B2"


def test_the_sheet_to_fill_in_is_found_whatever_was_deleted_there(round):
    def leave_two(book):
        book[CASE_FILES].delete_cols(3, 200)

    match = matched(changed(case_template(round), leave_two), case_columns(round))
    assert (match.sheet.name, match.codes) == (CASE_FILES, ("reference", "local_number"))


def test_lists_offer_what_the_framework_has(round):
    book = opened(case_template(round))
    letters = headings(book)
    framework = round.framework
    assert offered(book, f"{letters['Grade']}2") == [one.title for one in framework.scale.grades]
    areas = [area.short_title for area in framework.areas]
    assert offered(book, f"{letters['Areas']}2001") == areas
    assert offered(book, f"{letters['Weaknesses']}2") == list(
        Theme.objects.filter(framework=framework).values_list("title", flat=True)
    )
    spoken_to = Question.objects.get(code="child-spoken-to")
    assert offered(book, f"{letters[spoken_to.text]}9") == [
        *("Yes", "No", "Not recorded", "Not applicable", "Could not see")
    ]


def test_other_words_may_be_typed_where_several_may_stand(round):
    book = opened(case_template(round))
    letters = headings(book)
    for heading in ("Areas", "Strengths", "Weaknesses"):
        assert not rule_of(book, f"{letters[heading]}2").showErrorMessage
    assert rule_of(book, f"{letters['Grade']}2").errorStyle == "warning"  # R/I is understood, too
    strict = rule_of(book, f"{letters['Origin']}2")
    assert (strict.showErrorMessage, strict.errorStyle) == (True, "stop")
    assert "Choose from the list" in strict.error


def test_everything_that_a_list_offers_is_understood(other_round):
    framework = other_round.framework
    for words in (grade_words(framework), area_words(framework), theme_words(framework)):
        for code, word in words.shown.items():
            assert words.names.codes(word) == [code]
    (question,) = asked_questions(other_round)
    book = opened(case_template(other_round))
    *choices, _, _, _ = offered(book, f"{headings(book)[question.text]}2")
    assert [read_cell(question, word).choice for word in choices] == [
        row["code"] for row in question.choices
    ]


def test_names_that_two_share_are_offered_by_their_codes():
    words = words_of("an area", [("a", ["Same", "First"]), ("b", ["same"])])
    assert words.offered == ("First", "b")


def test_numbers_and_references_are_taken_as_they_are_typed(round):
    book = opened(case_template(round))
    sheet, letters = book[CASE_FILES], headings(book)
    for heading, form in (
        ("Local number", "@"),
        ("Assessed on", "dd/mm/yyyy"),
        ("When was the child reported missing?", "dd/mm/yyyy hh:mm"),
    ):
        assert sheet.column_dimensions[letters[heading]].number_format == form


def test_the_notes_explain_each_column(round):
    rows = list(opened(case_template(round))[NOTES].iter_rows(values_only=True))
    told = {row[0]: row for row in rows}
    for column in COLUMNS["case-files"](round):
        assert told[column.title][1]
        assert told[column.title][2]
    missing = Question.objects.get(code="missing-on-system")
    assert "Missing and absent children" in told[missing.text][2]
    assert "missing-on-system" in told[missing.text][4]
    said = " ".join(row[0] or "" for row in rows)
    assert "An empty assessor means you." in said
    assert "separated by a semicolon" in said


@pytest.mark.parametrize("framework", ["round", "other_round"])
def test_the_example_is_understood(framework, request):
    round = request.getfixturevalue(framework)

    def example_alone(book):
        for name in (CASE_FILES, NOTES):
            del book[name]
        for cell in book[EXAMPLE][3]:
            cell.value = cell.value.removesuffix(" (example)")

    match = matched(changed(case_template(round), example_alone), case_columns(round))
    rows = rows_in(match)
    assert len(rows) == 5
    areas, grades, themes = (
        words(round.framework).names for words in (area_words, grade_words, theme_words)
    )
    questions = {question_column(one).code: one for one in asked_questions(round)}
    for row in rows:
        named = areas.codes(row["areas"])
        read_area_grades(row.get("area_grades", ""), areas, grades, named)
        assert "grade" not in row or grades.code(row["grade"])
        themes.codes(row.get("strengths", "") + ";" + row.get("weaknesses", ""))
        for code in row.keys() & questions.keys():
            assert read_cell(questions[code], text_of(row[code])) is not None
    assert len(areas.codes(rows[1]["areas"])) == 2
    assert rows[0]["assessed_on"] == date(2026, 11, 3)


def test_the_example_spells_a_grade_in_another_way(round):
    sheet = opened(case_template(round))[EXAMPLE]
    assert "R/I" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_a_round_without_grades_asks_for_none():
    sample = RoundFactory(kind=Round.Kind.DIP_SAMPLE)
    sample.questions.set(Question.objects.filter(code="child-spoken-to"))
    letters = headings(opened(case_template(sample)))
    assert "Grade" not in letters
    assert "Strengths" not in letters
    assert [title for title in letters if title.endswith("?")] == [
        "Did an officer speak to the child?"
    ]


def test_counts_are_offered_areas_and_the_headline(round):
    book = opened(published_counts_template(round))
    areas = [area.short_title for area in round.framework.areas]
    assert offered(book, "A2") == [HEADLINE, *areas]
    assert offered(book, "B2") == [one.title for one in round.framework.scale.grades]


def test_recommendations_are_offered_kinds_chapters_and_limits(round):
    book = opened(recommendations_template(round))
    letters = headings(book)
    assert offered(book, f"{letters['Kind']}2")[0] == "Recommendation"
    assert "Leadership, management and governance" in offered(book, f"{letters['Chapter']}2")
    assert offered(book, f"{letters['Time limit']}2")[0] == "Immediately"
    assert not rule_of(book, f"{letters['Themes']}2").showErrorMessage


def test_it_takes_as_many_queries_for_any_framework(round, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        case_template(Round.objects.select_related("framework").get(pk=round.pk))
