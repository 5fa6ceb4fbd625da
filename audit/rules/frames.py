"""Reading a frame: the list of cases that could be looked at, as a force exports it to CSV.

Excel's ways are taken as they come: UTF-8 with or without a mark, Windows-1252, UTF-16, commas,
semicolons or tabs. What is wrong is said with its line; numbers themselves are never repeated.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from audit.rules.personal_data.holding import looks_like
from audit.rules.problems import Problem

COLUMNS = {"local number": "number", "area": "area", "team": "team", "period": "period"}
"""What each frame must have: heading → field of a row."""
EXCLUDED = "excluded because"
OTHER_HEADINGS = {"number": "number", "area of practice": "area", EXCLUDED: "excluded_because"}
MOST_ROWS = 200_000
MOST_BYTES = 20_000_000
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


def read_frame(content: bytes, areas: Mapping[str, str]) -> Frame:
    """The rows of a file. `areas` maps what an area may be called, in small letters, to its code.

    Raises FrameError with a sentence for each thing that is wrong.
    """
    if len(content) > MOST_BYTES:
        raise FrameError(f"The file must be smaller than {MOST_BYTES // 1_000_000} MB.")
    table = _table(_text(content))
    heading = next(table, None)
    if heading is None:
        raise FrameError("The file is empty. Upload one with a row for each case.")
    reading = _Reading(_fields(heading[1]), areas)
    for line, cells in table:
        reading.take(line, cells)
    if reading.problems:
        raise FrameError(*reading.problems)
    if not reading.rows:
        raise FrameError("The file has headings and no cases. Upload one with a row for each case.")
    return Frame(hashlib.sha256(content).hexdigest(), tuple(reading.rows))


def _text(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise FrameError("This is an Excel workbook. Save it as CSV and upload that.")
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FrameError("This cannot be read as text. Save the list as CSV (UTF-8) and upload that.")


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it begins."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if any(cells) and not (begins == 1 and cells[0].lower().startswith("sep=")):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise FrameError(
            f"Line {begins} cannot be read. Look for a quotation mark that is not closed."
        ) from None


def _fields(headings: Sequence[str]) -> list[str]:
    """The field of each column, "" for those that are not read."""
    known = COLUMNS | OTHER_HEADINGS
    words = [" ".join(cell.lower().replace("_", " ").split()) for cell in headings]
    fields = [known.get(word, "") for word in words]
    problems = [
        f"The first line has no column “{heading}”. Add it: a frame has the columns "
        f"{', '.join(COLUMNS)} and, where cases are excluded, {EXCLUDED}."
        for heading, field in COLUMNS.items()
        if field not in fields
    ]
    problems += [
        f"The first line has two columns “{word}”. Take one of them out."
        for word, field in dict(zip(words, fields, strict=True)).items()
        if field and fields.count(field) > 1
    ]
    if problems:
        raise FrameError(*problems)
    return fields


class _Reading:
    """Takes row after row, and collects what is wrong with them."""

    def __init__(self, fields: list[str], areas: Mapping[str, str]) -> None:
        self.width, self.areas = len(fields), areas
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
        self.problems += [f"Line {line}: {what}." for what in wrong]
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
            yield f"the same local number as line {first}"

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
