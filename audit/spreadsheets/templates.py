"""Blank workbooks to fill in and import, one for each kind of import, in a framework's words."""

from __future__ import annotations

from collections.abc import Callable

from audit.models import Round
from audit.spreadsheets.case_entries import ANSWERS, CaseEntries
from audit.spreadsheets.case_examples import case_examples
from audit.spreadsheets.count_entries import count_entries, count_examples
from audit.spreadsheets.filling_in import AS_WORKBOOK, blank_workbook
from audit.spreadsheets.recommendation_entries import (
    recommendation_entries,
    recommendation_examples,
)

CASE_FILES = "Case files"
PUBLISHED_COUNTS = "Published counts"
RECOMMENDATIONS = "Recommendations"
"""The names of the sheets to be filled in."""
WORDS = (
    "Words are understood with or without capitals, spaces and full stops. A word that Casemark "
    "does not know is refused, never guessed, and it says what to use instead.",
    "Nothing is written before you have seen what would happen to each row.",
    "Columns may be moved or deleted. Keep the headings in one row.",
    AS_WORKBOOK,
)


def case_template(round: Round) -> bytes:
    entries = CaseEntries(round)
    sentences = (
        f"Fill in the sheet “{CASE_FILES}”, one row for each case file of {round.title}.",
        "Each row needs a reference or a local number.",
        "Several areas, strengths or weaknesses in one cell are separated by a semicolon (;).",
        "An empty assessor means you. Empty area grades mean that the grade holds for each area.",
        *ANSWERS,
        *WORDS,
    )
    return blank_workbook(CASE_FILES, entries.all, sentences, case_examples(entries))


def published_counts_template(round: Round) -> bytes:
    sentences = (
        f"Fill in the sheet “{PUBLISHED_COUNTS}”, one row for each number that a document prints "
        f"about {round.title}.",
        "Each area and grade stands in one row only.",
        *WORDS,
    )
    entries, examples = count_entries(round), count_examples(round)
    return blank_workbook(PUBLISHED_COUNTS, entries, sentences, examples)


def recommendations_template(round: Round) -> bytes:
    sentences = (
        f"Fill in the sheet “{RECOMMENDATIONS}”, one row for each recommendation of {round.title}.",
        "A cause of concern stands in a row of its own, and those that it holds name its number.",
        "Several areas or themes in one cell are separated by a semicolon (;).",
        *WORDS,
    )
    entries, examples = recommendation_entries(round), recommendation_examples(round)
    return blank_workbook(RECOMMENDATIONS, entries, sentences, examples)


TEMPLATES: dict[str, Callable[[Round], bytes]] = {
    "case-files": case_template,
    "published-counts": published_counts_template,
    "recommendations": recommendations_template,
}
"""What addresses call them."""
