"""Moving an inspection or audit on."""

from __future__ import annotations

from audit.forms.fields import ChoiceField
from audit.forms.guarded import GuardedForm, GuardedTextareaField
from audit.forms.widgets import Radios, Textarea
from audit.models import Round
from audit.rules.transitions import ROUND_STEPS, RoundStatus

HINTS = {
    RoundStatus.FIELDWORK: "Case files can be added and graded.",
    RoundStatus.SIGNED_OFF: "Case files can no longer be added or graded.",
    RoundStatus.PUBLISHED: "Everybody who reads published reports can see the results, for good.",
}


class RoundMoveForm(GuardedForm):
    """Offers the steps that may follow the present status."""

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
            (status.value, status.label) for status in RoundStatus if status in steps
        ]
