"""Actions: planned, changed, done, dropped and opened again; the filter of their list."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms

from audit.clock import today
from audit.forms.dates import DateField
from audit.forms.fields import GovukForm, RowField, RowsField
from audit.forms.guarded import GuardedForm, GuardedTextareaField, GuardedTextField
from audit.forms.widgets import Checkboxes, Select, Textarea
from audit.models import Action, Force, Response, SubPoint, User
from audit.rules.actions import ActionStatus
from audit.services.actions import OWNERS, Plan


class ActionForm(GuardedForm):
    """Of one force, whose open and accepted recommendations it can serve; `first` is the one
    that it was begun from."""

    title = GuardedTextField(
        label="What is the action called?",
        help_text="Its owner sees this, and of the recommendation the title alone.",
        what="what it is called",
        max_length=120,
    )
    what = GuardedTextareaField(
        label="What is to be done?",
        help_text="You can leave this empty.",
        what="what is to be done",
        required=False,
        max_length=4000,
        widget=Textarea(rows=4),
    )
    owner = RowField(
        queryset=None,
        label="Who does it?",
        help_text="A manager, or an action owner, who need see nothing else",
        what="who does it",
        empty_label="Choose somebody",
    )
    due_on = DateField(label="By which date?", what="the date")
    responses = RowsField(
        queryset=None,
        label="Which recommendations does it serve?",
        what="at least one recommendation",
        widget=Checkboxes(small=True),
    )
    sub_points = RowsField(
        queryset=None,
        label="Which of their points is it for?",
        help_text="Leave this empty if it is for all of them. Those of other recommendations can "
        "be chosen once it serves these.",
        what="the points",
        required=False,
        widget=Checkboxes(small=True),
    )

    def __init__(
        self, *args: Any, force: Force, user: User, first: Response | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.first = first
        self.fields["owner"].queryset = User.objects.visible_to(user).with_role_in(force, *OWNERS)
        standing = [row.pk for row in self.standing()]
        rows = Response.objects.visible_to(user).plannable(force.pk, standing).with_question()
        self.fields["responses"].queryset = rows
        self.fields["responses"].label_from_instance = _named
        self.fields["responses"].initial = [first] if first else []
        self._offer_points([first] if first else self.standing(), user)

    def standing(self) -> list[Response]:
        """Those that it serves already, whatever has become of them."""
        return []

    def _offer_points(self, rows: list[Response], user: User) -> None:
        """Under the title of their recommendation; no question where none has points."""
        points = SubPoint.objects.visible_to(user)
        asked = points.filter(recommendation__in=[row.recommendation_id for row in rows])
        self.fields["sub_points"].queryset = asked
        by_recommendation: dict[int, list[tuple[int, str]]] = {}
        for point in asked:
            by_recommendation.setdefault(point.recommendation_id, []).append((point.pk, point.text))
        self.fields["sub_points"].choices = [
            (row.recommendation.title, by_recommendation[row.recommendation_id])
            for row in rows
            if row.recommendation_id in by_recommendation
        ]
        if not by_recommendation:
            del self.fields["sub_points"]

    def plan(self) -> Plan:
        given = self.cleaned_data
        return Plan(
            title=given["title"],
            what=given["what"],
            owner=given["owner"],
            due_on=given["due_on"],
            responses=tuple(given["responses"]),
            sub_points=tuple(given.get("sub_points", ())),
        )


def _named(row: Response) -> str:
    return f"{row.recommendation.title} ({row.recommendation.source_document.title})"


class ActionChangeForm(ActionForm):
    lock = forms.IntegerField(widget=forms.HiddenInput)
    why = GuardedTextareaField(
        label="Why does the date change?",
        help_text="Only if you give it another date",
        what="why the date changes",
        required=False,
        max_length=2000,
        widget=Textarea(rows=2),
    )
    field_order = ("lock", "title", "what", "owner", "due_on", "why")

    def __init__(self, *args: Any, action: Action, user: User, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, force=action.force, user=user, **kwargs)
        for name in ("title", "what", "owner", "due_on", "lock"):
            self.fields[name].initial = getattr(action, name)
        self.fields["responses"].initial = self.standing()
        if "sub_points" in self.fields:
            self.fields["sub_points"].initial = list(action.sub_points.all())

    def standing(self) -> list[Response]:
        return list(self.action.responses.with_question())


class ActionDoneForm(GovukForm):
    done_on = DateField(label="On which day was it done?", what="the day on which it was done")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = today()


class ActionDropForm(GuardedForm):
    why = GuardedTextareaField(
        label="Why will it not be done?",
        what="why it will not be done",
        max_length=2000,
        widget=Textarea(rows=3),
    )


class ActionReopenForm(GuardedForm):
    why = GuardedTextareaField(
        label="Why is it opened again?",
        what="why it is opened again",
        max_length=2000,
        widget=Textarea(rows=3),
    )


class ActionFilter(django_filters.FilterSet):
    whose = django_filters.ChoiceFilter(
        label="Whose?",
        empty_label="All",
        choices=[("me", "Mine")],
        method="by_whose",
        widget=Select,
    )
    status = django_filters.MultipleChoiceFilter(
        label="Where does it stand?", choices=ActionStatus.choices, widget=Checkboxes(small=True)
    )
    late = django_filters.ChoiceFilter(
        label="Is it late?",
        empty_label="All",
        choices=[("yes", "Late")],
        method="by_late",
        widget=Select,
    )

    class Meta:
        model = Action
        fields: list[str] = []
        form = GovukForm

    def by_whose(self, rows, name: str, value: str):
        return rows.filter(owner=self.request.user)

    def by_late(self, rows, name: str, value: str):
        return rows.overdue(today())
