"""Spreadsheets in and out as people do it: a template filled in, mended, imported; one's own cases
taken away and brought back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

from tests.browser import walk
from tests.browser.test_pages import overflow, violations

MODERATOR, AUDITOR = "moderator@wexshire.example", "auditor@wexshire.example"
GRADES = ("Good", "Requires improvement", "Inadequate")
WRONG = (7, 30, 80)
WHY = "Nobody asked the child what had happened."


def test_81_cases_are_imported_and_three_of_them_mended(page, tmp_path):
    walk.sign_in(page, MODERATOR)
    walk.open_audit(page)
    before = walk.headline(page)
    path = taken(page, tmp_path, lambda: open_template(page))
    fill_template(path)

    hand_in(page, path)
    expect(total(page, "Refused")).to_have_text("3 rows: show them")
    expect(total(page, "New")).to_have_text("78 rows: show them")
    for row in page.get_by_role("row").filter(has_text="Refused").all():
        assert "‘Satisfactory’ is not a grade" in row.inner_text()
    fits(page)
    mended = taken(page, tmp_path, lambda: link(page, "Take the file back with a column of errors"))
    mend(mended)
    page.get_by_role("radio", name="Leave them out").check()
    page.get_by_role("button", name="Import 78 rows").click()
    page.get_by_role("alert").get_by_text("78 rows are imported.").wait_for()
    fits(page)

    link(page, "See this internal audit with what was imported")
    link(page, "Imports from spreadsheets")
    link(page, "Import a spreadsheet")
    hand_in(page, mended)
    expect(total(page, "Refused")).to_have_text("0")
    expect(total(page, "Unchanged")).to_have_text("78 rows: show them")
    page.get_by_role("button", name="Import 3 rows").click()
    page.get_by_role("alert").get_by_text("3 rows are imported.").wait_for()
    link(page, "See this internal audit with what was imported")
    after = walk.headline(page)
    grown = {grade: after[grade] - before[grade] for grade in (*walk.GRADES, "total")}
    assert grown == {"good": 29, "requires improvement": 26, "inadequate": 26, "total": 81}


def test_an_auditor_brings_their_own_cases_back_as_drafts(page, tmp_path):
    walk.sign_in(page, AUDITOR)
    walk.open_audit(page)
    path = taken(page, tmp_path, lambda: link(page, "Take your cases away as a workbook"))
    reference = fill_own(path)
    link(page, "Imports from spreadsheets")
    link(page, "Import a spreadsheet")
    hand_in(page, path)
    expect(total(page, "Changed")).to_have_text("1 rows: show them")
    fits(page)
    page.get_by_role("button", name="Import 1 row").click()
    page.get_by_role("alert").get_by_text("1 row is imported.").wait_for()
    page.goto(f"/case-files/{reference}/")
    expect(page.get_by_text("In progress").first).to_be_visible()
    link(page, "Go on grading")
    expect(walk.overall(page, "Inadequate")).to_be_checked()
    expect(page.get_by_label("Why this grade?")).to_have_value(WHY)


def open_template(page: Page) -> None:
    link(page, "Imports from spreadsheets")
    link(page, "Import a spreadsheet")
    link(page, "Case files, with grades and answers: a blank workbook")


def link(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()


def taken(page: Page, folder: Path, click: Callable[[], None]) -> Path:
    """The file that is downloaded at the end of some clicks."""
    with page.expect_download() as waiting:
        click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def places(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value}


def fill(sheet: Worksheet, row: int, values: dict[str, str]) -> None:
    columns = places(sheet)
    for heading, value in values.items():
        sheet.cell(row, columns[heading]).value = value


def fill_template(path: Path) -> None:
    book = load_workbook(path)
    for place in range(81):
        values = {
            "Reference": f"AUDIT-{place:02}",
            "Areas": "Missing and absent children",
            "Grade": "Satisfactory" if place in WRONG else GRADES[place % 3],
            "Assessor": "Amina Hall" if place % 2 else "Ben Otieno",
            "Rationale": WHY,
        }
        fill(book.worksheets[0], place + 2, values)
    book.save(path)


def mend(path: Path) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = places(sheet)
    wrong = [row for row in sheet.iter_rows(min_row=2) if row[columns["Errors"] - 1].value]
    assert len(wrong) == len(WRONG)
    for row in wrong:
        row[columns["Grade"] - 1].value = "Good"
    book.save(path)


def fill_own(path: Path) -> str:
    """The reference of the first of the assessor's cases that nobody has begun."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = places(sheet)
    row = next(
        row for row in range(2, sheet.max_row + 1) if not sheet.cell(row, columns["Grade"]).value
    )
    fill(sheet, row, {"Grade": "Inadequate", "Rationale": WHY})
    book.save(path)
    return str(sheet.cell(row, columns["Reference"]).value)


def hand_in(page: Page, path: Path) -> None:
    """Chosen, and its columns taken as they were guessed."""
    kind = page.get_by_role("radio", name="Case files, with grades and answers")
    if kind.count():
        kind.check()
    page.get_by_label("Which file do you want to import?").set_input_files(path)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="What is in each column?").wait_for()
    fits(page)
    page.get_by_role("button", name="Check the rows").click()


def total(page: Page, outcome: str) -> Locator:
    """How many rows came out so."""
    name = page.get_by_text(outcome, exact=True)
    return page.locator("dl.casemark-totals > div").filter(has=name).locator("dd")


def fits(page: Page) -> None:
    wide = page.viewport_size
    assert violations(page) == []
    assert overflow(page) == 0
    page.set_viewport_size(wide)
