"""Opening an inspection or audit, and moving it on."""

from __future__ import annotations

from typing import Any

from audit.forms.dates import PartialDateField
from audit.forms.fields import ChoiceField, GovukForm, RowField, TextField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Radios, Textarea
from audit.models import Force, Framework, Round, User
from audit.rules.roles import Role
from audit.rules.transitions import ROUND_STEPS, RoundStatus
from audit.services.rounds import is_sign_off

HINTS = {
    RoundStatus.FIELDWORK: "Case files can be added and graded.",
    RoundStatus.PUBLISHED: "Everybody who reads published reports can see the results, for good.",
}


KINDS = {
    Role.MODERATOR: (Round.Kind.INTERNAL_AUDIT,),
    Role.INSPECTOR: (Round.Kind.INSPECTION, Round.Kind.POST_INSPECTION_REVIEW),
}
"""What each role opens; inspections are led by the inspectorate."""


class RoundOpenForm(GovukForm):
    """Asks only what leaves a choice: one force, one kind or one framework is not asked for."""

    kind = ChoiceField(label="What do you want to open?", what="what to open", widget=Radios)
    force = RowField(queryset=None, label="Which force is it about?", what="the force")
    framework = RowField(
        queryset=None,
        label="By which framework are case files graded?",
        what="the framework",
        widget=Radios,
        empty_label=None,
    )
    title = TextField(
        label="What is its title?",
        help_text="For example, “Internal audit of child protection case files, 2026”. It stands "
        "on the report. Do not name anybody.",
        what="its title",
        max_length=160,
    )
    fieldwork_started = PartialDateField(
        label="When does the fieldwork start?", what="when the fieldwork starts", required=False
    )
    previous = RowField(
        queryset=None,
        label="Which earlier one does it follow?",
        help_text="A post-inspection review follows an inspection of the same force.",
        what="the earlier one",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in KINDS if user.scope.has(role)]
        kinds = [kind for role in roles for kind in KINDS[role]]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        forces = Force.objects.visible_to(user)
        if Role.INSPECTOR not in roles:
            forces = forces.filter(pk__in=user.scope.forces_of(Role.MODERATOR))
        self.fields["force"].queryset = forces
        self.fields["framework"].queryset = Framework.objects.visible_to(user)
        self.fields["previous"].queryset = Round.objects.visible_to(user).filter(force__in=forces)
        self.only = self._take_only_choices(kinds)

    def _take_only_choices(self, kinds: list[Round.Kind]) -> dict[str, Any]:
        only: dict[str, Any] = {}
        for name in ("force", "framework"):
            rows = self.fields[name].queryset[:2]
            if len(rows) == 1:
                only[name] = rows[0]
        if len(kinds) == 1:
            only["kind"] = kinds[0]
        for name in only:
            del self.fields[name]
        return only

    def round(self) -> Round:
        """What a valid form describes."""
        given = {**self.only, **self.cleaned_data}
        kind, started = given["kind"], given["fieldwork_started"]
        by_force = kind in KINDS[Role.MODERATOR]
        return Round(
            kind=kind,
            led_by=Round.LedBy.FORCE if by_force else Round.LedBy.INSPECTORATE,
            **{name: given[name] for name in ("force", "framework", "title", "previous")},
            fieldwork_started_on=started.day if started else None,
            **({"fieldwork_precision": started.precision} if started else {}),
        )


class RoundMoveForm(GuardedForm):
    """Offers the steps that may follow the present status, but signing off and opening again,
    which have pages of their own."""

    status = ChoiceField(
        label="What is its new status?", what="the status", widget=Radios(hints=HINTS)
    )
    reason = GuardedTextareaField(
        label="Is there anything to say about it?",
        help_text="You can leave this empty. It is kept in the history.",
        what="the reason",
        required=False,
        max_length=1000,
        widget=Textarea(rows=3),
    )

    def __init__(self, *args, round: Round, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        steps = ROUND_STEPS[round.status]
        self.fields["status"].choices = [
            (status.value, status.label)
            for status in RoundStatus
            if status in steps and not is_sign_off(round.status, status)
        ]
