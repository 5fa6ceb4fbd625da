"""What short words in a cell of the grid mean, and what is said of those that mean nothing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from audit.models import Question
from audit.rules.answer_words import cell_text, read_cell
from audit.rules.answers import Fact

HALF_PAST_TWO = datetime(2026, 3, 3, 14, 30, tzinfo=ZoneInfo("Europe/London"))
GRADES = [
    {"code": "no_apparent_risk", "title": "No apparent risk"},
    {"code": "low", "title": "Low risk"},
    {"code": "high", "title": "High risk"},
    {"code": "highest", "title": "Highest risk"},
]
YES_NO = Question(text="Was it done?", kind="yes_no")
GRADE = Question(text="How was it graded?", kind="choice", choices=GRADES)
TIMES = Question(text="How often?", kind="number")
WHEN = Question(text="When?", kind="date_time")
ALL = (YES_NO, GRADE, TIMES, WHEN)


@pytest.mark.parametrize(
    ("question", "text", "fact"),
    [
        (YES_NO, "y", Fact(choice="yes")),
        (YES_NO, "No", Fact(choice="no")),
        (GRADE, "low", Fact(choice="low")),
        (GRADE, "High  risk", Fact(choice="high")),
        (GRADE, "high", Fact(choice="high")),
        (GRADE, "no app", Fact(choice="no_apparent_risk")),
        (GRADE, "no_apparent_risk", Fact(choice="no_apparent_risk")),
        (TIMES, "2", Fact(number=Decimal(2))),
        (TIMES, "2.50", Fact(number=Decimal("2.5"))),
        *(
            (WHEN, text, Fact(at=HALF_PAST_TWO))
            for text in (
                "3/3/2026 14:30",
                "03.03.2026 1430",
                "2026-03-03 14:30:00",
                "2026-03-03T14:30",
                "3 Mar 2026, 2.30pm",
                "3 march 2026 14.30",
            )
        ),
        *((question, "", None) for question in ALL),
        *((question, " NR ", Fact(absence="not_recorded")) for question in ALL),
        *((question, "n/a", Fact(absence="not_applicable")) for question in ALL),
        *((question, "could not see", Fact(absence="could_not_see")) for question in ALL),
    ],
)
def test_short_words_are_answers(question, text, fact):
    assert read_cell(question, text) == fact


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        (YES_NO, "maybe", "enter y, n, nr, na or cns"),
        (GRADE, "medium", "enter no apparent risk, low, high, highest, nr, na or cns"),
        (GRADE, "h", "enter no apparent risk"),
        (TIMES, "two", "enter a number, such as 3"),
        (TIMES, "-1", "0 or more"),
        (TIMES, "1.234", "2 decimal places"),
        (TIMES, "NaN", "2 decimal places"),
        (TIMES, "1e309", "smaller number"),
        (TIMES, "-1e309", "smaller number"),
        (TIMES, "1e12", "smaller number"),
        (WHEN, "3/3/2026", "must include a time"),
        (WHEN, "3/3/26 14:30", "year of 4 numbers"),
        (WHEN, "31/2/2026 14:30", "must be a real date"),
        (WHEN, "14:30", "must include"),
        (WHEN, "yesterday", "must include"),
        (WHEN, "1/2/3/4 25:99", "must"),
    ],
)
def test_anything_else_is_told_what_to_enter(question, text, words):
    with pytest.raises(ValueError, match=words):
        read_cell(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [(YES_NO, "y"), (GRADE, "low"), (TIMES, "2.5"), (WHEN, "3/3/2026 14:30"), (WHEN, "cns")],
)
def test_what_is_stored_is_shown_as_it_can_be_typed(question, text):
    assert cell_text(question, read_cell(question, text)) == text
