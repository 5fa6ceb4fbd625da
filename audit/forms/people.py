"""Inviting and changing people, giving and taking rights."""

from __future__ import annotations

from typing import Any

from audit.forms.fields import (
    ChoiceField,
    EmailField,
    GovukForm,
    RowField,
    TextField,
)
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Radios, Select, Textarea
from audit.models import Force, Round, User
from audit.rules.roles import REACH, WITHOUT_FORCE, Role, RoundRole


def reason_field(label: str) -> GuardedTextareaField:
    return GuardedTextareaField(
        label=label,
        help_text="It is kept in the history. Write nothing about a case here.",
        what="the reason",
        max_length=1000,
        widget=Textarea(rows=3),
    )


class ReasonForm(GuardedForm):
    """For what takes something away from a person, or gives it back."""

    reason = reason_field("Why?")


class PersonForm(GovukForm):
    name = TextField(label="What is their name?", what="their name", max_length=150)
    email = EmailField(
        label="What is their e-mail address?",
        help_text="They sign in by it. It must be theirs alone.",
        what="their e-mail address",
        max_length=254,
    )


class ChangeForm(ReasonForm, PersonForm):
    """Of somebody's name, or of the address by which they sign in."""


class RoleFields(GovukForm):
    role = ChoiceField(
        label="Which role do they hold?",
        what="the role",
        choices=Role.choices,
        widget=Radios(hints=REACH),
    )
    force = RowField(
        queryset=None,
        label="In which force?",
        help_text="Only inspectors and administrators hold their role in none.",
        what="the force",
        required=False,
        empty_label="None",
        widget=Select,
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["force"].queryset = Force.objects.visible_to(user)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        role = given.get("role")
        if role and role not in WITHOUT_FORCE and "force" in given and not given["force"]:
            self.add_error("force", "Select the force in which they hold this role")
        return given


class InviteForm(RoleFields, PersonForm):
    """Somebody new, with their first role."""

    field_order = ["name", "email", "role", "force"]


class RoleForm(GuardedForm, RoleFields):
    """Another role for somebody."""

    reason = reason_field("Why do they need it?")


class TeamForm(GuardedForm):
    round = RowField(
        queryset=None,
        label="Which inspection or audit?",
        what="the inspection or audit",
        empty_label="Choose an inspection or audit",
        widget=Select,
    )
    role = ChoiceField(
        label="What is their part in it?", what="their part", choices=RoundRole, widget=Radios
    )
    reason = reason_field("Why do they need it?")

    def __init__(self, *args, rounds, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds
        self.fields["round"].label_from_instance = round_label


def round_label(round: Round) -> str:
    return f"{round.title}, {round.force}"
