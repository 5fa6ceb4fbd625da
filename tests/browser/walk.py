"""The main job as a person does it, step by step, by what is written on the page."""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.cast import PASSWORD

AUDIT = "Internal audit of child protection case files, 2026"
REASON = "The child was spoken to alone, and what she said is written down."
GRADES = ("good", "requires improvement", "inadequate")


def sign_in(page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_label("What is your e-mail address?").fill(email)
    page.get_by_label("What is your password?", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def open_audit(page: Page) -> None:
    page.get_by_role("link", name=AUDIT).first.click()


def headline(page: Page) -> dict[str, int]:
    """The counts of the audit's page by grade, and their total."""
    cells = page.get_by_role("row", name="All case files").get_by_role("cell").all_inner_texts()
    return dict(zip((*GRADES, "total"), (int(text.split()[0]) for text in cells), strict=True))


def open_ungraded_file(page: Page) -> None:
    page.get_by_role("link", name="See the files that are not graded").click()
    page.get_by_role("row").filter(has_text="To grade").get_by_role("link").first.click()


def grade(page: Page, grade: str) -> None:
    page.get_by_role("link", name="Grade this case file").click()
    overall(page, grade).check()
    page.get_by_label("Why this grade?").fill(REASON)
    choose_theme(page, "child")
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Submit").click()


def overall(page: Page, grade: str) -> Locator:
    """The radio of the file's grade: each stage has one with the same words."""
    return page.get_by_role("radio", name=grade, exact=True).and_(page.locator("[name=grade]"))


def choose_theme(page: Page, words: str) -> None:
    """By typing where scripts run, else in the list."""
    group = page.get_by_role("group", name="Which themes went well?")
    finder = group.get_by_role("combobox")
    if not finder.count():
        group.get_by_role("checkbox").first.check()
        return
    finder.press_sequentially(words)
    finder.press("ArrowDown")
    finder.press("Enter")


def publish(page: Page) -> str:
    """Checks and publishes the report; gives the number of the version."""
    page.get_by_role("link", name="Publish a version of the report").first.click()
    correction = page.get_by_label("What does this version change?")
    if correction.count():
        correction.fill("One more case file is graded.")
    button = page.get_by_role("button", name="Publish version")
    number = button.inner_text().split()[-1]
    button.click()
    return number


def download(page: Page, version: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=f"PDF of version {version}").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def text_of(pdf: Path, pdftotext: str) -> str:
    """What the PDF says, each run of white space as one space."""
    command = [pdftotext, "-layout", str(pdf), "-"]
    return " ".join(
        subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    )


def in_words(counts: dict[str, int]) -> str:
    good, requiring, inadequate = (counts[grade] for grade in GRADES)
    return f"{good} good, {requiring} requiring improvement and {inadequate} inadequate"
