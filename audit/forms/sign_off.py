"""Signing off, opening again, and dip checks."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from audit.forms.fields import ChoiceField, WholeNumberField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import NumberInput, Radios, Textarea
from audit.models import DipCheck
from audit.rules.sign_off import Task, to_explain


class SignOffForm(GuardedForm):
    """Asks for an explanation only where something is short."""

    explanation = GuardedTextareaField(
        label="Why is it signed off all the same?",
        help_text="For each thing that is missing, in a sentence. It stands in the report. Do not "
        "name anybody.",
        what="why it is signed off all the same",
        max_length=2000,
        widget=Textarea(rows=4),
    )

    def __init__(self, *args, tasks: Sequence[Task], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not to_explain(tasks):
            del self.fields["explanation"]


class RoundReopenForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why must it be opened again?",
        help_text="It stands in the report. Do not name anybody.",
        what="why it must be opened again",
        max_length=1000,
        widget=Textarea(rows=3),
    )


class DipDrawForm(GuardedForm):
    """`lock` is how many had been drawn when the page was made."""

    lock = forms.IntegerField(required=False, widget=forms.HiddenInput)
    how_many = WholeNumberField(
        label="How many agreed files do you want to check?",
        what="how many",
        min_value=1,
        widget=NumberInput(width=3),
    )


class DipCheckForm(GuardedForm):
    outcome = ChoiceField(
        label="What did you find?",
        what="what you found",
        choices=DipCheck.Outcome.choices,
        widget=Radios(
            hints={"reopen": "A moderator then reopens the agreed grade, or says why not."}
        ),
    )
    note = GuardedTextareaField(
        label="What should be looked at again?",
        help_text="Needed where the file should be reopened. Do not name anybody.",
        what="what should be looked at again",
        required=False,
        max_length=2000,
        widget=Textarea(rows=4),
    )
