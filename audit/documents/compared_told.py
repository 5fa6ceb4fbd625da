"""Two rounds side by side as page and document show them: rows of counts, and the charts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from audit.charts.findings import areas_finding
from audit.charts.pairs import PairRow, paired_bars
from audit.rules.counting import Tally
from audit.rules.grading import Scale

Part = dict[str, Any]
SIDES = ("before", "after")


def compared_context(part: Part) -> Part:
    """The charts of a `compared_part` and its rows of cells; "" and none where nothing stands."""
    rows = part["rows"]
    if not rows:
        return {"pair_rows": [], "headline_chart": "", "areas_chart": "", "areas_finding": ""}
    scale = Scale.from_json(part["grades"])
    labels = (part["sides"]["before"], part["sides"]["after"])
    drawn = [_pair_row(scale, row) for row in rows]
    finding = _areas_finding(scale, drawn[1:])
    return {
        "pair_rows": pair_rows(rows, part["grades"], part["sides"]),
        "headline_chart": paired_bars(scale, drawn[:1], labels, part["finding"]),
        "areas_chart": paired_bars(scale, drawn[1:], labels, finding),
        "areas_finding": finding,
    }


def pair_rows(rows: Iterable[Part], grades: list[Part], sides: Part) -> list[Part]:
    """Each line with its two sides: a cell a grade, with its count and its share where it has
    one."""
    return [
        {
            "code": row["code"],
            "title": row["title"],
            "test": row["test"],
            "sides": [_side(row[side], grades, sides[side]) for side in SIDES],
        }
        for row in rows
    ]


def _side(side: Part, grades: list[Part], label: str) -> Part:
    counts, shares = side["counts"], side["shares"]
    return {
        "label": label,
        "total": counts["total"],
        "cells": [
            {
                "code": grade["code"],
                "title": grade["title"],
                "count": counts[grade["code"]],
                "share": shares[grade["code"]],
            }
            for grade in grades
        ],
    }


def _pair_row(scale: Scale, row: Part) -> PairRow:
    tallies = [
        Tally.of(scale, {code: row[side]["counts"][code] for code in scale.codes}) for side in SIDES
    ]
    return PairRow(row["title"], *tallies)


def _areas_finding(scale: Scale, rows: list[PairRow]) -> str:
    """What each round's breakdown says of itself, the earlier first."""
    before = areas_finding(scale, [row.before for row in rows])
    after = areas_finding(scale, [row.after for row in rows])
    return f"Earlier: {before[0].lower()}{before[1:]}. Later: {after[0].lower()}{after[1:]}"
