"""What a person listed in a spreadsheet, however it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Rows of texts, the headings first, each with its number as its program shows it.

    `rows` can be gone through again and again. `sha256` names the file, byte for byte; `unit` is
    what a row of it is called: "Line" of a text file, "Row" of a workbook.
    """

    sha256: str
    rows: Iterable[tuple[int, list[str]]]
    unit: str = "Line"
