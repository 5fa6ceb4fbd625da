"""What leads on from a page: its links, and its forms with all that they offer."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin


@dataclass
class Form:
    """`shown` is what it would send as it stands; `offered` what else each control can."""

    method: str
    action: str
    shown: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {*self.shown, *self.offered, *self.texts}


class Reader(HTMLParser):
    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, [], []
        self._form: Form | None = None
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urldefrag(urljoin(self.address, given["href"]))[0])
        elif tag == "form":
            to = urljoin(self.address, given.get("action", "") or self.address)
            self._form = Form(given.get("method", "get").lower(), to)
            self.forms.append(self._form)
        elif self._form is not None and tag in {"input", "select", "option", "textarea", "button"}:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name, value = self._form, given.get("name", ""), given.get("value", "")
        if tag == "option":
            form.offered.setdefault(self._select, []).append(value)
            if "selected" in given:
                form.shown.setdefault(self._select, []).append(value)
        elif tag == "select":
            self._select = name
            form.offered.setdefault(name, [])
        elif tag == "textarea":
            self._area = name
            form.texts.add(name)
            form.shown[name] = [""]
        elif tag == "button" or given.get("type") in {"submit", "button"}:
            form.buttons.append((name, value))
        elif given.get("type") in {"radio", "checkbox"}:
            form.offered.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.shown.setdefault(name, []).append(value or "on")
        elif name:
            (form.hidden if given.get("type") == "hidden" else form.texts).add(name)
            form.shown.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area:
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.shown[self._area] = [(self._form.shown[self._area][0] + data).lstrip("\n")]
