from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.walk import REASON, choose_theme


@pytest.fixture
def refused(page, sign_in, places):
    """The grading form, saved with a reason, a theme and a date that cannot be read."""
    sign_in("auditor@wexshire")
    page.goto(f"{places['to_grade']}grade/")
    page.get_by_label("Why this grade?").fill(REASON)
    choose_theme(page, "child")
    known(page).get_by_label("Day").fill("31")
    known(page).get_by_label("Month").fill("2")
    known(page).get_by_label("Year").fill("2026")
    known(page).get_by_label("Time").fill("14:30")
    page.get_by_role("button", name="Save draft").last.click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    yield page
    known(page).get_by_label("Day").fill("28")
    page.get_by_role("button", name="Save draft").last.click()


def known(page):
    return page.get_by_role("group", name="When did the police first know of the risk")


def has_focus(locator) -> bool:
    return locator.evaluate("element => element === document.activeElement")


def test_the_error_summary_has_the_focus(refused):
    expect(refused.locator(".govuk-error-summary")).to_be_focused()


def test_a_link_of_the_error_summary_leads_to_the_first_box_at_fault(refused):
    refused.get_by_role("alert").get_by_role("link").first.click()
    assert has_focus(known(refused).get_by_label("Day"))


def test_nothing_typed_is_lost_on_an_error(refused):
    assert refused.get_by_label("Why this grade?").input_value() == REASON
    themes = refused.get_by_role("group", name="Which themes went well?").get_by_role("checkbox")
    assert any(theme.is_checked() for theme in themes.all())
    assert known(refused).get_by_label("Day").input_value() == "31"


def test_the_title_of_the_tab_says_that_there_is_an_error(refused):
    assert refused.title().startswith("Error: ")
