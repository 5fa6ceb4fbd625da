"""Pictures of pages, each as somebody of the cast sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from audit.models import CaseFile, User
from audit.rules.transitions import CaseFileStatus
from tests.browser.chromium import ARGS
from tests.pictures.files import lighten

WIDTH, MARGIN = 1280, 24
GRADES = ("Good", "RI", "Inadequate", "R/I")
SHEET = "\n".join(
    [
        "Case ref,Case type,Grade,Auditor,Reason",
        "AUT-01,Section 47 enquiries,Satisfactory,Amina Hall,The child was seen alone",
        "AUT-02,Missing and absent children,RI,Ben Otieno,Ring 07700 900123 to ask",
        *(
            f"AUT-{row:02},Domestic abuse referrals,{GRADES[row % 4]},Amina Hall,Shared late"
            for row in range(3, 13)
        ),
    ]
)


def results(page: Page) -> FloatRect:
    """From the headline to the chart by area."""
    page.goto("/inspections-and-audits/durham-2019/")
    first = page.locator("#results").bounding_box()
    last = page.locator("#areas figure").bounding_box()
    top, bottom = first["y"] - MARGIN, last["y"] + last["height"] + MARGIN
    left, width = last["x"] - MARGIN, last["width"] + 6 * MARGIN
    return {"x": left, "y": top, "width": width, "height": bottom - top}


def grading(page: Page) -> FloatRect:
    """A form half filled in."""
    files = CaseFile.objects.filter(round__code="wexshire-2026", area__code="s46")
    file = files.filter(status=CaseFileStatus.TO_GRADE).first()
    page.goto(f"{file.get_absolute_url()}grade/")
    known = page.get_by_role("group", name="When did the police first know of the risk")
    for label, text in (("Day", "3"), ("Month", "3"), ("Year", "2026"), ("Time", "14:30")):
        known.get_by_label(label).fill(text)
    video = page.get_by_role("group", name="Did the first officers record what they saw")
    video.get_by_label("Yes").check()
    graded = page.get_by_role("group", name="What is the grade for “Initial contact”?")
    graded.get_by_label("Good").check()
    page.get_by_label("Initial contact: what went well?").fill(
        "The power was used in time. The officer told the children’s grandmother what would "
        "happen next."
    )
    page.evaluate("document.activeElement.blur()")
    page.locator("#saved", has_text="Saved at").wait_for()
    page.evaluate("scrollTo(0, 0)")
    return top(1060)


def settling(page: Page) -> FloatRect:
    """A file whose two assessors lie two grades apart."""
    page.goto("/inspections-and-audits/wexshire-2026/moderation/")
    page.locator("main table a").first.click()
    return top(1290)


def agreement(page: Page) -> FloatRect:
    page.goto("/inspections-and-audits/wexshire-2026/agreement/")
    heading = page.get_by_role("heading", name="Two assessors of the same file").bounding_box()
    return {"x": 0, "y": heading["y"] - MARGIN, "width": WIDTH, "height": 560}


def importing(page: Page) -> FloatRect:
    """A sheet of twelve cases, of which one has no grade and one a telephone number."""
    page.goto("/inspections-and-audits/wexshire-2026/imports/new/")
    page.get_by_label("Case files, with grades and answers").check()
    sheet = {"name": "autumn audit.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.get_by_label("Which file do you want to import?").set_input_files(sheet)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("heading", name="What would be imported").wait_for()
    return top(1000)


def case_files(page: Page) -> FloatRect:
    page.goto("/case-files/?round=wexshire-2026&status=submitted&status=agreed&sort=-grade")
    return top(940)


def recommendations(page: Page) -> FloatRect:
    page.goto("/recommendations/register/wexshire/")
    return top(1130)


def compared(page: Page) -> FloatRect:
    """The chart of both rounds by area."""
    page.goto("/inspections-and-audits/wexshire-review-2026/compared/")
    return top(960)


def top(height: int) -> FloatRect:
    return {"x": 0, "y": 0, "width": WIDTH, "height": height}


PICTURES: tuple[tuple[str, str, Callable[[Page], FloatRect]], ...] = (
    ("results", "inspector@inspectorate", results),
    ("grading", "moderator@wexshire", grading),
    ("settling", "moderator@wexshire", settling),
    ("agreement", "moderator@wexshire", agreement),
    ("importing", "moderator@wexshire", importing),
    ("case-files", "moderator@wexshire", case_files),
    ("recommendations", "manager@wexshire", recommendations),
    ("compared", "inspector@inspectorate", compared),
)
"""File name, who looks, and what at: the page is opened, and the part to show is given back."""


def take(program: str, url: str, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGS])
        for name, who, look in PICTURES:
            path = folder / f"{name}.png"
            page = window(browser, url, who)
            part = look(page)
            page.screenshot(path=path, clip=part, full_page=True)
            lighten(path)
        browser.close()


def window(browser: Browser, url: str, who: str) -> Page:
    """An empty window in which that person is signed in."""
    client = Client()
    client.force_login(User.objects.get(email=f"{who}.example"))
    name = settings.SESSION_COOKIE_NAME
    size = {"width": WIDTH, "height": 900}
    context = browser.new_context(base_url=url, viewport=size, locale="en-GB")
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
    return context.new_page()
