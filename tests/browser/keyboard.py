"""A person who has no mouse: Tab to get somewhere, Space and Enter to do something there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 250
"""Stops of the Tab key on the longest page, and some more."""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, target: Locator) -> None:
        """Presses Tab until `target` has the focus."""
        target.first.wait_for(state="attached")
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            if target.first.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"The Tab key does not get to {target}.")

    def type(self, target: Locator, text: str) -> None:
        self.go_to(target)
        self.page.keyboard.type(text)

    def choose(self, target: Locator) -> None:
        """A radio or a checkbox."""
        self.go_to(target)
        self.page.keyboard.press("Space")

    def follow(self, target: Locator) -> None:
        """A link or a button that leads to another page."""
        self.go_to(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def invisible_stops(page: Page) -> list[str]:
    """Where the Tab key stops without a sign of it, looked for once for each class of element."""
    looks: set[str] = set()
    invisible: list[str] = []
    while len(looks) < MOST:
        page.keyboard.press("Tab")
        look = page.evaluate("document.activeElement.className")
        if page.evaluate("document.activeElement === document.body"):
            break
        if look not in looks and not shows_focus(page):
            invisible.append(look)
        looks.add(look)
    return invisible


def shows_focus(page: Page) -> bool:
    """Whether a picture of the element that has the focus differs from one without the focus."""
    box = page.evaluate(
        """() => {
            const {x, y, width, height} = document.activeElement.getBoundingClientRect();
            const left = Math.max(x - 8, 0), top = Math.max(y - 8, 0);
            return {x: left, y: top, width: width + 16, height: height + 16};
        }"""
    )
    focused = page.screenshot(clip=box)
    page.evaluate("document.activeElement.blur()")
    return page.screenshot(clip=box) != focused
