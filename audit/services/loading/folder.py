"""Reading the CSV files of a round's folder into lines that know where they stand."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audit.rules.imports import CellProblem


class LoadError(Exception):
    """A folder that cannot be loaded: every problem found, each with its file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Line:
    """One row of a file: `number` is the line on which it begins, as an editor counts,
    `position` its place among the rows, from 1."""

    file: str
    number: int
    position: int
    cells: Mapping[str, str]
    problems: tuple[CellProblem, ...] = ()
    """What is wrong with its cells before anything is made of them."""

    def problem(self, message: str) -> str:
        return f"{self.file}, line {self.number}: {message}"


@dataclass
class Folder:
    """The files of a folder, by name; a file that is not there has no lines."""

    lines: dict[str, list[Line]]
    sha256: str
    problems: list[str] = field(default_factory=list)
    content: dict[str, bytes] = field(default_factory=dict)
    """The files as they are, byte for byte."""

    def of(self, file: str) -> list[Line]:
        return self.lines.get(file, [])


def read_folder(
    path: Path, columns: Mapping[str, frozenset[str]], *, needed: str = "round.csv"
) -> Folder:
    """Reads the CSV files of `path`, and what its folder `evidence` holds; `columns` names each
    CSV file that may be there, and its columns, and `needed` the one that must be.

    Wrong bytes, unknown files and unknown columns are problems of the folder, not exceptions.
    """
    folder = Folder(lines={}, sha256="")
    digest = hashlib.sha256()
    if not path.is_dir():
        raise LoadError([f"{path} is not a folder. Name a folder that holds a {needed}."])
    for file in sorted(path.glob("*.csv")):
        if not file.is_file():
            folder.problems.append(f"{file.name} is not a file. Replace it with one.")
            continue
        content = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + content + b"\0")
        if file.name not in columns:
            known = ", ".join(sorted(columns))
            folder.problems.append(f"{file.name}: no such file is known. Known: {known}.")
            continue
        folder.content[file.name] = content
        folder.lines[file.name] = _lines(file.name, content, columns[file.name], folder.problems)
    for file in sorted((path / "evidence").glob("*")):
        content = file.read_bytes()
        digest.update(f"evidence/{file.name}".encode() + b"\0" + content + b"\0")
        folder.content[f"evidence/{file.name}"] = content
    if needed not in folder.lines:
        folder.problems.append(f"{needed} is missing from {path.name}. Add it.")
    folder.sha256 = digest.hexdigest()
    return folder


def _lines(name: str, content: bytes, columns: frozenset[str], problems: list[str]) -> list[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.append(f"{name}, line {line}: this is not UTF-8 text. Save the file as UTF-8.")
        return []
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problems.append(f"{name}, line {line}: this holds a NUL character. Remove it.")
        return []
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    wrong = _header_problem(reader, columns)
    if wrong:
        problems.append(f"{name}, line 1: {wrong}")
        return []
    return list(_rows(name, reader, problems))


def _header_problem(reader: csv.DictReader[str], columns: frozenset[str]) -> str:
    try:
        header = reader.fieldnames or []
    except csv.Error as error:
        return f"{error}. Check the quotes of the header."
    unknown = sorted(set(header) - columns)
    if unknown:
        return f"no such column: {', '.join(unknown)}. Known: {', '.join(sorted(columns))}."
    if len(set(header)) < len(header):
        return "a column is named twice. Remove one of the two."
    return ""


def _rows(name: str, reader: csv.DictReader[str], problems: list[str]) -> list[Line]:
    lines: list[Line] = []
    begins = reader.line_num + 1
    try:
        for row in reader:
            if None in row or None in row.values():
                problems.append(
                    f"{name}, line {begins}: the row has not as many cells as the header. "
                    "Check its commas and quotes."
                )
            else:
                cells = {key: cell.strip() for key, cell in row.items()}
                lines.append(Line(name, begins, len(lines) + 1, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        problems.append(f"{name}, line {begins}: {error}. Check the quotes of this row.")
    return lines
