"""What an answer may hold, by the kind of its question."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from audit.rules.answers import Fact, asked_problems, fact_problems, unanswered
from tests.rules.questions import CALLED, WAIT, Asked

YES_NO = Asked("done")
GRADE = Asked("grade", "choice", choices=[{"code": "low", "title": "Low risk"}])
TIMES = Asked("times", "number")
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        (YES_NO, Fact(choice="yes")),
        (GRADE, Fact(choice="low")),
        (TIMES, Fact(number=Decimal(0))),
        (CALLED, Fact(at=AT)),
        *(
            (question, Fact(absence=absence))
            for question in (YES_NO, GRADE, TIMES, CALLED)
            for absence in ("not_recorded", "not_applicable", "could_not_see")
        ),
    ],
)
def test_one_value_of_the_right_kind_or_a_reason_is_an_answer(question, fact):
    assert fact_problems(question, fact) == []


@pytest.mark.parametrize(
    ("question", "fact", "words"),
    [
        (YES_NO, Fact(), "give one answer"),
        (YES_NO, Fact(choice="yes", absence="not_recorded"), "give one answer"),
        (YES_NO, Fact(choice="low"), "choose one"),
        (YES_NO, Fact(number=Decimal(1)), "choose one"),
        (YES_NO, Fact(absence="unknown"), "say why"),
        (GRADE, Fact(choice="yes"), "choose one"),
        (TIMES, Fact(number=Decimal(-1)), "0 or more"),
        (TIMES, Fact(number=Decimal(10) ** 8), "0 or more"),
        (TIMES, Fact(choice="yes"), "0 or more"),
        (CALLED, Fact(number=Decimal(1)), "a date and a time"),
        (WAIT, Fact(number=Decimal(3)), "worked out"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(question, fact, words):
    [problem] = fact_problems(question, fact)
    assert problem.field == f"answer-{question.code}"
    assert words in problem.message


def test_an_answer_to_another_areas_question_is_refused_with_a_sentence():
    [problem] = asked_problems([YES_NO, GRADE], {"grade"}, ["Police detention", "CSE"])
    assert problem.message == (
        "“Was it done?” is not asked of a file under “Police detention” and “CSE”. Leave it out."
    )


def test_what_is_worked_out_is_never_unanswered():
    assert unanswered([YES_NO, WAIT, GRADE], {"grade": Fact(choice="low")}) == ["done"]
