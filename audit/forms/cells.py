"""A cell of the grid, with an answer in short words (rules/answer_words.py)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.forms.widgets import TextInput
from audit.models import Question
from audit.rules.answer_words import read_cell
from audit.rules.answers import Fact

LONGEST = 200


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
