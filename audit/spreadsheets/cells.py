"""A cell as it goes from the reading process to Casemark, and what it is there."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from audit.spreadsheets.marks import ERROR

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing, and can make a text look like another one."""
BIDI_SEEN = (
    "Some texts hold marks that turn the direction of writing, and can look like others than they "
    "are. Read them again after the import."
)
MIDNIGHT = (
    "Where a cell shows a date at 00:00, it is read as that day, and as midnight below a question "
    "that asks for a time. If you typed only the day there, enter the time, or nr."
)
NUL = "\0"
"""Which not every database keeps in a text."""
EXACT = 10**15
"""Up to here a number of a workbook is exact, and a whole one is written as such."""
LASTED = re.compile(r"PT(\d+)H(\d\d)M\d\dS", re.ASCII)
"""What lasted more than a day, as the reader gives it from an OpenDocument."""


@dataclass(frozen=True)
class NoValue:
    """A cell that holds a formula or an error (`what`): shown, never used."""

    what: str


Cell = str | int | float | bool | date | datetime | time | NoValue
Cells = Mapping[str, Cell]
"""The cells of a row by the codes of their columns."""


class CellReader:
    """Makes JSON of the cells of one sheet; `marks` says which are no plain values, `midnights`
    which of the days show 00:00."""

    def __init__(
        self,
        marks: Mapping[tuple[int, int], str],
        midnights: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.marked: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, column), what in marks.items():
            self.marked[row][column] = what
        self.midnights: dict[int, list[int]] = defaultdict(list)
        for row, column in midnights:
            self.midnights[row].append(column)
        self.had_bidi = self.had_midnight = False

    def of_row(self, number: int, cells: Sequence[Any]) -> list[Any]:
        row = [self._plain(cell) for cell in cells]
        for column, what in self.marked.get(number, {}).items():
            row += [""] * (column - len(row))
            row[column - 1] = {"no": what}
        for column in self.midnights.get(number, ()):
            self._at_midnight(row, column - 1)
        return row

    def _at_midnight(self, row: list[Any], place: int) -> None:
        cell = row[place] if place < len(row) else ""
        if isinstance(cell, dict) and "date" in cell:
            row[place] = {"moment": f"{cell['date']}T00:00:00"}
            self.had_midnight = True

    def notes(self) -> list[str]:
        return [BIDI_SEEN] * self.had_bidi + [MIDNIGHT] * self.had_midnight

    def _plain(self, cell: Any) -> Any:
        if isinstance(cell, str):
            self.had_bidi |= not cell.isascii() and bool(BIDI.search(cell))
            lasted = cell.startswith("PT") and LASTED.fullmatch(cell)
            return f"{lasted[1]}:{lasted[2]}" if lasted else cell
        if isinstance(cell, bool):
            return cell
        if isinstance(cell, float):
            return _number(cell)
        if isinstance(cell, datetime):
            return {"moment": cell.isoformat()}
        if isinstance(cell, date):
            return {"date": cell.isoformat()}
        if isinstance(cell, time):
            return {"time": cell.isoformat()}
        return _hours(cell) if isinstance(cell, timedelta) else cell


def _number(number: float) -> Any:
    if not math.isfinite(number):
        return {"no": ERROR}
    return int(number) if number.is_integer() and abs(number) < EXACT else number


def _hours(lasted: timedelta) -> str:
    """As Excel shows what lasted more than a day: 30:00."""
    minutes = round(lasted.total_seconds() / 60)
    return f"{minutes // 60}:{minutes % 60:02}"


MADE: dict[str, Callable[[str], Cell]] = {
    "no": NoValue,
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def cell_from(plain: Any) -> Cell:
    """What `CellReader` made JSON of."""
    if not isinstance(plain, dict):
        given: Cell = plain
        return given
    ((kind, value),) = plain.items()
    return MADE[kind](value)


def is_said(cell: Cell) -> bool:
    """Whether anything stands in a cell; spaces are nothing."""
    return bool(cell.strip()) if isinstance(cell, str) else True


def text_of(cell: Cell) -> str:
    """As a person would read it: a whole day without its time, what is no value as nothing."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        is_day = cell.time() == time.min
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return "" if isinstance(cell, NoValue) else str(cell)
