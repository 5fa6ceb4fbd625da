"""An immediate concern from a draft to closed, by two people at their own screens."""

from __future__ import annotations

import re

from django.utils import timezone

from tests.browser import walk
from tests.browser.test_pages import violations

AUDITOR, MANAGER = "auditor@wexshire.example", "manager@wexshire.example"
WHAT = "The boy sleeps at the address of the suspect tonight."


def test_an_immediate_concern_from_draft_to_closed(page, context, places):
    walk.sign_in(page, AUDITOR)
    page.goto(places["to_grade"] + "grade/")
    page.get_by_role("button", name="Raise an immediate concern").click()
    assert violations(page) == []
    number = raise_concern(page)

    as_somebody_else(page, context, MANAGER)
    page.get_by_role("link", name=f"Immediate concern {number}:").click()
    assert page.get_by_text(WHAT).count() == 1
    assert not re.search(r"\b(good|inadequate|grade)\b", page.locator("main").inner_text(), re.I)
    page.get_by_role("button", name="I have seen it and act on it").click()
    page.get_by_role("link", name="Say what was done").click()
    page.get_by_label("What was done?").fill("An officer fetched him at 18:10.")
    page.get_by_label("How do you know that the child is safe now?").fill("He is with his aunt.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("alert").get_by_text("Your answer is saved").wait_for()

    as_somebody_else(page, context, AUDITOR)
    page.get_by_role("link", name=f"Immediate concern {number}:").click()
    page.get_by_text("He is with his aunt.").wait_for()
    page.get_by_role("link", name="Close the concern").click()
    page.get_by_role("button", name="Close the concern").click()
    page.get_by_role("alert").get_by_text("The concern is closed").wait_for()
    assert violations(page) == []
    page.goto("/")
    assert page.get_by_role("link", name=f"Immediate concern {number}:").count() == 0


def raise_concern(page) -> str:
    """Its number."""
    assert page.get_by_role("heading", level=1).inner_text() == "Ring first"
    page.get_by_label("Who did you ring?").fill("Duty inspector")
    page.get_by_label("At what time?").fill(f"{timezone.localtime():%H:%M}")
    page.get_by_label("A child is at risk now").check()
    page.get_by_label("What did you see?").fill(WHAT)
    page.get_by_role("button", name="Raise the concern").click()
    page.get_by_role("alert").get_by_text("is raised").wait_for()
    return page.get_by_role("heading", level=1).inner_text().split()[-1]


def as_somebody_else(page, context, email: str) -> None:
    context.clear_cookies()
    walk.sign_in(page, email)
