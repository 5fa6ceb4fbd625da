"""A time of day, as it is typed."""

from __future__ import annotations

from django import forms

from audit.forms.fields import Worded
from audit.forms.widgets import TextInput


class TimeField(Worded, forms.TimeField):
    """A `time`, by the 24-hour clock."""

    widget = TextInput(width=5)
    wording = {
        "required": "Enter {what}",
        "invalid": "{What} must be a time by the 24-hour clock, like 14:05",
    }

    def __init__(self, **options) -> None:
        given = {"input_formats": ["%H:%M", "%H.%M", "%H%M"], "help_text": "For example, 14:05"}
        super().__init__(**given | options)
