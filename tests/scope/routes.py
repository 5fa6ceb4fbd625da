"""Every address that the site answers, walked from config.urls down: none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

ADMIN_MODEL = "admin:audit_"
FORMAT = "format"
"""Of a list as a file: which kind of file says nothing of whose rows are in it."""
ADMIN_SHORTCUT = "shortcut"
"""An admin page's own name for an address that Django leaves nameless: it leads to `change`."""


@dataclass(frozen=True)
class Route:
    """`name` is what the address is called; Django leaves two kinds of the admin's nameless."""

    name: str
    wants: frozenset[str]
    """The parts that it is made of: "code", "pk" …"""
    pattern: str

    @property
    def admin_model(self) -> tuple[str, str] | None:
        """(model, what): of a page of one model in the admin, such as ("round", "add")."""
        if not self.name.startswith(ADMIN_MODEL):
            return None
        model, what = self.name.removeprefix(ADMIN_MODEL).split("_", 1)
        return model, what

    def address(self, known: Mapping[str, Any]) -> str:
        kwargs = {part: known[part] for part in self.wants}
        if f":{FORMAT}>" in self.pattern:
            kwargs[FORMAT] = "csv"
        if self.name == "admin:elsewhere":
            return reverse("admin:index") + kwargs["url"]
        if self.name.endswith(f"_{ADMIN_SHORTCUT}"):
            changed = self.name.removesuffix(ADMIN_SHORTCUT) + "change"
            return reverse(changed, kwargs=kwargs).removesuffix("change/")
        return reverse(self.name, kwargs=kwargs)


@cache
def routes() -> dict[str, Route]:
    """Name → route. Two of one name are one route: the first of them answers."""
    found: dict[str, Route] = {}
    for route in _walk(get_resolver("config.urls")):
        found.setdefault(route.name, route)
    return found


def _walk(
    resolver: URLResolver, before: str = "", space: str = "", wants: frozenset[str] = frozenset()
) -> Iterator[Route]:
    for part in resolver.url_patterns:
        pattern, wanted = before + str(part.pattern), wants | _wanted(part)
        if isinstance(part, URLResolver):
            inner = f"{space}{part.namespace}:" if part.namespace else space
            yield from _walk(part, pattern, inner, wanted)
        else:
            yield Route(space + (part.name or _named(pattern)), wanted, pattern)


def _wanted(part: URLPattern | URLResolver) -> frozenset[str]:
    parts = frozenset(part.pattern.converters) | frozenset(part.pattern.regex.groupindex)
    return parts - {FORMAT}


def _named(pattern: str) -> str:
    """For what has no name: the admin's way to a row's page, and its answer to anything else."""
    _, *parts = pattern.split("/")
    if parts[0] == "audit" and parts[2:] == ["<path:object_id>", ""]:
        return f"audit_{parts[1]}_{ADMIN_SHORTCUT}"
    return "elsewhere" if parts == ["(?P<url>.*)$"] else f"nameless:{pattern}"
