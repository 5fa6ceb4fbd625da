"""The faults that `catalogue.toml` lists."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("catalogue.toml")


class StaleError(Exception):
    """The code has changed: a fault can no longer be put into it as it is described."""


@dataclass(frozen=True)
class Fault:
    """In `file` the text `old` becomes `new`; each of `tests`, by itself, must notice."""

    number: int
    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def put_into(self, source: str) -> str:
        """The faulty source. Raises StaleError unless `old` stands in it exactly once."""
        found = source.count(self.old)
        if found != 1:
            raise StaleError(f"Its text stands {found} times in {self.file}, not once.")
        return source.replace(self.old, self.new)


def all_faults() -> tuple[Fault, ...]:
    """In the order of the list, numbered from 1."""
    rows = tomllib.loads(LIST.read_text("utf-8"))["fault"]
    return tuple(
        Fault(number, **{**row, "tests": tuple(row["tests"])})
        for number, row in enumerate(rows, start=1)
    )


def named_tests(faults: Iterable[Fault]) -> list[str]:
    """Every test that is named for one of them, once."""
    return list(dict.fromkeys(test for fault in faults for test in fault.tests))
