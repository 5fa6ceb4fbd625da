"""The process that reads a spreadsheet: `python -m audit.spreadsheets.child <file >rows`.

It knows nothing of Django, the database or the keys, and takes no more memory and time than
`limits` gives it. Each line that it writes is JSON: a sheet, a row of it, or how it ended.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from audit.spreadsheets import limits, refusals
from audit.spreadsheets.refusals import UnreadableError
from audit.unpacking.confined import confine, room_told


def main() -> None:
    with room_told():
        read()


def read() -> None:
    try:
        confine(limits.CONFINED)
        for line in lines_for(sys.stdin.buffer.read(limits.MOST_BYTES + 1)):
            write(line)
    except UnreadableError as error:
        write({"refused": str(error)})
    except MemoryError:
        write({"refused": refusals.TOO_HARD})


def write(line: Any) -> None:
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")


def lines_for(content: bytes) -> Iterator[Any]:
    """Raises UnreadableError; what came before is not to be used then."""
    # Not at the top: room for them is made within the limits.
    from audit.spreadsheets.containers import CSV, kind_of

    if len(content) > limits.MOST_BYTES:
        megabytes = limits.MOST_BYTES // 1_000_000
        raise UnreadableError(refusals.TOO_LARGE.format(megabytes=megabytes))
    kind = kind_of(content)
    yield from _text_lines(content) if kind == CSV else _workbook_lines(content, kind)
    yield {"kind": kind}


def _text_lines(content: bytes) -> Iterator[Any]:
    from audit.spreadsheets.cells import CellReader
    from audit.spreadsheets.delimited import rows_in, text_of

    cells = CellReader({})
    yield {"sheet": "", "hidden": False}
    rows = 0
    for number, row in rows_in(text_of(content)):
        rows += 1
        yield [number, *cells.of_row(number, row)]
    if not rows:
        raise UnreadableError(refusals.EMPTY)
    yield from _notes(cells.notes())


def _workbook_lines(content: bytes, kind: str) -> Iterator[Any]:
    from audit.spreadsheets.cells import CellReader
    from audit.spreadsheets.workbooks import sheets_in

    sheets, notes = sheets_in(content, kind)
    rows = 0
    for sheet in sheets:
        cells = CellReader(sheet.marks.cells, sheet.marks.midnights)
        yield {"sheet": sheet.name, "hidden": sheet.hidden}
        for number, row in sheet.rows:
            rows += 1
            yield [number, *cells.of_row(number, row)]
        notes += [*sheet.notes, *cells.notes()]
    if not rows:
        raise UnreadableError(refusals.NO_SHEETS)
    yield from _notes(notes)


def _notes(notes: Iterable[str]) -> Iterator[Any]:
    yield from ({"note": note} for note in dict.fromkeys(notes))


if __name__ == "__main__":
    main()
