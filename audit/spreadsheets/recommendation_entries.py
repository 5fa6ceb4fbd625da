"""What is said and offered of each column of a sheet of recommendations."""

from __future__ import annotations

from typing import Any

from audit.models import Recommendation, Round
from audit.rules.deadlines import TimeLimit
from audit.spreadsheets.filling_in import DAY, Entry, Example, Others
from audit.spreadsheets.recommendation_columns import RECOMMENDATION_COLUMNS
from audit.spreadsheets.vocabulary import area_words, chapter_words, choice_words, theme_words

NOTES = {
    "number": "Its number in the document: a whole number, each once.",
    "kind": "What it is. Empty means a recommendation.",
    "title": "What it is called, in 100 characters or fewer.",
    "text": "What it asks for.",
    "chapter": "The chapter of the report that it belongs to.",
    "areas": "The areas of practice that it is about. Several are separated by a semicolon (;).",
    "themes": "The themes that it is about. Several are separated by a semicolon (;).",
    "time_limit": "How much time it allows. Empty means no time limit.",
    "due_by": "Only with the time limit “By a date”: the date, such as 31/3/2026.",
    "sub_points": "Its sub-points, one on each line of the cell. Alt and Enter make a new line. "
    "A line that ends with a colon leads in those below it, up to an empty line.",
    "parent": "The number of the cause of concern that holds it, if one does.",
}


def recommendation_entries(round: Round) -> list[Entry]:
    more = _more(round)
    return [
        Entry(
            column,
            NOTES[column.code],
            "Yes" if column.required else "No",
            **more.get(column.code, {}),
        )
        for column in RECOMMENDATION_COLUMNS
    ]


def _more(round: Round) -> dict[str, dict[str, Any]]:
    framework, several = round.framework, {"others": Others.TAKEN, "width": 36}
    return {
        "kind": {"offered": choice_words("a kind", Recommendation.Kind).offered},
        "title": {"width": 36},
        "text": {"width": 60},
        "chapter": {"offered": chapter_words(framework).offered, "width": 30},
        "areas": {"offered": area_words(framework).offered, **several},
        "themes": {"offered": theme_words(framework).offered, **several},
        "time_limit": {"offered": choice_words("a time limit", TimeLimit).offered},
        "due_by": {"form": DAY, "width": 14},
        "sub_points": {"width": 50},
    }


def recommendation_examples(round: Round) -> list[Example]:
    chapters, themes = chapter_words(round.framework), theme_words(round.framework)
    concern: Example = {
        "number": 1,
        "kind": Recommendation.Kind.CAUSE_OF_CONCERN.label,
        "title": "Wexshire does not write down why it decides",
        "text": "Decisions about children have no reason beside them.",
        "chapter": next(iter(chapters.offered), None),
        "time_limit": TimeLimit.IMMEDIATELY.label,
    }
    held: Example = {
        "number": 2,
        "title": "Write down each decision",
        "text": "Record each decision about a child and the reason for it.",
        "themes": "; ".join(themes.offered[:2]),
        "time_limit": TimeLimit.THREE_MONTHS.label,
        "sub_points": "In the control room\nIn custody",
        "parent": 1,
    }
    return [concern, held]
