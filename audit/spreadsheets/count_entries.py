"""What is said and offered of each column of a sheet of published counts."""

from __future__ import annotations

from typing import Any

from audit.models import Round
from audit.spreadsheets.count_columns import COUNT_COLUMNS, HEADLINE
from audit.spreadsheets.filling_in import Entry, Example, Others
from audit.spreadsheets.vocabulary import area_words, grade_words


def count_entries(round: Round) -> list[Entry]:
    said = _said(round)
    return [
        Entry(column, needed="Yes" if column.required else "No", **said[column.code])
        for column in COUNT_COLUMNS
    ]


def _said(round: Round) -> dict[str, dict[str, Any]]:
    return {
        "area": {
            "note": f"The area of practice. For the headline leave it empty or write “{HEADLINE}”.",
            "offered": (HEADLINE, *area_words(round.framework).offered),
            "width": 40,
        },
        "grade": {
            "note": "The grade that was counted.",
            "offered": grade_words(round.framework).offered,
            "others": Others.ASKED,
        },
        "count": {
            "note": "How many the document prints, as a whole number. Copy it even if it does "
            "not add up: Casemark shows the difference and changes nothing.",
        },
        "source_note": {
            "note": "Where it is printed, such as Chapter 4, page 23.",
            "width": 50,
        },
    }


def count_examples(round: Round) -> list[Example]:
    areas = [HEADLINE, *area_words(round.framework).offered[:2]]
    best, worst = (grade_words(round.framework).offered[place] for place in (0, -1))
    return [
        {"area": area, "grade": grade, "count": count, "source_note": "Wexshire’s report, page 7"}
        for area, grade, count in zip(areas, (best, best, worst), (4, 3, 1), strict=False)
    ]
