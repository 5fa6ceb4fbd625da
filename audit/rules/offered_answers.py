"""Answers as a spreadsheet offers and shows them: whole words, numbers and times.

Whatever is given here is read by `answer_words.read_cell` as what it stands for.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from audit.rules.answer_words import cell_text, read_cell
from audit.rules.answers import ABSENCES, Asked, Fact, codes_of
from audit.rules.moments import LONDON

ABSENT = {code: code.replace("_", " ").capitalize() for code in ABSENCES}
FIRST_YEAR = 1901
"""Spreadsheet programs agree on days from here on."""


def choice_words(question: Asked) -> dict[str, str]:
    """The words for each code of a choice or a yes/no; the code itself where they would be read
    as something else."""
    titles = {str(row["code"]): str(row["title"]) for row in question.choices}
    return {
        code: _readable(question, code, titles.get(code, code.capitalize()))
        for code in codes_of(question)
    }


def _readable(question: Asked, code: str, title: str) -> str:
    try:
        is_meant = read_cell(question, title) == Fact(choice=code)
    except ValueError:
        is_meant = False
    return title if is_meant else code


def offered_answers(question: Asked) -> tuple[str, ...]:
    """What a list beside the question holds; of a number or a time only why there is none."""
    chosen = choice_words(question).values() if has_choices(question) else ()
    return (*chosen, *ABSENT.values())


def has_choices(question: Asked) -> bool:
    return question.kind in ("yes_no", "choice")


def cell_value(question: Asked, fact: Fact | None) -> str | Decimal | datetime | None:
    """A stored answer as a cell holds it; a time as the clock in London shows it."""
    if fact is None:
        return None
    if fact.absence:
        return ABSENT[fact.absence]
    if fact.at:
        return _moment(question, fact, fact.at.astimezone(LONDON).replace(tzinfo=None))
    if fact.number is not None:
        return fact.number
    return choice_words(question).get(fact.choice, fact.choice)


def _moment(question: Asked, fact: Fact, local: datetime) -> str | datetime:
    """Midnight as text: in a cell it could not be told from the day without a time."""
    if local.time() == time.min or local.year < FIRST_YEAR:
        return cell_text(question, fact)
    return local
