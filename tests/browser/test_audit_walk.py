from __future__ import annotations

import pytest

from tests.browser import walk
from tests.browser.keyboard import Keyboard, invisible_stops

MODERATOR = "moderator@wexshire.example"


def do_the_main_job(page, folder, pdftotext) -> None:
    walk.sign_in(page, MODERATOR)
    walk.open_audit(page)
    before = walk.headline(page)
    walk.open_ungraded_file(page)
    walk.grade(page, "Good")
    walk.open_audit(page)
    after = walk.headline(page)
    assert after == {**before, "good": before["good"] + 1, "total": before["total"] + 1}
    version = walk.publish(page)
    report = walk.download(page, version, folder)
    assert report.read_bytes().startswith(b"%PDF-")
    assert walk.in_words(after) in walk.text_of(report, pdftotext)


def test_a_file_is_graded_and_the_new_figures_are_published(page, tmp_path, pdftotext):
    do_the_main_job(page, tmp_path, pdftotext)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_same_can_be_done_without_scripts(page, tmp_path, pdftotext):
    do_the_main_job(page, tmp_path, pdftotext)


def test_the_same_can_be_done_with_the_keyboard_alone(page):
    keyboard = Keyboard(page)
    sign_in_by_keyboard(page, keyboard)
    keyboard.follow(page.get_by_role("link", name=walk.AUDIT))
    before = walk.headline(page)
    keyboard.follow(page.get_by_role("link", name="See the files that are not graded"))
    keyboard.follow(page.get_by_role("row").filter(has_text="To grade").get_by_role("link"))
    keyboard.follow(page.get_by_role("link", name="Grade this case file"))
    keyboard.choose(walk.overall(page, "Good"))
    keyboard.type(page.get_by_label("Why this grade?"), walk.REASON)
    keyboard.follow(page.get_by_role("button", name="Check your answers"))
    keyboard.follow(page.get_by_role("button", name="Submit"))
    keyboard.follow(page.get_by_role("link", name=walk.AUDIT))
    assert walk.headline(page)["good"] == before["good"] + 1
    keyboard.follow(page.get_by_role("link", name="Publish a version of the report").first)
    correction = page.get_by_label("What does this version change?")
    if correction.count():
        keyboard.type(correction, "One more case file is graded.")
    keyboard.follow(page.get_by_role("button", name="Publish version"))
    page.get_by_role("alert").get_by_text("is published").wait_for()


def sign_in_by_keyboard(page, keyboard) -> None:
    page.goto("/")
    keyboard.type(page.get_by_label("What is your e-mail address?"), MODERATOR)
    keyboard.type(page.get_by_label("What is your password?", exact=True), walk.PASSWORD)
    keyboard.follow(page.get_by_role("button", name="Sign in"))


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page, sign_in):
    sign_in("moderator@wexshire")
    page.goto("/recommendations/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    "place", ["/", "/case-files/", "/inspections-and-audits/wexshire-2026/", "{to_grade}grade/"]
)
def test_the_focus_can_be_seen_wherever_the_keyboard_stops(page, sign_in, place, places):
    sign_in("auditor@wexshire")
    page.goto(place.format(**places))
    assert invisible_stops(page) == []
