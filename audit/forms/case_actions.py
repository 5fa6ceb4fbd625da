"""Case actions: asked for, changed, marked as done, checked, removed."""

from __future__ import annotations

import django_filters

from audit.clock import today
from audit.forms.dates import DateField
from audit.forms.fields import ChoiceField, GovukForm
from audit.forms.guarded import GuardedForm, GuardedTextareaField, GuardedTextField
from audit.forms.widgets import Checkboxes, Radios, Select, Textarea
from audit.models import CaseAction
from audit.rules.case_actions import CaseActionState


class CaseActionForm(GuardedForm):
    what = GuardedTextareaField(
        label="What should be put right in this case?",
        help_text="What you would see in the file if it were. Do not name anybody.",
        what="what should be put right",
        max_length=2000,
        widget=Textarea(rows=4),
    )
    owner = GuardedTextField(
        label="Which role or team owns it?",
        help_text="For example, the supervisor of the child abuse team. Do not name anybody.",
        what="the role or team",
        max_length=120,
    )
    due_on = DateField(label="By which date?", what="the date")


class CaseActionChangeForm(CaseActionForm):
    reason = GuardedTextareaField(
        label="Why is it changed?",
        what="why it is changed",
        max_length=1000,
        widget=Textarea(rows=2),
    )

    def __init__(self, *args, action: CaseAction, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("what", "owner", "due_on"):
            self.fields[name].initial = getattr(action, name)


class CaseActionDoneForm(GuardedForm):
    note = GuardedTextareaField(
        label="What was done?", what="what was done", max_length=2000, widget=Textarea(rows=4)
    )
    done_on = DateField(label="On which day was it done?", what="the day on which it was done")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = today()


class CaseActionCheckForm(GuardedForm):
    is_done = ChoiceField(
        label="Is it put right?",
        what="whether it is put right",
        choices=[("yes", "Yes"), ("no", "No: it is to be done after all")],
        widget=Radios,
    )
    note = GuardedTextareaField(
        label="What did you check?",
        help_text="Where you looked, and what you found there",
        what="what you checked",
        max_length=2000,
        widget=Textarea(rows=4),
    )


class CaseActionRemoveForm(GuardedForm):
    reason = GuardedTextareaField(
        label="Why is it removed?",
        what="why it is removed",
        max_length=1000,
        widget=Textarea(rows=3),
    )


class CaseActionFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        label="Where does it stand?",
        choices=CaseActionState.choices,
        method="by_state",
        widget=Checkboxes(small=True),
    )
    late = django_filters.ChoiceFilter(
        label="Is it late?",
        empty_label="All",
        choices=[("yes", "Late")],
        method="by_late",
        widget=Select,
    )

    class Meta:
        model = CaseAction
        fields: list[str] = []
        form = GovukForm

    def by_state(self, rows, name: str, states: list[str]):
        return rows.in_states(states) if states else rows

    def by_late(self, rows, name: str, value: str):
        return rows.late(today())
