"""A recommendation from its answer to its verification, by three people at their own screens."""

from __future__ import annotations

from tests.browser import walk
from tests.browser.keyboard import Keyboard
from tests.browser.test_pages import violations

MANAGER, OWNER = "manager@wexshire.example", "owner@wexshire.example"
INSPECTOR = "inspector@inspectorate.example"
TITLE, ACTION = "Ask who lives there", "Ask at each visit"


def as_somebody_else(page, context, email: str) -> None:
    context.clear_cookies()
    walk.sign_in(page, email)


def said(page, words: str) -> None:
    page.get_by_role("alert").get_by_text(words).wait_for()


def status(page) -> str:
    return page.locator("main .govuk-tag").first.inner_text()


def press(page, name: str) -> None:
    """The one thing to do next, or the button of its page."""
    page.locator(".govuk-button").get_by_text(name, exact=True).click()


def test_a_manager_plans_delivers_and_an_inspector_returns_and_then_verifies(
    page, context, tmp_path
):
    walk.sign_in(page, MANAGER)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("20 February 2027").wait_for()
    answer(page)
    plan(page)

    as_somebody_else(page, context, OWNER)
    page.get_by_role("link", name=ACTION).click()
    assert page.get_by_role("link", name=TITLE).count() == 0
    report(page, "Officers ask at each visit.", attach(tmp_path, "rota.txt"))
    press(page, "Mark it as done")
    press(page, "Mark it as done")
    said(page, "The action is marked as done")
    assert violations(page) == []

    as_somebody_else(page, context, MANAGER)
    page.get_by_role("link", name=TITLE).click()
    assert page.get_by_role("link", name="rota.txt").count() == 1
    deliver(page, "Every visit asks now.")

    as_somebody_else(page, context, INSPECTOR)
    verify(page, "returned", "Two visits of ten did not.")
    assert status(page) == "Returned"

    as_somebody_else(page, context, MANAGER)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("Two visits of ten did not.").wait_for()
    report(page, "The two teams are trained.", attach(tmp_path, "trained.txt"))
    deliver(page, "All teams ask now.")

    as_somebody_else(page, context, INSPECTOR)
    verify(page, "verified", "Ten visits of ten did.")
    assert status(page) == "Verified"
    page.get_by_role("heading", name="What has happened").wait_for()
    assert page.locator(".moj-timeline").last.get_by_text("by Ines Calder").count() == 2


def answer(page) -> None:
    press(page, "Answer the recommendation")
    page.get_by_role("group", name="point 1").get_by_label("Accepted", exact=True).check()
    page.get_by_role("group", name="point 2").get_by_label("Accepted in part").check()
    press(page, "Save the answer")
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert violations(page) == []
    page.get_by_label("Why, and what will be done about point 2?").fill("Most children can tell.")
    press(page, "Save the answer")
    said(page, "The answer is saved")
    assert status(page) == "Accepted in part"


def plan(page) -> None:
    press(page, "Plan an action")
    page.get_by_label("What is the action called?").fill(ACTION)
    page.get_by_label("Who does it?").select_option("Ravi Sund")
    for part, value in (("Day", "15"), ("Month", "1"), ("Year", "2027")):
        page.get_by_label(part).fill(value)
    press(page, "Plan the action")
    said(page, "The action is planned")


def attach(folder, name: str):
    path = folder / name
    path.write_text("Visits, week by week")
    return path


def report(page, text: str, file) -> None:
    press(page, "Report progress")
    page.get_by_label("What was done?").fill(text)
    page.get_by_label("Which files show it?").set_input_files(file)
    press(page, "Save the report")
    said(page, "Your report is saved")


def deliver(page, why: str) -> None:
    press(page, "Report it as delivered")
    page.get_by_label("What was done, and what shows it?").fill(why)
    press(page, "Report it as delivered")
    said(page, "It is reported as delivered")
    assert status(page) == "Delivered"


def verify(page, outcome: str, why: str) -> None:
    page.get_by_role("link", name=TITLE).click()
    press(page, "Verify it or return it")
    assert page.get_by_role("link", name="rota.txt").count() == 1
    page.get_by_label(f"it is {outcome}").check()
    page.get_by_label("What did you look at, and what did you find?").fill(why)
    press(page, "Save the decision")


def test_an_answer_is_changed_with_the_keyboard_alone(page, sign_in, places):
    sign_in("manager@wexshire")
    page.goto(places["to_iopc"])
    keyboard = Keyboard(page)
    keyboard.follow(page.get_by_role("link", name="Answer the recommendation"))
    chosen = page.get_by_role("radio", name="Accepted", exact=True)
    keyboard.go_to(chosen)
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("radio", name="Accepted in part").is_checked()
    keyboard.follow(page.get_by_role("button", name="Save the answer"))
    said(page, "The answer is saved")
    assert status(page) == "Accepted in part"


def test_progress_is_reported_and_delivered_without_scripts(browser, base_url, places, tmp_path):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    walk.sign_in(page, MANAGER)
    page.goto(places["begun"])
    report(page, "A sergeant is named.", attach(tmp_path, "rota.txt"))
    page.get_by_role("link", name="Report it as delivered").click()
    page.get_by_label("What was done, and what shows it?").fill("Nights have a sergeant.")
    press(page, "Report it as delivered")
    assert status(page) == "Delivered"
    context.close()
