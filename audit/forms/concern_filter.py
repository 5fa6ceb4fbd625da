"""The filter beside the lists of immediate concerns."""

import django_filters
from django.utils import timezone

from audit.forms.fields import GovukForm
from audit.forms.widgets import Checkboxes, Select
from audit.models import ImmediateConcern, Round
from audit.rules.concerns import ConcernKind, ConcernStatus


class RoundConcernFilter(django_filters.FilterSet):
    """Of one inspection or audit."""

    status = django_filters.MultipleChoiceFilter(
        label="Where does it stand?", choices=ConcernStatus.choices, widget=Checkboxes(small=True)
    )
    late = django_filters.ChoiceFilter(
        label="Is it late?",
        empty_label="All",
        choices=[("yes", "Late")],
        method="by_late",
        widget=Select,
    )
    kind = django_filters.MultipleChoiceFilter(
        label="What is it about?", choices=ConcernKind.choices, widget=Checkboxes(small=True)
    )

    class Meta:
        model = ImmediateConcern
        fields: list[str] = []
        form = GovukForm

    def by_late(self, rows, name: str, value: str):
        return rows.overdue(timezone.now())


class ConcernFilter(RoundConcernFilter):
    round = django_filters.ModelChoiceFilter(
        queryset=lambda request: Round.objects.visible_to(request.user),
        field_name="case_file__round",
        to_field_name="code",
        label="Which inspection or audit?",
        empty_label="All",
        widget=Select,
    )

    class Meta(RoundConcernFilter.Meta):
        pass
