"""Drawing a sample from a frame, so that anybody can draw the same one again.

The draw. Take each case that is not excluded before. Write the seed, a colon and the local number
without spaces and in small letters, as UTF-8, and take the SHA-256 of that as 64 hexadecimal
digits. Put the cases of each stratum in the order of these digits. The first are drawn, as many
as were asked for; the next are the reserve, and are brought in one after the other when a drawn
case of the same stratum is excluded. A simple sample is one stratum. For a single case:

    printf '%s' '<seed>:<number>' | sha256sum
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from audit.rules.frames import Frame, FrameRow, normal
from audit.rules.problems import Problem

METHOD = (
    "Each case that was not excluded before is given the SHA-256 of the seed, a colon and its "
    "local number (without spaces, in small letters). Within each stratum the cases are put in "
    "the order of these; the first are drawn, the next are in reserve."
)
COLUMNS = ("area", "team", "period")
"""What a sample can be stratified by."""
MOST_STRATA = 60
MOST_DRAWN = 2_000
Key = tuple[str, ...]


@dataclass
class Stratum:
    """A part of the frame, of which `rows` can be drawn; the one of a simple sample has no key."""

    key: Key
    label: str
    rows: list[FrameRow] = field(default_factory=list)
    excluded: list[FrameRow] = field(default_factory=list)

    @property
    def frame_count(self) -> int:
        return len(self.rows) + len(self.excluded)


@dataclass(frozen=True)
class Size:
    """How many cases of a stratum are asked for; the reserve is as large as the rest allows."""

    asked: int
    reserve: int = 0


@dataclass(frozen=True)
class Draw:
    """The outcome in one stratum, each list in the order of the draw."""

    stratum: Stratum
    size: Size
    drawn: list[FrameRow]
    reserve: list[FrameRow]


def stratify(frame: Frame, columns: Sequence[str], areas: Mapping[str, str]) -> list[Stratum]:
    """The frame in parts, by the values of `columns`; `areas` maps codes to titles, in order."""
    strata: dict[Key, Stratum] = {}
    for row in frame.rows:
        key = tuple(getattr(row, column) for column in columns)
        stratum = strata.get(key)
        if stratum is None:
            stratum = strata[key] = Stratum(key, _label(columns, key, areas))
        (stratum.excluded if row.excluded_because else stratum.rows).append(row)
    places = {code: place for place, code in enumerate(areas)}
    return sorted(
        strata.values(),
        key=lambda one: [(places.get(value, len(places)), value) for value in one.key],
    )


def _label(columns: Sequence[str], key: Key, areas: Mapping[str, str]) -> str:
    parts = [
        areas.get(value, value) if column == "area" else value or f"no {column}"
        for column, value in zip(columns, key, strict=True)
    ]
    return ", ".join(parts) or "All cases"


def strata_problems(strata: Sequence[Stratum]) -> list[Problem]:
    """What makes a frame impossible to draw from by these columns."""
    if len(strata) > MOST_STRATA:
        return [
            Problem(
                "columns",
                f"That makes {len(strata):,} strata, and {MOST_STRATA} are the most. "
                "Choose fewer columns.",
            )
        ]
    return [
        Problem(
            "columns" if stratum.key else "frame",
            f"{stratum.label}: every case is excluded, and none can be drawn. Take them out of "
            "the file, or choose other columns.",
        )
        for stratum in strata
        if not stratum.rows
    ]


def size_problems(strata: Sequence[Stratum], sizes: Mapping[Key, Size]) -> list[Problem]:
    problems = [
        Problem("", message)
        for stratum in strata
        if (message := _size_problem(stratum, sizes.get(stratum.key, Size(0))))
    ]
    if (total := sum(size.asked for size in sizes.values())) > MOST_DRAWN:
        message = f"{total:,} cases are asked for, and {MOST_DRAWN:,} are the most of one sample."
        problems.append(Problem("", message))
    return problems


def _size_problem(stratum: Stratum, size: Size) -> str:
    there = len(stratum.rows)
    if size.asked > there:
        return (
            f"{stratum.label}: {size.asked:,} cases are asked for, and there "
            f"{'is' if there == 1 else 'are'} {there:,}."
        )
    if size.asked < 1:
        return f"{stratum.label}: ask for 1 case or more, or take its cases out of the file."
    return f"{stratum.label}: the reserve cannot be below 0." if size.reserve < 0 else ""


def rank(seed: str, number: str) -> str:
    """The place of a case in the order of the draw: 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{normal(number)}".encode()).hexdigest()


def draw(strata: Sequence[Stratum], sizes: Mapping[Key, Size], seed: str) -> list[Draw]:
    """The same cases for the same frame, strata, sizes and seed, whenever and wherever."""
    return [_draw_one(stratum, sizes[stratum.key], seed) for stratum in strata]


def _draw_one(stratum: Stratum, size: Size, seed: str) -> Draw:
    ranked = ((rank(seed, row.number), place) for place, row in enumerate(stratum.rows))
    first = heapq.nsmallest(size.asked + size.reserve, ranked)
    rows = [stratum.rows[place] for _, place in first]
    return Draw(stratum, size, rows[: size.asked], rows[size.asked :])


def in_proportion(counts: Sequence[int], total: int) -> list[int]:
    """`total` shared out like `counts`, at least 1 and at most all of each (largest remainders)."""
    whole = sum(counts)
    exact = [Fraction(total * count, whole) if whole else Fraction(0) for count in counts]
    shares = [min(max(int(share), 1), count) for share, count in zip(exact, counts, strict=True)]
    by_remainder = sorted(range(len(counts)), key=lambda at: (int(exact[at]) - exact[at], at))
    for at in by_remainder:
        if sum(shares) < total and shares[at] < counts[at]:
            shares[at] += 1
    return shares
