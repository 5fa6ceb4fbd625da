"""Rows of text files, in any common encoding and with any common delimiter."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from audit.spreadsheets import refusals
from audit.spreadsheets.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from audit.spreadsheets.refusals import UnreadableError

MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
DELIMITERS = ",;\t|"
LOOKED_AT = 20
"""So many lines tell which delimiter it is."""


def text_of(content: bytes) -> str:
    """Raises UnreadableError where no encoding fits."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return _decoded(content, encoding)
    head = content[:4_000]
    if head[1::2].count(0) > len(head) // 4:
        return _decoded(content, "utf-16-le")
    if head[::2].count(0) > len(head) // 4:
        return _decoded(content, "utf-16-be")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(refusals.NOT_TEXT) from None


def rows_in(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it begins."""
    begins, given = 1, text
    if text[:4].lower() == "sep=" and len(text) > 4:  # Excel's own way to name the delimiter
        first, _, given = text.partition("\n")
        delimiter, begins = first[4], 2
    else:
        delimiter = _delimiter(text)
    csv.field_size_limit(LONGEST_CELL * 2)  # what is a little too long is refused by its row
    reader = csv.reader(io.StringIO(given, newline=""), delimiter=delimiter, strict=True)
    before = begins - 1
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS or begins > MOST_ROWS:
                raise _too_much(cells)
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = before + reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            sentence = refusals.LONG_LINE.format(line=begins, most=LONGEST_CELL)
        else:
            sentence = refusals.OPEN_QUOTE.format(line=begins)
        raise UnreadableError(sentence) from None


def _too_much(cells: list[str]) -> UnreadableError:
    if len(cells) > MOST_COLUMNS:
        return UnreadableError(refusals.TOO_MANY_COLUMNS.format(most=MOST_COLUMNS))
    return UnreadableError(refusals.TOO_MANY_LINES.format(rows=MOST_ROWS))


def _delimiter(text: str) -> str:
    """What stands in the most of the first lines equally often, outside quotation marks: if there
    is one in the very first line, that of those there, for a heading holds no other."""
    lines = [line for line in text[:200_000].splitlines()[:LOOKED_AT] if line.strip()]
    bare = ["".join(line.split('"')[::2]) for line in lines]

    def steadiness(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in bare)
        counts.pop(0, None)
        often, lines_alike = max(counts.items(), key=lambda item: item[1], default=(0, 0))
        return lines_alike, often

    in_heading = [sign for sign in DELIMITERS if bare and sign in bare[0]]
    found = max(in_heading or DELIMITERS, key=steadiness)
    return found if in_heading or steadiness(found)[0] > 1 else DELIMITERS[0]
