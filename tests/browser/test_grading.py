"""The grading form with the keyboard alone, saving by itself, and the grid."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.test_pages import overflow, violations
from tests.browser.walk import overall

WHO = "auditor@wexshire"
OPEN = "/inspections-and-audits/wexshire-2026/"
KNOWN = "When did the police first know of the risk to the child?"
PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const how = { clipboardData, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
}"""
SHARED = "When was the risk first shared with children’s social care?"


@pytest.fixture
def form(page, sign_in, places):
    sign_in(WHO)
    page.goto(places["to_grade"] + "grade/")
    return page


def saved(page):
    return page.locator("#saved")


def group(page, name: str):
    return page.get_by_role("group", name=name, exact=True)


def type_moment(keyboard: Keyboard, page, question: str, *parts: str) -> None:
    for label, text in zip(("Day", "Month", "Year", "Time"), parts, strict=True):
        box = group(page, question).get_by_label(label)
        keyboard.go_to(box)
        page.keyboard.press("Control+a")
        page.keyboard.type(text)


def test_the_whole_form_with_the_keyboard_alone(form, places):
    keyboard = Keyboard(form)
    keyboard.go_to(form.get_by_role("link", name="Assessment and help"))
    form.keyboard.press("Enter")
    type_moment(keyboard, form, KNOWN, "3", "3", "2026", "14:30")
    type_moment(keyboard, form, SHARED, "4", "Mar", "2026", "3.40am")
    expect(form.locator("[data-duration=answer-risk-known-to-shared]")).to_have_text(
        "13 hours 10 minutes"
    )
    expect(saved(form)).to_have_text(re.compile(r"^Saved at \d\d:\d\d$"))
    spoken = group(form, "Did an officer speak to the child?")
    keyboard.choose(spoken.get_by_role("radio").first)
    keyboard.choose(
        group(form, "What is the grade for “Trusted adult”?").get_by_role("radio").first
    )
    keyboard.choose(overall(form, "Good"))
    themes = group(form, "Which themes went well?")
    supervision = themes.get_by_role("checkbox", name="Supervision and oversight", checked=True)
    expect(supervision).to_have_count(0)
    keyboard.type(themes.get_by_role("combobox"), "supervision")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    expect(supervision).to_have_count(1)
    assert violations(form) == []
    keyboard.follow(form.get_by_role("button", name="Check your answers"))
    expect(form.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(form.get_by_text("3 March 2026 at 14:30")).to_be_visible()
    expect(form.get_by_role("button", name="Submit")).to_be_visible()
    assert violations(form) == []
    assert overflow(form) == 0


def test_what_is_typed_survives_a_session_that_was_killed(form, context, sign_in):
    reason = form.get_by_label("Why this grade?")
    reason.fill("Typed before.")
    expect(saved(form)).to_have_text(re.compile("Saved at"), timeout=10_000)
    context.clear_cookies(name="sessionid")
    reason.fill("Typed after.")
    panel = form.get_by_role("heading", name="You are signed out")
    expect(panel).to_be_visible(timeout=10_000)
    sign_in(WHO)
    form.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(reason).to_have_value("Typed after.")
    expect(saved(form)).to_have_text(re.compile("Saved at"), timeout=10_000)
    form.reload()
    expect(reason).to_have_value("Typed after.")


def test_a_second_window_is_told_and_sees_both_side_by_side(form, context):
    second = context.new_page()
    second.goto(form.url)
    form.get_by_label("Which systems did you look at?").fill("The first window")
    expect(saved(form)).to_have_text(re.compile("Saved at"), timeout=10_000)
    second.get_by_label("Which systems did you look at?").fill("The second window")
    expect(saved(second)).to_have_text(re.compile("side by side"), timeout=10_000)
    second.get_by_role("button", name="Save draft").last.click()
    both = second.get_by_role("row", name="Which systems did you look at?")
    expect(both).to_contain_text("The first window")
    expect(both).to_contain_text("The second window")
    assert violations(second) == []
    assert overflow(second) == 0
    second.close()


def test_a_block_from_a_spreadsheet_fills_the_grid(page, sign_in):
    sign_in(WHO)
    page.goto(OPEN + "grid/")
    cells = page.locator("[data-casemark-grid] input[type=text]")
    first = cells.first
    first.focus()
    page.evaluate(PASTE, "y\tn\r\n")
    expect(cells.nth(0)).to_have_value("y")
    expect(cells.nth(1)).to_have_value("n")
    page.keyboard.press("ArrowRight")
    expect(cells.nth(1)).to_be_focused()
    assert violations(page) == []
    assert overflow(page) == 0
