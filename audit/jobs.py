"""Background work: what runs, how often, and what it is called on the page of jobs.

`manage.py work` runs the jobs. The next turn of a periodic job is queued when one begins, so that
it comes even where a worker is killed in the middle; several workers keep one turn of each
waiting, not one each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from audit.clock import today
from audit.models import ImportRun, User
from audit.rules.transitions import TransitionError
from audit.services.concern_clocks import concerns_escalate
from audit.services.concern_mails import concern_mails_send
from audit.services.evidence import evidence_tidy
from audit.services.import_progress import progress_end, progress_tell
from audit.services.import_results import ChangedSinceError
from audit.services.imports import (
    CancelledError,
    import_cancel,
    import_look_again,
    imports_forget,
)
from audit.services.reminders import reminders_send
from audit.services.sealing import trail_seal
from audit.spreadsheets.importing import Heard, check, confirm

KEEP_RESULTS = timedelta(days=1)
KEEP_FAILURES = timedelta(days=90)
KEEP_SPREADSHEETS = timedelta(days=7)
"""Long enough to correct what was refused; what became of each row is kept."""
KEEP_LEFT_OVER = timedelta(days=1)
"""Far longer than it takes to save a report after its files were written."""


@task()
def seal_trail() -> int:
    """How many seals were made."""
    return len(trail_seal())


@task()
def tidy_up() -> None:
    """Removes sessions that have ended, what is known of old jobs, spreadsheets of imports that
    are over, and files of evidence that came to nothing."""
    evidence_tidy(before=timezone.now() - KEEP_LEFT_OVER)
    imports_forget(before=timezone.now() - KEEP_SPREADSHEETS)
    call_command("clearsessions")
    ended = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL)
    ended.filter(finished_at__lt=timezone.now() - KEEP_RESULTS).delete()
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    failed.filter(finished_at__lt=timezone.now() - KEEP_FAILURES).delete()


@task()
def watch_concerns() -> int:
    """How many immediate concerns were escalated; sends, too, what no mail server took before."""
    escalated = concerns_escalate()
    concern_mails_send()
    return escalated


@task()
def remind_people() -> int:
    """How many people were sent what is overdue, due soon or theirs to verify."""
    return reminders_send(today())


@task()
def check_import(run: int, by: int) -> None:
    """What would become of each row; see spreadsheets/importing.py."""
    _import_step(run, by, check)


@task()
def confirm_import(run: int, by: int) -> None:
    """Writes what was shown, or shows once more what would be written now."""

    def write(*, run: ImportRun, by: User, heard: Heard) -> None:
        try:
            confirm(run=run, by=by, held_too=run.held_too, heard=heard)
        except ChangedSinceError:
            check(run=import_look_again(run=run, by=by), by=by, heard=heard)

    _import_step(run, by, write)


def _import_step(run_key: int, by_key: int, step: Callable[..., Any]) -> None:
    run = ImportRun.objects.select_related("round__force", "round__framework").get(pk=run_key)
    by = User.objects.get(pk=by_key)
    try:
        progress_tell(run, 0)  # also where it was cancelled while it waited
        step(run=run, by=by, heard=partial(progress_tell, run))
    except CancelledError:
        import_cancel(run=run, by=by)
    except (TransitionError, ValidationError, PermissionDenied):
        pass  # it was ended while it waited, or may no longer be: its page says what stands
    finally:
        progress_end(run)


EVERY = {
    seal_trail: timedelta(minutes=1),
    watch_concerns: timedelta(minutes=1),
    remind_people: timedelta(days=1),
    tidy_up: timedelta(days=1),
}
WORDS = {
    seal_trail.module_path: "Seal the audit trail",
    watch_concerns.module_path: "Tell people of immediate concerns that are late",
    remind_people.module_path: "Remind people of recommendations and actions that are due",
    tidy_up.module_path: "Remove ended sessions, old jobs, spreadsheets and left-over files",
    check_import.module_path: "Check a spreadsheet that is to be imported",
    confirm_import.module_path: "Import a spreadsheet",
}
"""A job's path → what it does, for those who look at the page of jobs."""


def queue_periodic_jobs() -> None:
    """Gives every periodic job a turn now, unless one waits already."""
    for job in EVERY:
        if not _waits(job.module_path):
            job.enqueue()


def queue_next_turn(sender: object, task_result: TaskResult[..., Any], **_: object) -> None:
    """Receives `task_started`."""
    for job, pause in EVERY.items():
        if job.module_path == task_result.task.module_path and not _waits(job.module_path):
            job.using(run_after=timezone.now() + pause).enqueue()


def _waits(path: str) -> bool:
    return DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).exists()


def words_for(path: str) -> str:
    """A job that is registered no longer still has the name that it ran under."""
    return WORDS.get(path) or path.rpartition(".")[2].replace("_", " ").capitalize()
