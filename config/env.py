"""Settings from the environment: typed, and named in one sentence when missing or malformed.

`Environment` collects every problem before it speaks, so that whoever sets up a machine
mends the whole list in one go.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

YES = {"yes", "true", "1", "on"}
NO = {"no", "false", "0", "off"}


@dataclass
class Environment:
    """Reads variables; `finish()` raises ImproperlyConfigured naming each that is wrong."""

    values: Mapping[str, str] = field(default_factory=lambda: os.environ)
    problems: list[str] = field(default_factory=list)

    def read(self, name: str, parse: Callable[[str], T], default: T | None = None) -> T:
        """The parsed variable, or `default`; without a default a missing one is a problem."""
        raw = self.values.get(name, "").strip()
        if not raw:
            if default is None:
                self.problems.append(f"{name} is not set: set it to {_wanted(parse)}.")
            return default  # type: ignore[return-value]  # finish() raises before it is used
        try:
            return parse(raw)
        except ValueError as error:
            self.problems.append(f"{name} {error}: set it to {_wanted(parse)}.")
            return default  # type: ignore[return-value]

    def finish(self) -> None:
        if self.problems:
            raise ImproperlyConfigured(" ".join(self.problems))


def _wanted(parse: Callable[[str], Any]) -> str:
    return (parse.__doc__ or "a value").strip().rstrip(".")


def text(raw: str) -> str:
    """a text."""
    return raw


def flag(raw: str) -> bool:
    """yes or no."""
    if raw.lower() in YES:
        return True
    if raw.lower() in NO:
        return False
    raise ValueError("is neither yes nor no")


def whole_number(raw: str) -> int:
    """a whole number."""
    try:
        return int(raw)
    except ValueError:
        raise ValueError("is not a whole number") from None


def from_nought(raw: str) -> int:
    """a whole number, 0 or more."""
    number = whole_number(raw)
    if number < 0:
        raise ValueError("is below 0")
    return number


def from_one(raw: str) -> int:
    """a whole number, 1 or more."""
    number = whole_number(raw)
    if number < 1:
        raise ValueError("is below 1")
    return number


def iso_date(raw: str) -> str:
    """a date such as 2026-11-22."""
    try:
        return date.fromisoformat(raw).isoformat()
    except ValueError:
        raise ValueError("is not a date") from None


def secret(raw: str) -> str:
    """a random text of at least 50 characters."""
    if len(raw) < 50:
        raise ValueError(f"has only {len(raw)} characters")
    return raw


def keys(raw: str) -> list[str]:
    """one or more random keys of at least 32 characters, newest first, separated by commas."""
    parts = names(raw)
    if any(len(part) < 32 for part in parts):
        raise ValueError("holds a key of fewer than 32 characters")
    return parts


def names(raw: str) -> list[str]:
    """one or more names separated by commas."""
    parts = [part.strip() for part in raw.split(",") if part.strip()]
    if not parts:
        raise ValueError("is empty")
    return parts


def hosts(raw: str) -> list[str]:
    """one or more host names such as casemark.example, separated by commas."""
    parts = names(raw)
    for part in parts:
        if not re.fullmatch(r"[A-Za-z0-9.*_-]+(:\d+)?", part):
            raise ValueError(f"holds “{part}”, which is not a host name")
    return parts


def folder(raw: str) -> str:
    """the path of a folder."""
    return raw


def file(raw: str) -> str:
    """the path of a file."""
    return raw


def origins(raw: str) -> list[str]:
    """one or more origins such as https://casemark.example, separated by commas."""
    parts = names(raw)
    for part in parts:
        pieces = _split(part, "an https origin")
        if pieces.scheme != "https" or not pieces.netloc or pieces.path:
            raise ValueError(f"holds '{part}', which is not an https origin")
    return parts


def _split(raw: str, wanted: str) -> SplitResult:
    """Python's own message would repeat what it takes for a port, perhaps a piece of a password."""
    try:
        pieces = urlsplit(raw)
        _ = pieces.port
    except ValueError:
        raise ValueError(f"is not {wanted}") from None
    return pieces


def database(raw: str) -> dict[str, Any]:
    """a database address, postgres://user:password@host:port/name or sqlite:///path."""
    pieces = _split(raw, "a database address")
    if pieces.scheme == "sqlite":
        return sqlite(pieces.path.removeprefix("/") or ":memory:")
    if pieces.scheme not in {"postgres", "postgresql"} or not pieces.path.strip("/"):
        raise ValueError("is not a database address")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(pieces.path.lstrip("/")),
        "USER": unquote(pieces.username or ""),
        "PASSWORD": unquote(pieces.password or ""),
        "HOST": pieces.hostname or "",
        "PORT": str(pieces.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: str) -> dict[str, Any]:
    """SQLite as several writers need it; measured in the project's dependency notes (trap 6)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        },
    }


def mail_server(raw: str) -> dict[str, Any]:
    """a mail server's address, smtp://user:password@host:port (smtps for TLS from the start)."""
    pieces = _split(raw, "a mail server's address")
    if pieces.scheme not in {"smtp", "smtps"} or not pieces.hostname:
        raise ValueError("is not a mail server's address")
    return {
        "EMAIL_HOST": pieces.hostname,
        "EMAIL_PORT": pieces.port or (465 if pieces.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(pieces.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(pieces.password or ""),
        "EMAIL_USE_SSL": pieces.scheme == "smtps",
        "EMAIL_USE_TLS": pieces.scheme == "smtp" and bool(pieces.username),
    }
