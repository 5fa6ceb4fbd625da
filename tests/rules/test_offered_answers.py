from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from audit.rules.answer_words import read_cell
from audit.rules.answers import ABSENCES, Fact
from audit.rules.moments import LONDON
from audit.rules.offered_answers import cell_value, choice_words, offered_answers
from tests.rules.questions import ARRIVED, Asked

YES_NO = Asked("spoken-to")
CHOICE = Asked(
    "how-well",
    "choice",
    choices=[
        {"code": "in_full", "title": "In full"},
        {"code": "partly", "title": "In  part"},
        {"code": "unclear", "title": "Not recorded"},
    ],
)
NUMBER = Asked("times", "number")


def test_what_is_offered_is_read_as_what_it_says():
    for question in (YES_NO, CHOICE):
        for code, word in choice_words(question).items():
            assert read_cell(question, word) == Fact(choice=code)
    absences = [read_cell(NUMBER, word) for word in offered_answers(NUMBER)]
    assert absences == [Fact(absence=code) for code in ABSENCES]


def test_choices_are_offered_by_their_titles_where_nothing_else_is_called_so():
    assert offered_answers(YES_NO)[:2] == ("Yes", "No")
    assert list(choice_words(CHOICE).values()) == ["In full", "partly", "unclear"]


@pytest.mark.parametrize(
    ("question", "fact", "value"),
    [
        (YES_NO, None, None),
        (YES_NO, Fact(choice="no"), "No"),
        (CHOICE, Fact(choice="in_full"), "In full"),
        (NUMBER, Fact(number=Decimal("2.50")), Decimal("2.50")),
        (NUMBER, Fact(absence="could_not_see"), "Could not see"),
        (ARRIVED, Fact(at=datetime(2026, 7, 3, 13, 30, tzinfo=UTC)), datetime(2026, 7, 3, 14, 30)),
        (ARRIVED, Fact(at=datetime(2026, 1, 3, 13, 30, tzinfo=UTC)), datetime(2026, 1, 3, 13, 30)),
    ],
)
def test_an_answer_has_the_type_of_its_cell(question, fact, value):
    assert cell_value(question, fact) == value
    assert type(cell_value(question, fact)) is type(value)


@pytest.mark.parametrize("year", [1888, 2026])
def test_what_no_cell_holds_as_a_time_is_a_text_that_is_understood(year):
    midnight = datetime(year, 3, 3, tzinfo=LONDON)
    if year < 1900:
        midnight += timedelta(hours=9)
    text = cell_value(ARRIVED, Fact(at=midnight))
    assert isinstance(text, str)
    assert read_cell(ARRIVED, text) == Fact(at=midnight)


def test_a_choice_that_the_framework_no_longer_has_is_shown_by_its_code():
    assert cell_value(CHOICE, Fact(choice="gone")) == "gone"
