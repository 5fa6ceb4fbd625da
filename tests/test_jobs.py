"""Background work, run as `manage.py work` runs it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from audit import jobs
from audit.models import Seal
from audit.services.sealing import copied_seals, trail_seal
from audit.services.trail import record
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seal_file(settings, tmp_path):
    settings.SEAL_FILE = str(tmp_path / "seals.jsonl")


@pytest.fixture
def work(monkeypatch):
    """Runs what waits, as the worker does; signals and connections are for its own process."""
    worker = "django_tasks_db.management.commands.db_worker"
    monkeypatch.setattr(f"{worker}.Worker.configure_signals", lambda self: None)
    monkeypatch.setattr(f"{worker}.close_old_connections", lambda: None)
    return lambda: call_command("work", "--once")


def _rows(job, status: str):
    return DBTaskResult.objects.filter(task_path=job.module_path, status=status)


def test_a_worker_seals_the_trail(work, service):
    record("round.changed", RoundFactory(), by=service)
    work()
    assert Seal.objects.exists()


def test_each_periodic_job_waits_for_its_next_turn(work):
    work()
    for job, pause in jobs.EVERY.items():
        (waiting,) = _rows(job, TaskResultStatus.READY)
        (done,) = _rows(job, TaskResultStatus.SUCCESSFUL)
        assert waiting.run_after - done.finished_at == pytest.approx(
            pause, abs=timedelta(seconds=5)
        )


def test_several_workers_keep_one_turn_waiting(work):
    work()
    work()
    assert _rows(jobs.seal_trail, TaskResultStatus.READY).count() == 1


def test_a_job_that_fails_is_tried_again(work, monkeypatch):
    monkeypatch.setattr(jobs, "trail_seal", lambda: 1 / 0)
    work()
    (failed,) = _rows(jobs.seal_trail, TaskResultStatus.FAILED)
    assert failed.exception_class_path == "builtins.ZeroDivisionError"
    assert _rows(jobs.seal_trail, TaskResultStatus.READY).count() == 1


def test_a_job_that_a_killed_worker_left_behind_keeps_no_turn_from_coming(work):
    """The next turn waits from the moment at which one begins."""
    work()
    DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).update(
        status=TaskResultStatus.RUNNING
    )
    assert _rows(jobs.seal_trail, TaskResultStatus.READY).count() == 1


def test_a_worker_writes_seals_to_the_file_that_a_crash_kept_from_it(work, service):
    record("round.changed", RoundFactory(), by=service)
    copy = Path(django_settings.SEAL_FILE)
    copy.write_text("")
    trail_seal()  # its transaction does not end
    work()
    assert len(copied_seals()) == Seal.objects.count() > 0


def test_old_jobs_are_removed_and_failures_kept_longer(work):
    two_days_ago = timezone.now() - timedelta(days=2)
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        jobs.seal_trail.enqueue()
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(
            status=status, finished_at=two_days_ago
        )
    jobs.tidy_up.func()
    assert [row.status for row in DBTaskResult.objects.all()] == [TaskResultStatus.FAILED]


def test_each_job_has_words():
    assert set(jobs.WORDS) == {job.module_path for job in vars(jobs).values() if _is_job(job)}


def _is_job(thing) -> bool:
    return type(thing).__name__ == "Task"
