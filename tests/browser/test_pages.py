from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve

from audit.urls import exports, urlpatterns
from tests.browser.site import FORMS, PAGES

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = 1280, 320
RUN = """options => axe.run({exclude: ".select2"}, options).then(found => found.violations.map(
    rule => rule.id + ": " + rule.nodes.map(node => node.html).join(" ")
))"""
"""Without the search-as-you-type lists of Django's admin (Select2), which have no name for a
screen reader; the accessibility statement says so."""


NO_PAGE = {
    *("round-figures", "report-draft-pdf", "report-version-pdf", "case-file-numbers"),
    *("concern-numbers", "feedback-note-pdf", "sample-numbers", "sample-record"),
    *("evidence-download", "calendar-feed"),
    *("recommendation-did-it-work-pdf", "register-pdf", "register-word"),
    *("report-draft-word", "report-version-word"),
    "sample-sizes",  # only after a list was uploaded: tests/browser/test_sampling.py
    *("import-progress", "import-again", "import-errors", "import-template", "own-workbook"),
    *(pattern.name for pattern in exports.urlpatterns),
    "person-invitation",
    "session-activity",
    "kept-form",  # tests/sign_in: only somebody whose session locked has this page
    "personal-data",
}
"""Addresses that answer with a file, or to a button alone."""


def violations(page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, wide and narrow.

    The rule about contrast takes most of the time, and colours are the same at any width.
    """
    options = {"runOnly": WCAG, "resultTypes": ["violations"], "preload": False}
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.evaluate(Axe().axe_script)
    found = page.evaluate(RUN, options)
    page.set_viewport_size({"width": NARROW, "height": 900})
    return found + page.evaluate(RUN, {**options, "rules": {"color-contrast": {"enabled": False}}})


def overflow(page) -> int:
    """How many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def open_page(page, sign_in, who: str, address: str):
    if who:
        sign_in(who)
    return page.goto(address)


@pytest.mark.parametrize(("who", "address", "status"), PAGES)
def test_a_page_is_accessible_wide_and_narrow(page, sign_in, places, who, address, status):
    response = open_page(page, sign_in, who, address.format(**places))
    assert response.status == status
    assert violations(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize(("who", "address", "button"), FORMS)
def test_a_form_with_errors_is_accessible(page, sign_in, places, who, address, button):
    open_page(page, sign_in, who, address.format(**places))
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert violations(page) == []
    assert overflow(page) == 0


def test_every_page_of_the_site_is_among_those_checked(places):
    found = [address.format(**places) for _, address, status in PAGES if status == 200]
    checked = {resolve(address.partition("?")[0]).url_name for address in found}
    assert {pattern.name for pattern in urlpatterns} - checked == NO_PAGE
