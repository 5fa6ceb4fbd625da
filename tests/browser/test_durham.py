from __future__ import annotations

import re

import pytest

DURHAM = "/inspections-and-audits/durham-2019/"
pytestmark = pytest.mark.usefixtures("durham")


@pytest.fixture
def durham(page, sign_in):
    sign_in("inspector@inspectorate")
    page.goto(DURHAM)


def row(page, title: str) -> list[str]:
    cells = page.get_by_role("row", name=title).get_by_role("cell")
    return [text.split()[0] for text in cells.all_inner_texts()]


def test_the_page_shows_the_published_headline(page):
    assert row(page, "All case files") == ["20", "27", "34", "81"]


def test_the_areas_add_up_to_one_more(page):
    assert row(page, "All areas") == ["21", "27", "34", "82"]
    page.get_by_text("The areas hold one good result more than the headline").wait_for()


def test_the_page_says_how_many_files_the_force_had_assessed(page):
    page.get_by_text("The force had itself assessed 33 of the 81 case files").wait_for()


def test_every_number_leads_to_as_many_case_files(page):
    numbers = page.locator("#results td a, #areas td a")
    links = [(link.inner_text().split()[0], link.get_attribute("href")) for link in numbers.all()]
    wrong = [link for link in links if heading(page.request.get(link[1]).text()) != link[0]]
    assert len(links) == 36
    assert wrong == []


def test_a_number_opens_the_list_of_its_case_files(page):
    page.get_by_role("row", name="Child sexual exploitation").get_by_role("link").nth(1).click()
    page.get_by_role("heading", name="11 case files").wait_for()
    assert page.get_by_role("row").count() == 1 + 11


def heading(html: str) -> str:
    return re.search(r">(\d+) case files?<", html)[1]
