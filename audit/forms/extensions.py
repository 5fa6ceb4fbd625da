"""More time for an answer."""

from __future__ import annotations

from audit.forms.dates import DateField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Textarea


class ExtensionForm(GuardedForm):
    applied_on = DateField(
        label="On which day was more time asked for?", what="the day on which it was asked for"
    )
    until = DateField(label="What is the new last day?", what="the new last day")
    why = GuardedTextareaField(
        label="Who allowed it, and why?",
        help_text="For example, the office that wrote and what the letter says. Do not name "
        "anybody.",
        what="who allowed it, and why",
        max_length=1000,
        widget=Textarea(rows=3),
    )
