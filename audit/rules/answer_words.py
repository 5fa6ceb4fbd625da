"""Answers as short words in cells: typed into a grid, pasted there, or written in a spreadsheet."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from audit.rules.answers import MOST, Asked, Fact, codes_of, fact_problems
from audit.rules.moments import fault_words, moment_parts, read_moment, typed_parts
from audit.rules.typed_dates import Fault

ABSENCES = {"nr": "not_recorded", "na": "not_applicable", "cns": "could_not_see"}
SHORT = {absence: short for short, absence in ABSENCES.items()}
SAID = {
    **ABSENCES,
    "n/a": "not_applicable",
    **{code.replace("_", " "): code for code in ABSENCES.values()},
}


def read_cell(question: Asked, text: str) -> Fact | None:
    """What a cell means; None for an empty one. Raises ValueError with what to do instead."""
    text = " ".join(text.split())
    if not text:
        return None
    if absence := SAID.get(text.lower()):
        return Fact(absence=absence)
    fact = READERS[question.kind](question, text)
    for problem in fact_problems(question, fact):
        raise ValueError(problem.message.partition("”: ")[2].rstrip("."))
    return fact


def _choice(question: Asked, text: str) -> Fact:
    """By the code or the words of a choice, or by how one of them and no other begins."""
    titles = {str(row["code"]): str(row["title"]).lower() for row in question.choices}
    wanted = text.lower()
    said = {
        code: {code, code.replace("_", " "), titles.get(code, code)} for code in codes_of(question)
    }
    exact = [code for code, words in said.items() if wanted in words]
    begun = [code for code, words in said.items() if any(word.startswith(wanted) for word in words)]
    for found in (exact, begun):
        if len(found) == 1:
            return Fact(choice=found[0])
    raise ValueError(f"enter {', '.join(short_words(question))}, nr, na or cns")


def _number(question: Asked, text: str) -> Fact:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("enter a number, such as 3, or nr, na or cns") from None
    if number.is_finite() and abs(number) > MOST:  # which could not be rounded
        raise ValueError("enter a smaller number")
    if not number.is_finite() or number != round(number, 2):
        raise ValueError("enter a number with 2 decimal places or fewer")
    return Fact(number=number)


def _moment(question: Asked, text: str) -> Fact:
    found = read_moment(moment_parts(text))
    if isinstance(found, Fault):
        what = fault_words(found)
        raise ValueError(f"the date {what}, as in 3/3/2026 14:30; or enter nr, na or cns")
    return Fact(at=found)


READERS = {"yes_no": _choice, "choice": _choice, "number": _number, "date_time": _moment}


def short_words(question: Asked) -> list[str]:
    """What may be typed for a choice or a yes/no, beside the absences."""
    if question.kind == "yes_no":
        return ["y", "n"]
    return [code.replace("_", " ") for code in codes_of(question)]


def cell_text(question: Asked, fact: Fact | None) -> str:
    """A stored answer as a cell shows it."""
    if fact is None:
        return ""
    if fact.absence:
        return SHORT[fact.absence]
    if fact.at:
        *day, clock = typed_parts(fact.at)
        return f"{'/'.join(day)} {clock}"
    if fact.number is not None:
        return f"{fact.number.normalize():f}"
    return fact.choice[0] if question.kind == "yes_no" else fact.choice
