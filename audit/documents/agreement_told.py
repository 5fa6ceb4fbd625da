"""Agreement as the page and the report show it: tables of pairs, coefficients, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audit.documents.agreement import SELF_AGREED, Compared, RoundAgreement
from audit.rules.agreement import FEWEST_PAIRS, Agreement
from audit.rules.grading import Scale

TITLES = {
    SELF_AGREED: {
        "title": "The force’s own grades and the agreed ones",
        "first": "Force’s own grade",
        "second": "Agreed grade",
        "kinder": "The force’s own grade was kinder than the agreed one",
        "none": "No file has both a grade of the force’s own and an agreed one yet.",
        "persons": "By whoever made the force’s own assessment",
    },
    "assessors": {
        "title": "Two assessors of the same file",
        "first": "First assessor",
        "second": "Second assessor",
        "kinder": "The first assessor was kinder than the second",
        "none": "No file has been graded by two assessors yet.",
        "persons": "By assessor: each person’s grades against those of the other",
    },
}
STUDIES = (
    "Published studies of case-note audit found average kappas between 0.32 and 0.70 (Lilford and "
    "others 2007, Journal of Health Services Research and Policy 12: 173–180)."
)


def agreement_part(found: RoundAgreement, scale: Scale) -> list[dict[str, Any]]:
    return [_compared(row, scale) for row in found.compared]


def by_person(found: RoundAgreement) -> dict[str, dict[str, Any]]:
    """For moderators alone, and in no document: how far each person agrees with the others."""
    return {row.between: _rows(row.by_person) for row in found.compared}


def _compared(row: Compared, scale: Scale) -> dict[str, Any]:
    words, found = TITLES[row.between], row.overall
    return {
        "between": row.between,
        **{name: words[name] for name in ("title", "first", "second", "persons")},
        "pairs": found.pairs,
        "grades": [grade.title for grade in scale.grades],
        "table": _table(found, scale),
        "direction": _direction(words["kinder"], found),
        "coefficients": _coefficients(found),
        "note": found.note if found.pairs else words["none"],
        "areas": _rows([(area.short_title, each) for area, each in row.by_area]),
    }


def _table(found: Agreement, scale: Scale) -> list[dict[str, Any]]:
    return [
        {
            "grade": grade.title,
            "cells": [
                {"label": other.title, "count": count, "same": other == grade}
                for other, count in zip(scale.grades, counts, strict=True)
            ],
            "total": sum(counts),
        }
        for grade, counts in zip(scale.grades, found.table, strict=True)
    ]


def _direction(kinder: str, found: Agreement) -> str:
    """Counts alone, however few: they are no estimate."""
    if not found.pairs:
        return ""
    files = "1 file" if found.pairs == 1 else f"{found.pairs} files"
    return (
        f"{kinder} in {found.kinder} of {files}, harsher in {found.harsher}, and the same in "
        f"{found.same}."
    )


def _coefficients(found: Agreement) -> list[dict[str, str]]:
    """Each with its name, its value and what it means; empty where they are kept back."""
    if found.suppressed:
        return []
    return [
        {
            "name": "The same grade",
            "value": _percent(found.raw),
            "means": "The share of files with the very same grade, chance included.",
        },
        {
            "name": "Weighted kappa",
            "value": _kappa(found),
            "means": "Agreement beyond what chance would give: 1 is full agreement, 0 is chance. "
            "Grades that are one step apart count as partly agreed.",
        },
        {
            "name": "Gwet’s AC2",
            "value": _number(found.ac2),
            "means": "The same question asked in another way. It stays usable where nearly all "
            "files have one grade, which pulls kappa down.",
        },
    ]


def _rows(found: Sequence[tuple[str, Agreement]]) -> dict[str, Any]:
    """Areas or people: a row for each with enough files, and a sentence that counts the others."""
    shown = [(title, each) for title, each in found if not each.suppressed]
    few = [f"{title} {each.pairs}" for title, each in found if each.suppressed]
    return {
        "rows": [
            {
                "title": title,
                "pairs": each.pairs,
                "same": _percent(each.raw),
                "kappa": _number(each.kappa.value if each.kappa else None),
                "ac2": _number(each.ac2),
                "kinder": each.kinder,
                "harsher": each.harsher,
            }
            for title, each in shown
        ],
        "few": f"Fewer than {FEWEST_PAIRS} files, too few to measure: {', '.join(few)}."
        if few
        else "",
    }


def _kappa(found: Agreement) -> str:
    """ "0.52 (95% interval 0.31 to 0.73)", the upper end never above 1; no interval of no width."""
    if found.kappa is None:
        return "none"
    value = _number(found.kappa.value)
    if found.note:
        return value
    low, high = _number(found.kappa.low), _number(min(found.kappa.high, 1.0))
    return f"{value} (95% interval {low} to {high})"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _percent(value: float | None) -> str:
    return "none" if value is None else f"{100 * value:.1f}%"
