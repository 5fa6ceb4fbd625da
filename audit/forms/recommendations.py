"""Writing down a recommendation."""

from __future__ import annotations

from audit.forms.dates import DateField
from audit.forms.fields import (
    ChoiceField,
    RowField,
    RowsField,
)
from audit.forms.guarded import GuardedForm, GuardedTextareaField, GuardedTextField
from audit.forms.widgets import Checkboxes, Radios, Textarea
from audit.models import AreaOfPractice, Recommendation, Round, Stage, Theme, User
from audit.rules.deadlines import TimeLimit


class RecommendationForm(GuardedForm):
    """A recommendation of `round`, in its own report; its sub-points are typed one a line."""

    kind = ChoiceField(
        label="What is it?", what="what it is", choices=Recommendation.Kind, widget=Radios
    )
    chapter = RowField(
        queryset=None, label="Which chapter does it belong to?", what="the chapter", required=False
    )
    title = GuardedTextField(label="What is it called?", what="the title", max_length=100)
    text = GuardedTextareaField(
        label="What does it ask for?",
        what="what it asks for",
        max_length=4000,
        widget=Textarea(rows=5),
    )
    sub_points = GuardedTextareaField(
        label="What are its sub-points?",
        help_text="One on each line. Leave this empty if there are none.",
        what="the sub-points",
        required=False,
        max_length=4000,
        widget=Textarea(rows=4),
    )
    time_limit = ChoiceField(
        label="How much time does it allow?",
        what="how much time it allows",
        choices=TimeLimit,
        widget=Radios,
    )
    due_by = DateField(label="By which date?", what="the date", required=False)
    areas = RowsField(
        queryset=None,
        label="Which areas of practice is it about?",
        what="the areas",
        required=False,
        widget=Checkboxes(small=True),
    )
    themes = RowsField(
        queryset=None,
        label="Which themes is it about?",
        what="the themes",
        required=False,
        widget=Checkboxes(small=True),
    )

    def __init__(self, *args, round: Round, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("chapter", Stage), ("areas", AreaOfPractice), ("themes", Theme)):
            rows = model.objects.visible_to(user).filter(framework=round.framework)
            self.fields[name].queryset = rows

    def clean(self) -> dict:
        cleaned = super().clean()
        by_date = cleaned.get("time_limit") == TimeLimit.BY_DATE
        if by_date and not cleaned.get("due_by") and "due_by" not in self.errors:
            self.add_error("due_by", "Enter the date")
        if not by_date:
            cleaned["due_by"] = None
        return cleaned

    def points(self) -> list[str]:
        lines = self.cleaned_data["sub_points"].splitlines()
        return [line.strip() for line in lines if line.strip()]
