"""A field for each kind of question: an answer, with why there is none beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.forms.fields import ChoiceField
from audit.forms.widgets import Attrs, NumberInput, Radios, Select, TextInput, joined
from audit.models import Answer, Question
from audit.rules.answers import MOST, Fact, codes_of
from audit.rules.moments import fault_words, read_moment, typed_parts
from audit.rules.typed_dates import Fault

NONE_BECAUSE = "-"
"""Before the code of an absence, so that it cannot be taken for a choice of the question's."""
ABSENCES = [(f"{NONE_BECAUSE}{code}", label) for code, label in Answer.Absence.choices]
PLACES = 2
"""Decimal places that a number may have."""


class PartsWidget(forms.MultiWidget):
    """Boxes for the value, and a list of why there is none. Those at fault are marked."""

    template_name = "govuk/widgets/fact.html"
    labels: Sequence[str] = ()
    without = "Or why is there no answer?"

    def __init__(self, boxes: dict[str, forms.Widget]) -> None:
        absences = Select(choices=[("", "Choose a reason"), *ABSENCES])
        super().__init__({**boxes, "absence": absences})

    def decompress(self, value: Any) -> list[Any]:
        return value or [""] * len(self.widgets)

    def get_context(self, name: str, value: Any, attrs: Attrs | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        marked = self.parts_at_fault(value) if attrs.pop("aria-invalid", None) else ()
        context = super().get_context(name, value, attrs)
        for part, box in enumerate(context["widget"]["subwidgets"]):
            box["label"] = [*self.labels, self.without][part]
            if part in marked:
                box["attrs"]["class"] = joined(box["attrs"]["class"], TextInput.error_class)
                box["attrs"]["aria-invalid"] = "true"
        return context

    def parts_at_fault(self, value: Any) -> Sequence[int]:
        return (0,)

    def error_id(self, id_: str, value: Any) -> str:
        return f"{id_}_{self.parts_at_fault(value)[0]}"


class MomentWidget(PartsWidget):
    labels = ("Day", "Month", "Year", "Time")

    def __init__(self) -> None:
        widths = {"day": 2, "month": 2, "year": 4, "time": 5}
        super().__init__({name: NumberInput(width=width) for name, width in widths.items()})

    def parts_at_fault(self, value: Any) -> Sequence[int]:
        found = read_moment((value or [""] * 5)[:4])
        return found.parts if isinstance(found, Fault) else (0, 1, 2, 3)


class NumberWidget(PartsWidget):
    labels = ("Number",)

    def __init__(self, unit: str) -> None:
        super().__init__({"number": NumberInput(width=5, suffix=unit)})


class FactField(forms.Field):
    """Gives a Fact, or None where nothing was answered. Its errors name the question."""

    def __init__(self, question: Question, **options: Any) -> None:
        self.question = question
        super().__init__(label=question.text, help_text=question.hint, required=False, **options)

    def refuse(self, what: str) -> ValidationError:
        return ValidationError(f"“{self.question.text}” {what}", code="unread")

    def to_python(self, value: Sequence[str] | None) -> Fact | None:
        *typed, absence = [(text or "").strip() for text in value or [""]]
        if absence and f"{NONE_BECAUSE}{absence.lstrip(NONE_BECAUSE)}" not in dict(ABSENCES):
            raise ValidationError("Choose a reason from the list", code="invalid_choice")
        if absence and any(typed):
            raise self.refuse("has an answer and a reason why there is none. Delete one of them")
        if absence:
            return Fact(absence=absence.lstrip(NONE_BECAUSE))
        return self.read(typed) if any(typed) else None

    def read(self, typed: Sequence[str]) -> Fact:
        raise NotImplementedError


class MomentField(FactField):
    def __init__(self, question: Question) -> None:
        super().__init__(question, widget=MomentWidget())

    def read(self, typed: Sequence[str]) -> Fact:
        found = read_moment(typed)
        if isinstance(found, Fault):
            raise self.refuse(fault_words(found))
        return Fact(at=found)


class NumberField(FactField):
    def __init__(self, question: Question) -> None:
        super().__init__(question, widget=NumberWidget(question.unit))

    def read(self, typed: Sequence[str]) -> Fact:
        try:
            number = Decimal(typed[0])
        except InvalidOperation:
            raise self.refuse("must be a number, such as 3") from None
        if not (number.is_finite() and 0 <= number <= MOST):
            raise self.refuse("must be a number that is 0 or more")
        if number != round(number, PLACES):
            raise self.refuse(f"must have {PLACES} decimal places or fewer")
        return Fact(number=number)


class ChoiceFactField(ChoiceField):
    """Yes or no, or one of the question's choices: radios, the reasons among them."""

    def __init__(self, question: Question) -> None:
        self.question = question
        titles = {str(row["code"]): row["title"] for row in question.choices}
        choices = [(code, titles.get(code, code.capitalize())) for code in codes_of(question)]
        super().__init__(
            label=question.text,
            help_text=question.hint,
            what=f"an answer to “{question.text}”",
            required=False,
            choices=[*choices, *ABSENCES],
            widget=Radios(small=True, inline=question.kind == Question.Kind.YES_NO),
        )

    def clean(self, value: str) -> Fact | None:
        given = super().clean(value)
        if given.startswith(NONE_BECAUSE):
            return Fact(absence=given.removeprefix(NONE_BECAUSE))
        return Fact(choice=given) if given else None


AnyFactField = FactField | ChoiceFactField


def field_for(question: Question) -> AnyFactField:
    """For every kind that people answer."""
    if question.kind == Question.Kind.DATE_TIME:
        return MomentField(question)
    if question.kind == Question.Kind.NUMBER:
        return NumberField(question)
    return ChoiceFactField(question)


def typed_fact(question: Question, fact: Fact) -> str | list[str]:
    """A stored answer as its field would have it typed."""
    absence = f"{NONE_BECAUSE}{fact.absence}" if fact.absence else ""
    if question.kind == Question.Kind.DATE_TIME:
        return [*(typed_parts(fact.at) if fact.at else [""] * 4), absence]
    if question.kind == Question.Kind.NUMBER:
        number = f"{fact.number.normalize():f}" if fact.number is not None else ""
        return [number, absence]
    return absence or fact.choice
