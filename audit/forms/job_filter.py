"""The filter beside the list of background jobs."""

import django_filters
from django_tasks_db.models import DBTaskResult

from audit.forms.fields import GovukForm
from audit.forms.widgets import Checkboxes

OUTCOMES = {
    "READY": "Waiting",
    "RUNNING": "Running",
    "SUCCESSFUL": "Done",
    "FAILED": "Failed",
}


class JobFilter(django_filters.FilterSet):
    status = django_filters.MultipleChoiceFilter(
        label="How did it go?", choices=list(OUTCOMES.items()), widget=Checkboxes(small=True)
    )

    class Meta:
        model = DBTaskResult
        fields: list[str] = []
        form = GovukForm
