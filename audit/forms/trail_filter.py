"""The filter of the audit trail: by person, force, event and time, never by what was written."""

from __future__ import annotations

from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from audit.forms.fields import GovukForm
from audit.forms.people_filter import NONE, force_choices
from audit.forms.widgets import Select, TextInput
from audit.models import LogEntry, User
from audit.rules.events import WORDS

DAYS = {"1": "A day", "7": "A week", "30": "30 days", "365": "A year", "all": "All of it"}
USUAL = "7"
OTHER = "other"


class TrailFilter(django_filters.FilterSet):
    text = django_filters.CharFilter(
        label="Who?",
        help_text="Words of the name or the e-mail address",
        method="by_text",
        widget=TextInput,
    )
    event = django_filters.ChoiceFilter(
        label="What happened?",
        empty_label="Anything",
        choices=[
            *sorted(
                ((event, f"They {words}") for event, words in WORDS.items()), key=lambda c: c[1]
            ),
            (OTHER, "They changed another record"),
        ],
        method="by_event",
        widget=Select,
    )
    force = django_filters.ChoiceFilter(
        label="Which force does it concern?", empty_label="All", method="by_force", widget=Select
    )
    since = django_filters.ChoiceFilter(
        label="How far back?",
        empty_label=DAYS[USUAL],
        choices=[(days, words) for days, words in DAYS.items() if days != USUAL],
        method="by_since",
        widget=Select,
    )

    class Meta:
        model = LogEntry
        fields: list[str] = []
        form = GovukForm

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.filters["force"].extra["choices"] = force_choices(self.request.user)

    def filter_queryset(self, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """A trail can hold millions of entries: a week of it unless more is asked for."""
        entries = super().filter_queryset(queryset)
        since = self.form.cleaned_data.get("since") or USUAL
        if since == "all":
            return entries
        return entries.filter(at__gte=timezone.now() - timedelta(days=int(since)))

    def by_text(self, entries: QuerySet[LogEntry], name: str, text: str):
        people = User.objects.visible_to(self.request.user)
        return entries.filter(by__in=people.called(text).values("pk"))

    def by_event(self, entries: QuerySet[LogEntry], name: str, event: str):
        return entries.exclude(event__in=WORDS) if event == OTHER else entries.filter(event=event)

    def by_force(self, entries: QuerySet[LogEntry], name: str, force: str):
        return entries.filter(force=None) if force == NONE else entries.filter(force__code=force)

    def by_since(self, entries: QuerySet[LogEntry], name: str, since: str):
        """See filter_queryset."""
        return entries
