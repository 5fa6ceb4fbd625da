"""Immediate concerns. The guard of personal data stands aside in every text: nothing may be in
the way of somebody who rings about a child."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from audit.clock import today
from audit.forms.dates import DateField
from audit.forms.fields import ChoiceField, GovukForm, RowField, TextField
from audit.forms.guarded import GuardedForm, GuardedTextareaField, GuardedTextField
from audit.forms.times import TimeField
from audit.forms.widgets import Radios, Select, Textarea, TextInput
from audit.models import Round, User
from audit.rules.concerns import ConcernKind


class ConcernRaiseForm(GuardedForm):
    told_whom = GuardedTextField(
        label="Who did you ring?",
        help_text="Their role, or the name they gave",
        what="who you rang",
        max_length=120,
        stands_aside=True,
    )
    rang_on = DateField(label="On which day did you ring?", what="the day on which you rang")
    rang_time = TimeField(label="At what time?", what="the time at which you rang")
    kind = ChoiceField(
        label="What is it about?", what="what it is about", choices=ConcernKind, widget=Radios
    )
    what = GuardedTextareaField(
        label="What did you see?",
        help_text="What you told them: enough for them to act, and nothing of the grade.",
        what="what you saw",
        max_length=4000,
        widget=Textarea(rows=5),
        stands_aside=True,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rang_on"].initial = today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "rang_on" in cleaned and "rang_time" in cleaned:
            rang = datetime.combine(cleaned["rang_on"], cleaned["rang_time"])
            cleaned["rang_at"] = timezone.make_aware(rang)
        return cleaned

    def add_service_errors(self, error: ValidationError) -> None:
        for name, texts in error.message_dict.items():
            field = {"rang_at": "rang_time"}.get(name, name)
            self.add_error(field if field in self.fields else None, texts)


class ConcernAcknowledgeForm(GovukForm):
    """Only a button."""


class ConcernAnswerForm(GuardedForm):
    done = GuardedTextareaField(
        label="What was done?",
        help_text="Who acted, and when",
        what="what was done",
        max_length=4000,
        widget=Textarea(rows=5),
        stands_aside=True,
    )
    child_safe = GuardedTextareaField(
        label="How do you know that the child is safe now?",
        help_text="Who has seen the child, and when",
        what="how you know that the child is safe now",
        max_length=4000,
        widget=Textarea(rows=3),
        stands_aside=True,
    )


class ConcernSendBackForm(GuardedForm):
    reason = GuardedTextareaField(
        label="What is missing?",
        help_text="Those who answer read this.",
        what="what is missing",
        max_length=4000,
        widget=Textarea(rows=3),
        stands_aside=True,
    )


class ConcernCloseForm(GuardedForm):
    note = GuardedTextareaField(
        label="What convinced you?",
        help_text="You can leave this empty.",
        what="what convinced you",
        required=False,
        max_length=4000,
        widget=Textarea(rows=3),
        stands_aside=True,
    )


class ContactsForm(GovukForm):
    """`people` are those of the force who can be named."""

    contact = RowField(
        queryset=None,
        label="Who is the contact?",
        help_text="Rung first, told by e-mail, and asked to answer",
        what="the contact",
        required=False,
        widget=Select,
        empty_label="Nobody: all managers of the force",
    )
    deputy = RowField(
        queryset=None,
        label="Who is the deputy?",
        help_text="You can leave this empty.",
        what="the deputy",
        required=False,
        widget=Select,
        empty_label="Nobody",
    )
    telephone = TextField(
        label="Which number is rung?",
        help_text="One that is answered at any hour, such as the control room’s",
        what="the number",
        required=False,
        max_length=40,
        widget=TextInput(width=20),
    )

    def __init__(self, *args, round: Round, people: QuerySet[User], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, named in (("contact", round.concern_contact), ("deputy", round.concern_deputy)):
            self.fields[name].queryset = people
            self.fields[name].initial = named
        self.fields["telephone"].initial = round.concern_telephone
