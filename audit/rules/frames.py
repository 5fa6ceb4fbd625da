"""A frame: the list of cases that could be looked at, as a force exports it.

What is wrong is said with its line; numbers themselves are never repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from audit.rules.personal_data.holding import looks_like
from audit.rules.problems import Problem
from audit.rules.tables import Table

COLUMNS = {"local number": "number", "area": "area", "team": "team", "period": "period"}
"""What each frame must have: heading → field of a row."""
EXCLUDED = "excluded because"
HEADINGS = COLUMNS | {
    "number": "number",
    "area of practice": "area",
    EXCLUDED: "excluded_because",
}
"""All that are known: heading → field."""
MOST_ROWS = 200_000
KEPT = ("team", "period", "excluded_because")
"""The columns whose texts are kept as they stand."""
LONGEST = {"number": 60, "team": 60, "period": 60, "excluded_because": 200}
SHOWN = 10
"""So many problems are told one by one; the rest is counted."""


class FrameRow(NamedTuple):
    """A case of the frame; `area` is the code of an area of practice."""

    line: int
    number: str
    area: str
    team: str
    period: str
    excluded_because: str = ""

    @property
    def normal(self) -> str:
        return normal(self.number)


@dataclass(frozen=True)
class Frame:
    """`sha256` names the file as it was uploaded, byte for byte."""

    sha256: str
    rows: tuple[FrameRow, ...]

    def excluding(self, numbers: frozenset[str], because: str) -> Frame:
        """With the cases of these normal numbers excluded, unless they are already."""
        if not numbers:
            return self
        rows = (
            row._replace(excluded_because=because)
            if row.normal in numbers and not row.excluded_because
            else row
            for row in self.rows
        )
        return Frame(self.sha256, tuple(rows))


class FrameError(ValueError):
    """A file that cannot be drawn from; `problems` says all that is wrong."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        shown = messages[:SHOWN]
        if more := len(messages) - len(shown):
            shown = (*shown, f"There {'is 1 more' if more == 1 else f'are {more:,} more'} like it.")
        self.problems = [Problem("frame", message) for message in shown]


def normal(number: str) -> str:
    """A local number without spaces, in small letters: what makes two of them the same."""
    return "".join(number.split()).casefold()


def frame_of(table: Table, areas: Mapping[str, str]) -> Frame:
    """The cases of a table. `areas` maps what an area may be called, in small letters, to its code.

    Raises FrameError with a sentence for each thing that is wrong.
    """
    rows = iter(table.rows)
    heading = next(rows, None)
    if heading is None:
        raise FrameError("The file is empty. Upload one with a row for each case.")
    reading = _Reading(_fields(heading[1]), areas, table.unit)
    for line, cells in rows:
        if any(texts := [cell.strip() for cell in cells]):
            reading.take(line, texts)
    if reading.problems:
        raise FrameError(*reading.problems)
    if not reading.rows:
        raise FrameError("The file has headings and no cases. Upload one with a row for each case.")
    return Frame(table.sha256, tuple(reading.rows))


def column_of(heading: str) -> str:
    """The field that a heading stands for, "" where it is none that is read."""
    words = " ".join(heading.lower().replace("_", " ").split())
    return HEADINGS.get(words, "")


def _fields(headings: Sequence[str]) -> list[str]:
    """The field of each column, "" for those that are not read."""
    fields = [column_of(heading) for heading in headings]
    problems = [
        f"The headings have no column “{heading}”. Add it: a frame has the columns "
        f"{', '.join(COLUMNS)} and, where cases are excluded, {EXCLUDED}."
        for heading, field in COLUMNS.items()
        if field not in fields
    ]
    problems += [
        f"The headings have two columns “{heading}”. Take one of them out."
        for field, heading in dict(zip(fields, headings, strict=True)).items()
        if field and fields.count(field) > 1
    ]
    if problems:
        raise FrameError(*problems)
    return fields


class _Reading:
    """Takes row after row, and collects what is wrong with them."""

    def __init__(self, fields: list[str], areas: Mapping[str, str], unit: str) -> None:
        self.width, self.areas, self.unit = len(fields), areas, unit
        self.at = {field: place for place, field in enumerate(fields) if field}
        self.rows: list[FrameRow] = []
        self.problems: list[str] = []
        self.lines: dict[str, int] = {}
        self.known: dict[tuple[str, str], str] = {}

    def take(self, line: int, cells: list[str]) -> None:
        if len(self.rows) >= MOST_ROWS:
            raise FrameError(f"The file must have {MOST_ROWS:,} cases or fewer.")
        wrong = []
        if len(cells) != self.width:
            if any(cells[self.width :]):
                wrong.append("there are more cells than headings")
            cells += [""] * (self.width - len(cells))
        number, called = cells[self.at["number"]], cells[self.at["area"]]
        kept = [cells[self.at[name]] if name in self.at else "" for name in KEPT]
        wrong += [what for pair in zip(KEPT, kept, strict=True) if (what := self._wrong(pair))]
        wrong += self._wrong_number(line, number)
        area = self.areas.get(called.lower(), "")
        if not area:
            unknown = f"“{called[:60]}” is not an area of this framework"
            wrong.append(unknown if called else "no area")
        self.problems += [f"{self.unit} {line}: {what}." for what in wrong]
        if not wrong:
            self.rows.append(FrameRow(line, number, area, *kept))

    def _wrong_number(self, line: int, number: str) -> Iterator[str]:
        if not number:
            yield "no local number"
            return
        if len(number) > LONGEST["number"]:
            yield f"the number has more than {LONGEST['number']} characters"
        first = self.lines.setdefault(normal(number), line)
        if first != line:
            yield f"the same local number as {self.unit.lower()} {first}"

    def _wrong(self, pair: tuple[str, str]) -> str:
        """What is wrong with a text that is kept as it stands. Asked once for each, for a frame
        repeats them."""
        if pair not in self.known:
            self.known[pair] = _wrong_text(*pair)
        return self.known[pair]


def _wrong_text(field: str, text: str) -> str:
    named = field.replace("_", " ")
    if len(text) > LONGEST[field]:
        return f"the {named} has more than {LONGEST[field]} characters"
    what = looks_like(text) if text else ""
    return f"the {named} looks like {what}: take it out" if what else ""
