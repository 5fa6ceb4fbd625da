"""The filter beside the list of recommendations."""

from __future__ import annotations

import django_filters

from audit.forms.case_file_filter import by_code
from audit.forms.fields import GovukForm
from audit.forms.widgets import Checkboxes, Select
from audit.models import Force, Recommendation, Response, Round, Theme
from audit.rules.deadlines import TimeLimit
from audit.rules.transitions import ResponseStatus


class RecommendationFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        queryset=lambda request: Round.objects.visible_to(request.user),
        to_field_name="code",
        label="Which inspection or audit?",
        empty_label="All",
        widget=Select,
    )
    force = django_filters.ModelChoiceFilter(
        queryset=lambda request: (
            Force.objects.visible_to(request.user)
            .filter(rounds__in=Round.objects.visible_to(request.user))
            .distinct()
        ),
        field_name="round__force",
        to_field_name="code",
        label="Which force?",
        empty_label="All",
        widget=Select,
    )
    time_limit = django_filters.MultipleChoiceFilter(
        label="How much time does it allow?",
        choices=TimeLimit.choices,
        widget=Checkboxes(small=True),
    )
    theme = django_filters.ChoiceFilter(
        field_name="themes__code",
        distinct=True,
        label="Which theme?",
        empty_label="All",
        widget=Select,
    )
    status = django_filters.MultipleChoiceFilter(
        field_name="responses__status",
        label="Where does it stand?",
        choices=ResponseStatus.choices,
        method="by_status",
        widget=Checkboxes(small=True),
    )

    class Meta:
        model = Recommendation
        fields: list[str] = []
        form = GovukForm

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.visible_to(self.request.user)
        self.filters["theme"].extra["choices"] = by_code(themes)

    def by_status(self, rows, name: str, statuses: list[str]):
        """Only answers that the person may see can decide."""
        if not statuses:
            return rows
        seen = Response.objects.visible_to(self.request.user).filter(status__in=statuses)
        return rows.filter(pk__in=seen.values("recommendation"))
