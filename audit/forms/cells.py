"""Answers as short words in the cells of a grid: typed there, or pasted from a spreadsheet."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.forms.dates import Fault
from audit.forms.moments import fault_words, moment_parts, read_moment, typed_parts
from audit.forms.widgets import TextInput
from audit.models import Answer, Question
from audit.rules.answers import Fact, codes_of, fact_problems

ABSENCES = {"nr": "not_recorded", "na": "not_applicable", "cns": "could_not_see"}
SHORT = {absence: short for short, absence in ABSENCES.items()}
SAID = {
    **ABSENCES,
    "n/a": "not_applicable",
    **{label.lower(): code for code, label in Answer.Absence.choices},
}
LONGEST = 200


def read_cell(question: Question, text: str) -> Fact | None:
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


def _choice(question: Question, text: str) -> Fact:
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


def _number(question: Question, text: str) -> Fact:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("enter a number, such as 3, or nr, na or cns") from None
    if not number.is_finite() or number != round(number, 2):
        raise ValueError("enter a number with 2 decimal places or fewer")
    return Fact(number=number)


def _moment(question: Question, text: str) -> Fact:
    found = read_moment(moment_parts(text))
    if isinstance(found, Fault):
        what = fault_words(found)
        raise ValueError(f"the date {what}, as in 3/3/2026 14:30; or enter nr, na or cns")
    return Fact(at=found)


READERS = {"yes_no": _choice, "choice": _choice, "number": _number, "date_time": _moment}


def short_words(question: Question) -> list[str]:
    """What may be typed for a choice or a yes/no, beside the absences."""
    if question.kind == "yes_no":
        return ["y", "n"]
    return [code.replace("_", " ") for code in codes_of(question)]


def cell_text(question: Question, fact: Fact | None) -> str:
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


class CellField(forms.CharField):
    """Gives a Fact or None. Its errors name the file and the question."""

    def __init__(self, reference: str, question: Question) -> None:
        self.reference, self.question = reference, question
        label = f"{reference}: {question.text}"
        widget = TextInput({"aria-label": label, "autocomplete": "off", "spellcheck": "false"})
        super().__init__(label=label, required=False, max_length=LONGEST, widget=widget)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def clean(self, value: str) -> Fact | None:
        text = super().clean(value)
        try:
            return read_cell(self.question, text)
        except ValueError as error:
            sentence = f"{self.reference}, “{self.question.text}”: {error}."
            raise ValidationError(sentence, code="unread") from None
