"""Somebody at a browser without scripts: reads a page, follows its links, fills in its forms.

Only what a page offers can be sent: a field that stands in the form, and of a choice one of its
values. So a walk that gets through proves that a person can get through.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from django.test import Client

from tests.cast import PASSWORD
from tests.pages import Page, text_of

CHOSEN = {"radio", "checkbox"}
UNSENT = {"submit", "button", "reset", "image"}
REFUSED = "govuk-error-summary__list"


class Form:
    """A form of a page, as it stands before anything is touched. A button can stand outside."""

    def __init__(self, element: Element, page: Page) -> None:
        self.method = element.get("method", "get").lower()
        self.action = element.get("action", "")
        labels = {one.get("for", ""): text_of(one) for one in page.elements("label")}
        own = element.get("id", "")
        outside = (one for one in page.elements("button") if own and one.get("form") == own)
        self.buttons = {text_of(one): one for one in (*element.iter("button"), *outside)}
        self.values: dict[str, Any] = {}
        self.offered: dict[str, dict[str, str]] = {}
        """For each choice, words → value."""
        for box in element.iter("input"):
            self._take_input(box, labels)
        for area in element.iter("textarea"):
            self.values[area.get("name", "")] = (area.text or "").removeprefix("\n")
        for choice in element.iter("select"):
            self._take_select(choice)

    def _take_input(self, box: Element, labels: dict[str, str]) -> None:
        kind, name, value = box.get("type", "text"), box.get("name", ""), box.get("value", "")
        if kind in UNSENT or not name or "disabled" in box.attrib:
            return
        if kind not in CHOSEN:
            self.values[name] = value
            return
        words = labels.get(box.get("id", ""), "")
        self.offered.setdefault(name, {})[words] = value or "on"
        chosen = self.values.setdefault(name, [])
        if "checked" in box.attrib:
            chosen.append(value or "on")

    def _take_select(self, choice: Element) -> None:
        name, options = choice.get("name", ""), list(choice.iter("option"))
        self.offered[name] = {text_of(one): one.get("value", text_of(one)) for one in options}
        picked = [one for one in options if "selected" in one.attrib] or options[:1]
        self.values[name] = [one.get("value", text_of(one)) for one in picked]

    def fill(self, name: str, given: Any) -> None:
        """A choice is named by its words or its value; a day by its date."""
        if isinstance(given, datetime):
            self.fill(name, given.date())
            self.fill(f"{name}_time", f"{given:%H:%M}")
        elif isinstance(given, date):
            for part in ("day", "month", "year"):
                self.fill(f"{name}_{part}", str(getattr(given, part)))
        else:
            assert name in self.values, (name, sorted(self.values))
            self.values[name] = self._offered(name, given) if name in self.offered else given

    def _offered(self, name: str, given: Any) -> list[str]:
        choices = self.offered[name]
        picked = [choices.get(one, one) for one in ([given] if isinstance(given, str) else given)]
        assert set(picked) <= set(choices.values()), (name, given, choices)
        return picked

    def sent(self, button: str) -> dict[str, Any]:
        pressed = self.buttons[button]
        named = {pressed.get("name"): pressed.get("value", "")} if pressed.get("name") else {}
        return {**self.values, **named}


class Visitor:
    """`page` and `address` are those of the page in front of them."""

    def __init__(self, email: str) -> None:
        self.client, self.address = Client(enforce_csrf_checks=True), "/"
        self._read: Page | None = None
        self.seen: list[tuple[str, str]] = []
        """Of every page that was shown: its address and all of it."""
        self.open("/")
        self.send("Sign in", login=email, password=PASSWORD)

    def open(self, address: str) -> None:
        self._show(self.client.get(urljoin(self.address, address), follow=True), address)

    def follow(self, words: str) -> None:
        """By the words of a link, or the first words if no link has just these."""
        links = self.page.links
        fitting = [where for said, where in links.items() if said.startswith(words)]
        assert fitting, (words, sorted(links))
        self.open(links.get(words, fitting[0]))

    def send(self, button: str, **given: Any) -> None:
        """Fills in the form that has this button and presses it; nothing may be refused."""
        form = self.form_with(button)
        for name, value in given.items():
            form.fill(name, value)
        where = urljoin(self.address, form.action)
        act = self.client.post if form.method == "post" else self.client.get
        self._show(act(where, form.sent(button), follow=True), where)
        refused = REFUSED in self.seen[-1][1]
        assert not refused, (self.address, self.page.errors)

    def form_with(self, button: str) -> Form:
        fitting = [form for form in self.forms() if button in form.buttons]
        assert fitting, (button, self.address, [sorted(form.buttons) for form in self.forms()])
        return fitting[0]

    def forms(self) -> Iterator[Form]:
        for element in self.page.elements("form"):
            yield Form(element, self.page)

    @property
    def page(self) -> Page:
        """Read only if it is asked for: reading takes as long as making it."""
        self._read = self._read or Page(self.response)
        return self._read

    def _show(self, response: Any, asked: str) -> None:
        assert response.status_code == 200, (asked, response.status_code)
        chain = getattr(response, "redirect_chain", [])
        self.address = urljoin(self.address, chain[-1][0] if chain else asked)
        self.response, self._read = response, None
        self.seen.append((self.address, response.content.decode()))
