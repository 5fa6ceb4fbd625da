"""The warnings of personal data, with a script while somebody types and without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import overflow, violations
from tests.browser.walk import overall

TEXT = "Her son Kai rang 07700 900123. Kai lives at DL1 1AA."
MODERATOR = "moderator@wexshire"


@pytest.fixture
def form(page, sign_in, places):
    sign_in(MODERATOR)
    page.goto(places["unallocated"] + "grade/")
    return page


def reason(page):
    return page.get_by_label("Why this grade?")


def offers(page):
    return page.get_by_role("button", name="Replace with")


def test_the_warning_comes_while_typing_pauses_and_leaves_the_focus(form):
    reason(form).press_sequentially(TEXT)
    expect(offers(form)).to_have_text(
        ["Replace with ‘[phone number]’", "Replace with ‘[postcode]’", "Replace with ‘Child 1’"]
    )
    expect(reason(form)).to_be_focused()
    expect(reason(form)).to_have_accessible_description(
        "In a sentence or two, for those who read the file after you. Do not name anybody. "
        "This looks like personal data. Replace it. Alt and R replaces the first."
    )
    assert violations(form) == []
    assert overflow(form) == 0


def test_it_is_said_once_and_politely_without_the_words_themselves(form):
    status = form.locator("#id_rationale_guard").get_by_role("status")
    expect(status).to_have_text("")
    reason(form).fill(TEXT)
    expect(status).to_have_text(
        "This looks like personal data: a phone number, a postcode, a name. "
        "Alt and R replaces the first."
    )


def test_one_key_replaces_the_first_and_the_caret_stays(form):
    reason(form).fill(TEXT)
    expect(offers(form)).to_have_count(3)
    reason(form).press("Alt+r")
    expect(reason(form)).to_have_value("Her son Kai rang [phone number]. Kai lives at DL1 1AA.")
    reason(form).press("Alt+r")
    reason(form).press("Alt+r")
    expect(reason(form)).to_have_value(
        "Her son Child 1 rang [phone number]. Child 1 lives at [postcode]."
    )
    expect(offers(form)).to_have_count(0)
    reason(form).press_sequentially(" Then")
    expect(reason(form)).to_have_value(
        "Her son Child 1 rang [phone number]. Child 1 lives at [postcode]. Then"
    )


def test_a_button_replaces_in_place_and_hands_the_focus_to_the_next(form):
    reason(form).fill(TEXT)
    address = form.url
    offers(form).first.press("Enter")
    expect(reason(form)).to_have_value("Her son Kai rang [phone number]. Kai lives at DL1 1AA.")
    expect(offers(form).first).to_be_focused()
    assert form.url == address


def test_the_warning_goes_when_the_words_go(form):
    reason(form).fill(TEXT)
    expect(offers(form)).to_have_count(3)
    reason(form).fill("The log was opened at 14:30.")
    expect(offers(form)).to_have_count(0)
    expect(form.get_by_text("This looks like personal data")).to_have_count(0)


def test_without_an_answer_the_form_works_on(form):
    form.route("**/personal-data/", lambda route: route.fulfill(status=204))
    with form.expect_response("**/personal-data/"):
        reason(form).fill(TEXT)
    expect(offers(form)).to_have_count(0)
    overall(form, "Good").check()
    form.get_by_role("button", name="Check your answers").click()
    expect(form.get_by_role("heading", name="Not saved yet")).to_be_visible()
    assert violations(form) == []
    assert overflow(form) == 0


WITHOUT_SCRIPTS = pytest.mark.browser_context_args(java_script_enabled=False)


@WITHOUT_SCRIPTS
def test_a_form_comes_back_and_a_button_keeps_everything_typed(form):
    reason(form).fill(TEXT)
    form.get_by_label("Which systems did you look at?").fill("Incident log")
    overall(form, "Good").check()
    form.get_by_role("button", name="Check your answers").click()
    expect(form.get_by_role("heading", name="Not saved yet")).to_be_visible()
    form.get_by_role("button", name="Replace with ‘Child 1’").click()
    expect(reason(form)).to_have_value(
        "Her son Child 1 rang 07700 900123. Child 1 lives at DL1 1AA."
    )
    expect(form.get_by_label("Which systems did you look at?")).to_have_value("Incident log")
    expect(overall(form, "Good")).to_be_checked()


@WITHOUT_SCRIPTS
def test_the_enter_key_in_a_line_of_text_replaces_nothing(page, sign_in, places):
    sign_in(MODERATOR)
    page.goto("/inspections-and-audits/wexshire-2026/recommendations/add/")
    title = page.get_by_label("What is it called?")
    title.fill("Ring 07700 900123")
    title.press("Enter")
    title.press("Enter")
    expect(title).to_have_value("Ring 07700 900123")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
