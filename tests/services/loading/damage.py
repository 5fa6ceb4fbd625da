"""Damage to one cell, or one byte, of one file of a folder; the same for the same seed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from random import Random

from tests.seeds.folders import DURHAM

KEPT = {"DURHAM-01", "DURHAM-02", "DURHAM-13", "DURHAM-30", "DURHAM-80"}
"""Enough of Durham's case files to damage; loading all 81 takes longer than a test may."""

VALUES = (
    *("", " ", "yes", "no", "unknown", ";", ";;", "good", "good;good", "inadequate", "fair"),
    *("-1", "0", "1", "00", "9" * 12, "9" * 5000, "1e5", "1.5", "NaN", "sNaN", "Infinity", "٣"),
    *("2019-13", "2019-10", "2019-10-14", "0001-01", "9999-12", "9999-12-31", "20191014"),
    *("0001-01-01 00:00", "9999-12-31 23:59", "2026-03-29 01:30", "2026-10-25 01:30"),
    *("s47", "s47;s47", "s47;cse", "leadership", "recording", "draft", "agreed", "published"),
    *("durham", "wexshire", "auditor@wexshire.example", "service@casemark.invalid"),
    *("by_date", "immediately", "duration", "risk-known-to-shared", "=1+1", "<b>bold", "a/b"),
    *("x" * 400, "\x00", "\u2028", "\ud7ff", "\U0001f9d2", "'; DROP TABLE audit_round; --", '"'),
    *("one\ntwo", "one\r\ntwo", "%s", "{}", "__all__", "None", "DURHAM-01", "SMALL-1"),
)


def small_durham(path: Path) -> Path:
    """Durham's folder with a few of its case files."""
    shutil.copytree(DURHAM, path)
    for file in ("case_files.csv", "assessments.csv"):
        header, *rows = _read(path / file)
        _write(path / file, [header, *(row for row in rows if row[0] in KEPT)])
    return path


def damage(folder: Path, seed: int) -> str:
    """Makes one change, and says which."""
    random = Random(seed)
    path = random.choice(sorted(folder.glob("*.csv")))
    if random.random() < 0.15:
        return _damage_byte(path, random)
    rows = _read(path)
    line = random.randrange(len(rows))
    column = random.randrange(len(rows[line]))
    same_column = [row[column] for row in rows if len(row) > column]
    value = random.choice([*VALUES, *random.choices(same_column, k=len(VALUES) // 4)])
    rows[line][column] = value
    _write(path, rows)
    return f"{path.name}, row {line + 1}, cell {column + 1}: {value[:40]!r}"


def _damage_byte(path: Path, random: Random) -> str:
    content = bytearray(path.read_bytes())
    place, byte = random.randrange(len(content)), random.choice(b'\x00\xff\n",;\x80 ')
    content[place] = byte
    path.write_bytes(content)
    return f"{path.name}, byte {place}: {byte:#x}"


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as content:
        return list(csv.reader(content))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as content:
        csv.writer(content).writerows(rows)
