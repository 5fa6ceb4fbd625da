"""Wexshire's judgements as they lie on disk, put together by file and by who gave them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from tests.seeds.folders import ROOT, rows_of

GRADES = ("good", "requires_improvement", "inadequate")
Row = dict[str, str]


@cache
def case_files(folder: Path) -> dict[str, Row]:
    return {row["reference"]: row for row in rows_of(folder, "case_files.csv")}


@cache
def given(folder: Path) -> tuple[Row, ...]:
    """Every assessment that is no draft."""
    rows = rows_of(folder, "assessments.csv")
    return tuple(row for row in rows if row["status"] != "draft")


def one(folder: Path, reference: str, origin: str, assessor: str = "") -> Row | None:
    """The assessment of a file that was given; of anybody where no assessor is named."""
    for row in given(folder):
        if (row["reference"], row["origin"]) == (reference, origin):
            if not assessor or row["assessor"] == assessor:
                return row
    return None


def doubles(folder: Path) -> Iterator[tuple[str, Row | None, Row | None]]:
    """Each file that two people grade: the first's assessment and the second's, where given."""
    for reference, file in case_files(folder).items():
        if file["second_assessor"]:
            asked = (file["allocated_to"], file["second_assessor"])
            first, second = (one(folder, reference, "assessor", who) for who in asked)
            yield reference, first, second


def pairs(folder: Path) -> list[tuple[str, str]]:
    """The first assessor's grade and the second's, where both have submitted."""
    both = ((first, second) for _, first, second in doubles(folder) if first and second)
    return [(first["overall_grade"], second["overall_grade"]) for first, second in both]


def own_pairs(folder: Path) -> list[tuple[str, str]]:
    """The force's own grade and the agreed one, where there are both."""
    both = (
        (one(folder, reference, "self"), one(folder, reference, "agreed"))
        for reference in case_files(folder)
    )
    return [
        (own["overall_grade"], agreed["overall_grade"]) for own, agreed in both if own and agreed
    ]


def table(grades: list[tuple[str, str]]) -> list[list[int]]:
    return [[grades.count((row, column)) for column in GRADES] for row in GRADES]


def kinder(grades: list[tuple[str, str]]) -> int:
    """How many pairs have the better grade first, less those that have it second."""
    apart = (GRADES.index(second) - GRADES.index(first) for first, second in grades)
    return sum((difference > 0) - (difference < 0) for difference in apart)


def answers(folder: Path, origin: str = "") -> dict[tuple[str, str, str], Row]:
    """(file, origin, assessor) → question → what was answered."""
    found: dict[tuple[str, str, str], Row] = {}
    for row in rows_of(folder, "answers.csv"):
        if origin in {"", row["origin"]}:
            key = (row["reference"], row["origin"], row["assessor"])
            found.setdefault(key, {})[row["question"]] = row["value"]
    return found


@cache
def asked_of() -> dict[str, frozenset[str]]:
    """Each question that a person answers, and its areas; none means all of them."""
    content = (ROOT / "fixtures" / "ncpi-questions.yaml").read_text("utf-8")
    fields = (row["fields"] for row in yaml.safe_load(content))
    return {
        row["code"]: frozenset(code for _, code in row["areas"])
        for row in fields
        if row["kind"] != "duration"
    }
