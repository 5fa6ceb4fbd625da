"""A dip sample from its questions to its cases, and a case excluded and replaced."""

from __future__ import annotations

import pytest

from tests.browser import walk
from tests.browser.test_pages import NARROW, WIDE, overflow, violations
from tests.frames import frame_csv

MODERATOR = "moderator@wexshire.example"
TITLE = "Are children spoken to? November 2026"


@pytest.fixture
def browser_context_args(browser_context_args, request):
    return {**browser_context_args, "java_script_enabled": request.param}


@pytest.mark.parametrize("browser_context_args", [True], indirect=True)
def test_a_dip_sample_from_its_questions_to_its_cases(page):
    set_up(page)
    upload(page, frame_csv(60, excluded=3))
    assert violations(page) == []
    assert overflow(page) == 0
    page.set_viewport_size({"width": WIDE, "height": 900})
    sizes = page.get_by_label("how many cases?")
    assert [box.input_value() for box in sizes.all()] == ["10", "10"]
    page.get_by_role("button", name="Draw the sample").click()
    page.get_by_role("alert").get_by_text("The sample is drawn").wait_for()
    assert page.get_by_role("link", name="Exclude").count() == 20
    assert violations(page) == []
    assert overflow(page) == 0

    assert page.get_by_text("WXC/26/").count() == 0
    page.get_by_role("button", name="Show the local numbers").click()
    assert page.get_by_text("WXC/26/").count() == 23
    assert page.viewport_size["width"] == NARROW
    assert overflow(page) == 0


@pytest.mark.parametrize("browser_context_args", [False], indirect=True)
def test_it_works_without_scripts(page):
    set_up(page)
    upload(page, b"local number,area,team\n1,s47,North\n")
    page.get_by_role("link", name="The headings have no column “period”").wait_for()
    upload(page, frame_csv(60))
    page.get_by_role("button", name="Draw the sample").click()
    page.get_by_role("link", name="Exclude").first.click()
    page.get_by_label("Why does this case not belong in the sample?").fill("A test record")
    page.get_by_role("button", name="Exclude the case").click()
    page.get_by_text("takes its place").wait_for()
    assert page.get_by_role("row").filter(has_text="A test record").count() == 1
    assert page.get_by_role("row").filter(has_text="in place of").count() == 1


def set_up(page) -> None:
    walk.sign_in(page, MODERATOR)
    page.get_by_role("link", name="Inspections and audits", exact=True).first.click()
    page.get_by_role("link", name="Set up a dip sample").click()
    page.get_by_label("What is the dip sample about?").fill(TITLE)
    page.get_by_label("Did an officer speak to the child?").check()
    page.get_by_role("button", name="Set it up").click()


def upload(page, content: bytes) -> None:
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    page.get_by_label("Which file lists the cases?").set_input_files(file)
    page.get_by_role("radio", name="Crime").check()
    page.get_by_role("checkbox", name="Area").check()
    page.get_by_role("button", name="Continue").click()
