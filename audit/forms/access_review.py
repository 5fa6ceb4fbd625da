"""The review of access: to keep or to end, for each role and each part in a team."""

from __future__ import annotations

from collections.abc import Iterable

from audit.forms.fields import ChoiceField
from audit.forms.guarded import GuardedForm
from audit.forms.people import reason_field, round_label
from audit.forms.widgets import Radios
from audit.models import RoundMember
from audit.rules.roles import REACH, TEAM_REACH, Role
from audit.services.access_review import Holding

KEEP, END = "keep", "end"


class AccessReviewForm(GuardedForm):
    """Nothing is chosen beforehand: a review that agrees by itself is none."""

    def __init__(self, *args, holdings: Iterable[Holding], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.holdings = {_name(row): row for row in holdings}
        for name, row in self.holdings.items():
            self.fields[name] = ChoiceField(
                label=holding_label(row),
                help_text=_reach(row),
                what=f"“Keep” or “End” for {row.user}: {holding_label(row)}",
                choices=[(KEEP, "Keep"), (END, "End")],
                widget=Radios(inline=True, small=True),
            )
        self.fields["reason"] = reason_field("Why are you ending these?")
        self.fields["reason"].required = False

    def fields_of(self, person) -> list:
        return [self[name] for name, row in self.holdings.items() if row.user_id == person.pk]

    @property
    def kept(self) -> list[Holding]:
        return self._chosen(KEEP)

    @property
    def ended(self) -> list[Holding]:
        return self._chosen(END)

    @property
    def decisions(self) -> list[tuple[str, str]]:
        """For the page that asks once more."""
        return [(name, self.cleaned_data[name]) for name in self.holdings]

    @property
    def ending(self) -> list[tuple[str, str]]:
        return [(str(row.user), holding_label(row)) for row in self.ended]

    def _chosen(self, wanted: str) -> list[Holding]:
        return [row for name, row in self.holdings.items() if self.cleaned_data[name] == wanted]


def holding_label(row: Holding) -> str:
    if isinstance(row, RoundMember):
        return f"{row.get_role_display()} on the team of {round_label(row.round)}"
    return str(row)


def _name(row: Holding) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def _reach(row: Holding) -> str:
    return TEAM_REACH if isinstance(row, RoundMember) else REACH[Role(row.role)]
