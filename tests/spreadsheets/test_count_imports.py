"""Importing published counts, one in a row or one below each grade."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.documents.figures import round_figures
from audit.models import ImportRun, LogEntry, PublishedCount
from audit.services.import_undo import import_undo
from audit.spreadsheets.importing import choose, confirm
from tests.factories import RoundFactory, area
from tests.spreadsheets.kinds import (
    Importing,
    csv_of,
    differences,
    read_once,
    results,
    table_of,
)
from tests.spreadsheets.workbooks import ods, text_cell, with_sheet, xls, xlsx

pytestmark = pytest.mark.django_db
KIND = ImportRun.Kind.PUBLISHED_COUNTS
HEADLINE = [
    {"Area": "All case files", "Grade": "Good", "Count": 4, "Source note": "Page 7"},
    {"Area": "All case files", "Grade": "RI", "Count": 12, "Source note": "Page 7"},
]
WIDE = [
    {"Area of practice": "Total", "Good": 4, "RI": 12, "Inadequate": 3},
    {"Area of practice": "Section 47", "Good": 1, "RI": "", "Inadequate": 0},
]


@pytest.fixture(autouse=True)
def _quick_reading(monkeypatch):
    monkeypatch.setattr("audit.spreadsheets.importing.read_book", read_once)


@pytest.fixture
def audit(db):
    return RoundFactory()


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def sheet(audit, moderator) -> Importing:
    return Importing(KIND, audit, moderator)


def stored(round) -> set[tuple[str, str, int, str]]:
    rows = PublishedCount.objects.filter(round=round).select_related("area")
    return {
        (row.area.code if row.area else "", row.grade, row.count, row.source_note) for row in rows
    }


def test_a_row_for_each_count(sheet, audit):
    run = sheet.imported([*HEADLINE, {"Area": "s47", "Grade": "inadequate ", "Count": "1,234"}])
    assert run.counts["new"] == 3
    assert stored(audit) == {
        ("", "good", 4, "Page 7"),
        ("", "requires_improvement", 12, "Page 7"),
        ("s47", "inadequate", 1234, ""),
    }


def test_a_column_for_each_grade(sheet, audit):
    title = area("s47").title
    rows = [WIDE[0], {**WIDE[1], "Area of practice": title}]
    run = sheet.imported(rows)
    assert [row.outcome for row in results(run)] == ["new", "new"]
    assert differences(results(run)[1]) == [
        ("Area of practice", "", area("s47").short_title),
        ("Good", "", "1"),
        ("Inadequate", "", "0"),
    ]
    assert stored(audit) == {
        ("", "good", 4, ""),
        ("", "requires_improvement", 12, ""),
        ("", "inadequate", 3, ""),
        ("s47", "good", 1, ""),
        ("s47", "inadequate", 0, ""),
    }


@pytest.mark.parametrize("said", ["", "All case files", "headline", "TOTAL"])
def test_what_stands_for_the_headline(said, sheet, audit):
    sheet.imported([{"Area": said, "Grade": "good", "Count": 2}])
    assert stored(audit) == {("", "good", 2, "")}


@pytest.mark.parametrize("name", ["code", "title", "short_title"])
def test_an_area_is_known_by_each_of_its_names(name, sheet, audit):
    sheet.imported([{"Area": getattr(area("cse"), name), "Grade": "G", "Count": 2}])
    assert stored(audit) == {("cse", "good", 2, "")}


@pytest.mark.parametrize("heading", ["RI", "R/I", "Requires improvement", "requiring improvement"])
def test_the_headings_of_grades_as_people_write_them(heading, sheet, audit):
    sheet.imported([{"Area": "Total", heading: 3}])
    assert stored(audit) == {("", "requires_improvement", 3, "")}


@pytest.mark.parametrize("rows", [HEADLINE, WIDE[:1]])
def test_the_same_file_twice_changes_nothing(rows, sheet, audit):
    sheet.imported(rows)
    before = stored(audit)
    again = sheet.imported(rows)
    assert {row.outcome for row in results(again)} == {"unchanged"}
    assert stored(audit) == before
    assert LogEntry.objects.filter(event="publishedcount.changed").count() == 0


def test_what_differs_is_shown_and_changed(sheet, audit):
    sheet.imported(HEADLINE)
    changed = [{**HEADLINE[0], "Count": 5, "Source note": "Page 8"}, HEADLINE[1]]
    run = sheet.imported(changed)
    first, second = results(run)
    assert (first.outcome, second.outcome) == ("changed", "unchanged")
    assert first.subject == "All case files, Good"
    assert differences(first) == [("Count", "4", "5"), ("Source note", "Page 7", "Page 8")]
    assert ("", "good", 5, "Page 8") in stored(audit)


def test_a_row_of_several_counts_tells_each_difference(sheet, audit):
    sheet.imported([{"Area": "Total", "Good": 4, "RI": 12}])
    run = sheet.imported([{"Area": "Total", "Good": 5, "RI": 12, "Inadequate": 3}])
    (row,) = results(run)
    assert row.outcome == "changed"
    assert differences(row) == [("Good", "4", "5"), ("Inadequate", "", "3")]
    assert {count for _, _, count, _ in stored(audit)} == {5, 12, 3}
    events = LogEntry.objects.filter(event__startswith="publishedcount.").order_by("pk")
    assert [entry.event.partition(".")[2] for entry in events] == [*["added"] * 3, "changed"]


def test_an_empty_cell_below_a_grade_leaves_what_stands(sheet, audit):
    sheet.imported([{"Area": "Total", "Good": 4, "RI": 12}])
    sheet.imported([{"Area": "Total", "Good": 5, "RI": ""}])
    assert stored(audit) == {("", "good", 5, ""), ("", "requires_improvement", 12, "")}


def test_spaces_below_a_grade_are_no_count(sheet, audit):
    sheet.imported([{"Area": "Total", "Good": 4, "RI": 12}])
    rows = [{"Area": "Total", "Good": 5, "RI": " "}, {"Area": "", "Good": " ", "RI": 13}]
    assert sheet.outcomes(rows) == ["changed", "changed"]


def test_a_note_that_the_sheet_does_not_have_stays(sheet, audit):
    sheet.imported(HEADLINE)
    sheet.imported([{"Area": "", "Good": 9, "RI": 12}])
    assert stored(audit) == {
        ("", "good", 9, "Page 7"),
        ("", "requires_improvement", 12, "Page 7"),
    }


def test_a_note_stands_for_all_counts_of_its_row(sheet, audit):
    sheet.imported([HEADLINE[0], {**HEADLINE[1], "Source note": ""}])
    run = sheet.imported([{"Area": "", "Good": 4, "RI": 12, "Source": "Page 7"}])
    assert [row.outcome for row in results(run)] == ["changed"]
    assert {note for *_, note in stored(audit)} == {"Page 7"}


@pytest.mark.parametrize("count", ["12.5", "-3", "1e309", "about 12", "12%", "1,23", "٣", "yes"])
def test_a_count_is_a_whole_number(count, sheet):
    problem = f"row 2, Count: ‘{count}’ is not a whole number; write 0 or more"
    assert sheet.refusals([{"Grade": "good", "Count": count}]) == [problem]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (12.5, "‘12.5’ is not a whole number; write 0 or more"),
        (True, "‘yes’ is not a whole number; write 0 or more"),
        (date(2026, 11, 2), "‘2026-11-02’ is not a whole number; write 0 or more"),
        ("=1+1", "this is a formula; copy the column and paste it as values"),
        (10**7, "write a whole number from 0 to 1,000,000"),
    ],
)
def test_cells_of_a_workbook_that_are_no_counts(count, said, sheet):
    content = xlsx(table_of([{"Grade": "good", "Count": count}]))
    assert sheet.refusals(content) == [f"row 2, Count: {said}"]


def test_a_number_too_large_to_be_one_is_refused(sheet):
    heads = text_cell("A1", "Grade") + text_cell("B1", "Count")
    cells = text_cell("A2", "good") + '<c r="B2"><v>1e309</v></c>'
    content = with_sheet(f'<row r="1">{heads}</row><row r="2">{cells}</row>')
    assert sheet.refusals(content) == [
        "row 2, Count: this is an error, or a number too large to be one; correct it"
    ]


def test_all_errors_are_told_at_once_with_row_and_cell(sheet):
    rows = [
        {"Area": "s47", "Grade": "Satisfactory", "Count": "many", "Source note": "\0"},
        {"Area": "Nowhere", "Grade": "", "Count": "", "Source note": "x" * 40_000},
    ]
    said = sheet.refusals(csv_of(rows))
    grades = "use Good, Requires improvement or Inadequate"
    assert said[0].startswith("row 2, Grade: ‘Satisfactory’ is not a grade; " + grades)
    assert "row 2, Count: ‘many’ is not a whole number; write 0 or more" in said
    unkept = "row 2, Source note: this holds a character that cannot be kept"
    assert any(one.startswith(unkept) for one in said)
    assert any(one.startswith("row 3, Area: ‘Nowhere’ is not an area") for one in said)
    assert "row 3, Grade: enter the grade that was counted" in said
    assert "row 3, Count: enter how many were counted" in said
    long = "row 3, Source note: this has 40,000 characters; use 200 or fewer"
    assert long in said
    assert len(said) == 7


def test_the_same_area_and_grade_twice_is_refused(sheet):
    twice = [
        {"Area": "s47", "Grade": "good", "Count": 1},
        {"Area": area("s47").title, "Grade": "G", "Count": 1},
    ]
    assert sheet.refusals(twice) == [
        "row 3, Grade: row 2 has a count for the same area and grade; delete one of them"
    ]
    below = [{"Area": "", "Good": 1}, {"Area": "Headline", "Good": 2}]
    assert sheet.refusals(below) == [
        "row 3, Good: row 2 has a count for the same area and grade; delete one of them"
    ]


def test_only_one_of_the_two_forms_is_understood(sheet):
    rows = [{"Area": "s47", "Number": 3, "Good": 1, "RI": 2}]
    assert sheet.refusals(rows) == [
        "row 2, Number: there is a column for each grade, too; leave this one out, or those"
    ]


def test_a_row_without_any_count_is_refused(sheet):
    rows = [{"Area": "s47", "Good": "", "RI": ""}]
    assert sheet.refusals(rows) == ["row 2: enter a count below one grade at least"]


def test_a_column_that_is_missing_is_told_in_each_row(sheet):
    assert sheet.refusals([{"Area": "s47", "Count": 3}]) == [
        "row 2: enter the grade that was counted"
    ]
    assert sheet.refusals([{"Area": "s47", "Grade": "good"}]) == [
        "row 2: enter how many were counted"
    ]


def test_a_note_that_looks_like_personal_data_is_held(sheet, audit):
    rows = [{**HEADLINE[0], "Source note": "Ring 07700 900123"}, HEADLINE[1]]
    assert sheet.outcomes(rows) == ["held", "new"]
    sheet.imported(rows)
    assert len(stored(audit)) == 1
    sheet.imported(rows, held_too=True)
    assert len(stored(audit)) == 2
    assert sheet.outcomes(rows) == ["unchanged", "unchanged"]


@pytest.mark.parametrize("form", [xlsx, xls, ods])
def test_a_sheet_like_the_template_goes_in_and_comes_back(form, sheet, audit):
    said = [
        {
            "Area": "All case files",
            "Grade": "Good",
            "Count": 4,
            "Source note": "Chapter 4, page 23",
        },
        {"Area": area("s47").title, "Grade": "Inadequate", "Count": 0, "Source note": "Page 24"},
    ]
    sheet.imported(form(table_of(said)))
    titles = {"good": "Good", "inadequate": "Inadequate"}
    back = [
        {
            "Area": row.area.title if row.area else "All case files",
            "Grade": titles[row.grade],
            "Count": row.count,
            "Source note": row.source_note,
        }
        for row in PublishedCount.objects.filter(round=audit)
    ]
    assert back == said
    assert sheet.outcomes(form(table_of(back))) == ["unchanged", "unchanged"]


def test_other_rounds_counts_are_left_alone(sheet, audit):
    other = RoundFactory()
    PublishedCount.objects.create(round=other, grade="good", count=1)
    sheet.imported(HEADLINE)
    assert stored(other) == {("", "good", 1, "")}


def test_each_count_leaves_an_entry_with_what_stood(sheet, audit):
    sheet.imported(HEADLINE[:1])
    sheet.imported([{**HEADLINE[0], "Count": 5}])
    added, changed = LogEntry.objects.filter(subject_type="publishedcount").order_by("pk")
    assert (added.event, changed.event) == ("publishedcount.added", "publishedcount.changed")
    assert changed.changed == ["count"]
    assert (changed.text.before["count"], changed.text.after["count"]) == (4, 5)
    assert (changed.force, changed.text.reason) == (audit.force, "Imported from a spreadsheet")


def _undone(run, by):
    return import_undo(run=run, by=by)


def test_undoing_takes_out_what_was_new_and_puts_back_the_rest(sheet, audit, moderator):
    sheet.imported(HEADLINE[:1])
    before = stored(audit)
    run = sheet.imported([{"Area": "", "Good": 9, "RI": 1, "Source note": "Elsewhere"}])
    assert len(stored(audit)) == 2
    assert _undone(run, moderator).status == "undone"
    assert stored(audit) == before
    events = list(LogEntry.objects.order_by("-pk").values_list("event", flat=True)[:3])
    assert events == ["import_run.undone", "publishedcount.changed", "publishedcount.deleted"]


def test_undoing_is_refused_once_a_count_was_changed(sheet, audit, moderator):
    run = sheet.imported(HEADLINE)
    sheet.imported([{**HEADLINE[0], "Count": 5}])
    before = stored(audit)
    with pytest.raises(ValidationError, match="changed or used since.*single counts"):
        _undone(run, moderator)
    assert stored(audit) == before


def test_undoing_is_refused_once_a_count_is_gone(sheet, audit, moderator):
    run = sheet.imported(HEADLINE)
    PublishedCount.objects.filter(round=audit, grade="good").delete()
    with pytest.raises(ValidationError, match="changed or used since"):
        _undone(run, moderator)


def test_imports_are_undone_one_after_the_other(sheet, audit, moderator):
    first = sheet.imported(HEADLINE)
    second = sheet.imported([{"Area": "s47", "Grade": "good", "Count": 1}])
    _undone(second, moderator)
    _undone(first, moderator)
    assert stored(audit) == set()


@pytest.mark.parametrize(
    "name", ["moderator@eastmarch", "auditor@wexshire", "manager@wexshire", "observer@wexshire"]
)
def test_nobody_imports_counts_without_the_right(name, audit, person):
    with pytest.raises(PermissionDenied):
        choose(round=audit, kind=KIND, file_name="c.csv", content=csv_of(HEADLINE), by=person(name))
    assert not PublishedCount.objects.exists()


def test_nobody_undoes_an_import_without_the_right(sheet, audit, person):
    run = sheet.imported(HEADLINE)
    with pytest.raises(PermissionDenied):
        _undone(run, person("moderator@eastmarch"))
    assert len(stored(audit)) == 2


def test_the_breakdown_shows_what_was_printed_beside_what_is_recorded(sheet, audit, signed_in):
    sheet.imported([*HEADLINE, {"Area": "s47", "Grade": "inadequate", "Count": 2}])
    figures = round_figures(audit)
    said = {one.text: one.agrees for one in figures.reconciliation}
    assert figures.published_headline.total == 16
    assert sum(not agrees for agrees in said.values()) == 2
    address = reverse("round-detail", args=[audit.code])
    page = unescape(signed_in("moderator@wexshire").get(address).content.decode())
    assert [text for text in said if text not in page] == []


def test_more_rows_ask_no_more_queries(sheet):
    codes = [row.code for row in sheet.round.framework.areas]
    sheet.imported(HEADLINE)

    def queries(rows) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as checking:
            run = sheet.checked(rows)
        with CaptureQueriesContext(connection) as confirming:
            confirm(run=run, by=sheet.by)
        return len(checking), len(confirming)

    few = queries([{"Area": codes[0], "Good": 1, "RI": 2}])
    assert queries([{"Area": code, "Good": 3, "RI": 4} for code in codes[1:]]) == few
