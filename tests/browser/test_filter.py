from __future__ import annotations

import re

import pytest


@pytest.fixture
def files(page, sign_in):
    sign_in("moderator@wexshire")
    page.goto("/case-files/")
    return page


def count(page) -> int:
    heading = page.get_by_role("heading", name=re.compile(r"^\d+ case files?$"))
    return int(heading.inner_text().split()[0])


def apply(page) -> None:
    page.get_by_role("button", name="Apply filters").click()


def test_area_and_status_narrow_the_list_and_stand_above_it_as_tags(files):
    everything = count(files)
    files.get_by_label("Which area of practice?").select_option(label="Section 47 enquiries")
    files.get_by_label("Submitted").check()
    apply(files)
    tags = files.get_by_role("link", name="Remove this filter").all_inner_texts()
    assert [tag.splitlines()[-1] for tag in tags] == ["Section 47 enquiries", "Submitted"]
    assert 0 < count(files) < everything


def test_a_removed_tag_takes_its_filter_with_it(files):
    files.goto("/case-files/?area=s47&status=submitted")
    narrow = count(files)
    files.get_by_role("link", name="Remove this filter").first.click()
    assert count(files) > narrow
    assert "area" not in files.url


def test_words_are_looked_for_without_a_trace_in_the_address(files):
    reference = files.get_by_role("row").nth(1).get_by_role("link").inner_text()
    files.get_by_label("Which words?").fill(reference)
    apply(files)
    assert count(files) == 1
    assert files.url.endswith("/case-files/")


def test_the_words_looked_for_are_forgotten_with_their_tag(files):
    everything = count(files)
    files.get_by_label("Which words?").fill("no file says this")
    apply(files)
    files.get_by_role("link", name="Remove this filter").click()
    assert count(files) == everything


def test_the_filter_opens_on_a_narrow_screen(files):
    files.set_viewport_size({"width": 320, "height": 900})
    files.reload()
    area = files.get_by_label("Which area of practice?")
    assert not area.is_visible()
    files.get_by_role("heading", name="Filter", exact=True).click()
    assert area.is_visible()
