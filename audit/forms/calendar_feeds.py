"""Making a calendar feed, and revoking it."""

from __future__ import annotations

from typing import Any

from audit.forms.fields import GovukForm, RowField, TextField
from audit.models import Force, User
from audit.rules.roles import Role


class CalendarFeedForm(GovukForm):
    """Asks for the force only where there is a choice."""

    label = TextField(
        label="Who uses it?",
        help_text="For example, “Shared calendar of the improvement board”. It tells you later "
        "which address to revoke.",
        what="who uses it",
        max_length=80,
    )
    force = RowField(queryset=None, label="Which force is it about?", what="the force")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = user.scope.forces_of(Role.MANAGER)
        forces = Force.objects.visible_to(user).filter(pk__in=managed)
        self.fields["force"].queryset = forces
        self.only = list(forces[:2])
        if len(self.only) == 1:
            del self.fields["force"]

    def chosen_force(self) -> Force:
        return self.cleaned_data.get("force") or self.only[0]
