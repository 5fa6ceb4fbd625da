"""What ran in the background, what waits, and what failed: never with what it was about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from audit.forms.job_filter import OUTCOMES, JobFilter
from audit.jobs import words_for
from audit.permissions import Right
from audit.services.jobs import job_results
from audit.spreadsheets.people_listing import job_listing
from audit.views.administering import Administering
from audit.views.lists import PagedListView
from audit.views.taken_out import TakenOut


@dataclass(frozen=True)
class Job:
    """A row of the page; `failure` is the exception's class, whose message could hold a name."""

    words: str
    status: str
    outcome: str
    queued: datetime
    started: datetime | None
    ended: datetime | None
    took: str
    failure: str


class JobListView(Administering, PagedListView):
    template_name = "audit/jobs/list.html"
    taken_out = TakenOut("jobs", "Background jobs", Right.ADMINISTER, job_listing)

    def get_queryset(self):
        rows = job_results(user=self.request.user)
        self.filter = JobFilter(self.request.GET, queryset=rows, request=self.request)
        return self.filter.qs

    def rows_to_take_out(self) -> Iterable[Job]:
        return (_job(row) for row in self.get_queryset())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.filter.form, **kwargs)
        return context | {"jobs": [_job(row) for row in context["page_obj"]]}


def _job(row: DBTaskResult) -> Job:
    return Job(
        words=words_for(row.task_path),
        status=row.status,
        outcome=OUTCOMES[row.status],
        queued=row.enqueued_at,
        started=row.started_at,
        ended=row.finished_at,
        took=_took(row),
        failure=row.exception_class_path.rpartition(".")[2],
    )


def _took(row: DBTaskResult) -> str:
    """ "0.3 seconds", "2 minutes 5 seconds"; so far, where the job still runs."""
    if row.started_at is None:
        return ""
    seconds = ((row.finished_at or timezone.now()) - row.started_at) / timedelta(seconds=1)
    if seconds < 60:
        return f"{seconds:.1f} seconds"
    minutes, rest = divmod(round(seconds), 60)
    return f"{_many(minutes, 'minute')} {_many(rest, 'second')}"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
