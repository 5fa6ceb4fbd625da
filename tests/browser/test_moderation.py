"""Two people grade one file blind and disagree; a moderator settles it; the report shows it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import walk
from tests.browser.test_concerns import as_somebody_else
from tests.browser.test_pages import violations

FIRST, SECOND = "auditor@wexshire.example", "auditor2@wexshire.example"
MODERATOR = "moderator@wexshire.example"
NOBODYS = "/case-files/?round=wexshire-2026&allocated=nobody&status=to_grade&forget=text"
REPORT = "/inspections-and-audits/wexshire-2026/reports/case_file_audit/draft/"
WHY = "The custody record, which the second assessor read, bears the lower grade out."


def grade(page: Page, file: str, grade: str) -> None:
    page.goto(file)
    assert "Side by side" not in page.locator("main").inner_text()
    assert page.get_by_role("heading", name="Assessor:").count() == 0
    walk.grade(page, grade)


def in_report(page: Page) -> str:
    page.goto(REPORT)
    return page.locator("#summary").inner_text()


def test_two_disagree_and_a_moderator_settles(page, context):
    walk.sign_in(page, MODERATOR)
    before = in_report(page)
    file = give_to_two(page)

    as_somebody_else(page, context, FIRST)
    grade(page, file, "Good")
    as_somebody_else(page, context, SECOND)
    grade(page, file, "Inadequate")
    page.goto(file)
    page.get_by_text("Side by side").wait_for()  # both are in: each sees both

    as_somebody_else(page, context, MODERATOR)
    assert in_report(page) == before  # two who differ count nowhere
    settle(page, file)
    assert violations(page) == []
    page.goto(file)
    expect(page.get_by_role("heading", name="Agreed in moderation: Morgan Ellis")).to_be_visible()
    assert in_report(page) != before


def give_to_two(page: Page) -> str:
    """The address of a file that was nobody's."""
    page.goto(NOBODYS)
    page.locator("tbody th a").first.click()  # others look at the last one
    file = page.url
    page.get_by_role("link", name="Change who grades it and by when").click()
    page.get_by_label("Who should grade it?").select_option(label="Amina Hall")
    page.get_by_label("Who should grade it as well").select_option(label="Ben Otieno")
    page.locator("main form button[type=submit]").last.click()
    return file


def settle(page: Page, file: str) -> None:
    page.goto("/inspections-and-audits/wexshire-2026/moderation/")
    row = page.get_by_role("row").nth(1)  # the furthest apart stands first
    assert "2 grades apart" in row.inner_text()
    page.goto(file)
    page.get_by_role("link", name="Settle this case file").click()
    agreed = page.get_by_role("group", name="What is the agreed grade")
    agreed.get_by_label("Inadequate", exact=True).check()
    page.get_by_role("button", name="Agree this grade").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_label("Why is this agreed?").fill(WHY)
    page.get_by_role("button", name="Agree this grade").click()
    page.get_by_role("alert").get_by_text("is agreed").wait_for()
