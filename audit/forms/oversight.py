"""What the local policing body writes: about an inspection, and about each recommendation."""

from __future__ import annotations

from typing import Any

from django import forms

from audit.forms.dates import DateField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Textarea
from audit.models import OversightComment, OversightResponse
from audit.services.oversight import fingerprint

LONGEST = 20_000


class OversightForm(GuardedForm):
    comments = GuardedTextareaField(
        label="What does the body say about the inspection?",
        help_text="It is published. Leave an empty line between paragraphs.",
        what="what the body says",
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=10),
    )
    asked_chief_officer_by = DateField(
        label="By which day was the chief officer asked to comment?",
        what="the day",
        required=False,
    )
    chief_officer_comments = GuardedTextareaField(
        label="What does the chief officer say?",
        help_text="Their comments as they sent them, to be published with the response",
        what="what the chief officer says",
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=8),
    )
    reply = GuardedTextareaField(
        label="What does the body reply to the chief officer?",
        what="the reply",
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=5),
    )
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, written: OversightResponse | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lock"].initial = written.lock if written else 0
        for name in self.fields.keys() - {"lock"} if written else ():
            self.fields[name].initial = getattr(written, name)


class OversightCommentForm(GuardedForm):
    text = GuardedTextareaField(
        label="What does the body say about this answer?",
        help_text="It is published beside the answer. Leave it empty to say nothing.",
        what="what the body says",
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=6),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, written: OversightComment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = written.text if written else ""
        self.fields["text"].initial, self.fields["seen"].initial = text, fingerprint(text)
