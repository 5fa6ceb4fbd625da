"""Reading a page as a person would: what it says, where its links go, what its form holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import tinyhtml5
from django.http import HttpResponse


def text_of(element: Element) -> str:
    return " ".join("".join(_words_of(element)).split())


def _words_of(element: Element) -> Iterator[str]:
    """Without what no person reads: comments and scripts."""
    if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
        return
    yield element.text or ""
    for child in element:
        yield from _words_of(child)
        yield child.tail or ""


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    """The content security policy: what may be loaded → from where."""
    parts = response.headers["Content-Security-Policy"].split(";")
    return {name: sources for name, *sources in (part.split() for part in parts)}


class Page:
    def __init__(self, response: HttpResponse) -> None:
        assert response.status_code == 200, response.status_code
        html = response.content.decode()
        self.root = tinyhtml5.parse(html, namespace_html_elements=False)

    def elements(self, tag: str, css_class: str = "") -> Iterator[Element]:
        for element in self.root.iter(tag):
            if not css_class or css_class in element.get("class", "").split():
                yield element

    @property
    def text(self) -> str:
        """What stands in the main part of the page."""
        return text_of(next(self.elements("main")))

    @property
    def heading(self) -> str:
        return text_of(next(self.elements("h1")))

    @property
    def ids(self) -> set[str]:
        return {element.get("id") for element in self.root.iter() if element.get("id")}

    @property
    def links(self) -> dict[str, str]:
        """Words → address; of several links with the same words the last."""
        return {text_of(link): link.get("href", "") for link in self.elements("a")}

    @property
    def addresses(self) -> set[str]:
        return set(self.links.values())

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The error summary: the words of each error, and the id that it leads to ("" for none)."""
        rows = [row for part in self.elements("ul", "govuk-error-summary__list") for row in part]
        return [(text_of(row), self._target(row)) for row in rows]

    @staticmethod
    def _target(row: Element) -> str:
        link = row.find("a")
        return "" if link is None else link.get("href", "").removeprefix("#")

    @property
    def typed(self) -> dict[str, Any]:
        """What the form of the page would send if nothing were touched."""
        sent: dict[str, Any] = {}
        for box in self.root.iter("input"):
            kind, name = box.get("type", "text"), box.get("name", "")
            is_chosen = kind not in {"radio", "checkbox"} or "checked" in box.attrib
            if is_chosen and kind not in {"submit", "button"}:
                sent.setdefault(name, []).append(
                    box.get("value", "on" if kind == "checkbox" else "")
                )
        for area in self.root.iter("textarea"):
            sent[area.get("name", "")] = [(area.text or "").removeprefix("\n")]
        for choice in self.root.iter("select"):
            picked = [o.get("value", "") for o in choice.iter("option") if "selected" in o.attrib]
            sent[choice.get("name", "")] = picked
        sent.pop("csrfmiddlewaretoken", None)
        return {name: values for name, values in sent.items() if any(values)}

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every row of every table."""
        return [[text_of(cell) for cell in row] for row in self.root.iter("tr")]
