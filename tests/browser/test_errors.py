from __future__ import annotations

import pytest

from tests.browser.walk import REASON


@pytest.fixture
def refused(page, sign_in, places):
    """The grading form, sent with a reason and a theme and without a grade."""
    sign_in("auditor@wexshire")
    page.goto(f"{places['to_grade']}grade/")
    page.get_by_label("Why this grade?").fill(REASON)
    page.get_by_role("group", name="What went well?").get_by_role("checkbox").nth(2).check()
    page.get_by_role("button", name="Submit the grade").click()
    return page


def has_focus(locator) -> bool:
    return locator.evaluate("element => element === document.activeElement")


def test_the_error_summary_has_the_focus(refused):
    assert has_focus(refused.locator(".govuk-error-summary"))


def test_a_link_of_the_error_summary_leads_to_the_first_radio(refused):
    refused.get_by_role("alert").get_by_role("link").click()
    assert has_focus(refused.get_by_role("radio").first)


def test_nothing_typed_is_lost_on_an_error(refused):
    assert refused.get_by_label("Why this grade?").input_value() == REASON
    themes = refused.get_by_role("group", name="What went well?").get_by_role("checkbox")
    assert [theme.is_checked() for theme in themes.all()].index(True) == 2


def test_the_title_of_the_tab_says_that_there_is_an_error(refused):
    assert refused.title().startswith("Error: ")
