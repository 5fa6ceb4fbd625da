"""The grades of several areas in one cell: "Section 47 enquiries: Good; Police detention: RI".

Where the areas stand in a cell of their own, their grades alone are enough, in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audit.rules.written import Names, NotUnderstood, normal

NOT_GRADED = "not graded"


def area_grades_text(grades: Mapping[str, str]) -> str:
    """Of the words for areas and grades; a grade "" is one not given yet."""
    return "; ".join(f"{area}: {grade or NOT_GRADED}" for area, grade in grades.items())


def read_area_grades(
    text: str, areas: Names, grades: Names, named: Sequence[str] = ()
) -> dict[str, str]:
    """Codes of areas → codes of grades, "" for one not graded yet; {} for an empty cell. `named`
    are the areas (codes) of the row's own cell. Raises NotUnderstood."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    pairs = [part.rpartition(":") for part in parts]
    if all(mark for _, mark, _ in pairs):
        codes = [areas.code(area) for area, _, _ in pairs]
    elif not any(mark for _, mark, _ in pairs) and len(parts) == len(named):
        codes = list(named)
    else:
        raise NotUnderstood(
            "give each area with its grade, as in ‘Area: Grade; Area: Grade’, or as many grades "
            "as areas"
        )
    if len(set(codes)) < len(codes):
        raise NotUnderstood("an area stands there twice; give each area once")
    return {code: _grade(grades, grade) for code, (_, _, grade) in zip(codes, pairs, strict=True)}


def _grade(grades: Names, text: str) -> str:
    return "" if normal(text) in ("", normal(NOT_GRADED)) else grades.code(text)
