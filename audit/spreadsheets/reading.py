"""Reading a spreadsheet that somebody chose, in a process of its own (`child`)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from audit.spreadsheets import limits, refusals
from audit.spreadsheets.cells import Cell, cell_from
from audit.spreadsheets.refusals import UnreadableError
from audit.unpacking.confined import BeyondLimitsError, NoRoomError, module_run, run_apart

CHILD = module_run("audit.spreadsheets.child")


@dataclass(frozen=True)
class Row:
    number: int
    """As the spreadsheet program shows it, from 1; of a text file the line on which it begins."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """`name` is empty for a text file."""

    name: str
    hidden: bool
    output: IO[bytes] = field(repr=False)
    start: int
    """Where its rows stand in what the reading process wrote."""

    def rows(self) -> Iterator[Row]:
        """Each row that is not blank. One iteration at a time."""
        self.output.seek(self.start)
        while (line := self.output.readline()).startswith(b"["):
            number, *cells = json.loads(line)
            place = self.output.tell()
            yield Row(number, tuple(map(cell_from, cells)))
            self.output.seek(place)


@dataclass(frozen=True)
class Book:
    """`sha256` names the file as it was chosen, byte for byte."""

    sha256: str
    kind: str
    sheets: tuple[Sheet, ...]
    """Those that have rows, in their order; hidden ones last."""
    notes: tuple[str, ...]


def read_book(content: bytes) -> Book:
    """Raises UnreadableError, whose sentence is for the person who chose the file."""
    try:
        start = content[: limits.MOST_BYTES + 1]
        output = run_apart(CHILD, start, seconds=limits.CONFINED.seconds)
    except NoRoomError:
        raise UnreadableError(refusals.NO_ROOM) from None
    except BeyondLimitsError:
        raise UnreadableError(refusals.TOO_HARD) from None
    return _book(hashlib.sha256(content).hexdigest(), output)


def _book(sha256: str, output: IO[bytes]) -> Book:
    sheets: list[Sheet] = []
    filled: set[int] = set()
    notes: list[str] = []
    kind = ""
    while line := output.readline():
        if line.startswith(b"["):
            filled.add(len(sheets) - 1)
            continue
        said = json.loads(line)
        if "refused" in said:
            raise UnreadableError(said["refused"])
        if "sheet" in said:
            sheets.append(Sheet(said["sheet"], said["hidden"], output, output.tell()))
        notes += [said["note"]] if "note" in said else []
        kind = said.get("kind", kind)
    if not kind:
        raise UnreadableError(refusals.TOO_HARD)
    found = [sheet for place, sheet in enumerate(sheets) if place in filled]
    return Book(sha256, kind, tuple(sorted(found, key=lambda sheet: sheet.hidden)), tuple(notes))
