"""The page of background jobs: what ran and how, never what about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from audit import jobs
from tests.pages import Page

LIST = reverse("job-list")
SECRET = "WX/26/0815"


@pytest.fixture
def job(db):
    """`job(status, seconds)`: a row as the worker leaves it, with case text in all it may hold."""

    def make(status: str = "SUCCESSFUL", seconds: float | None = 0.25, **fields) -> DBTaskResult:
        started = None if seconds is None else timezone.now() - timedelta(hours=1)
        running = started is None or status == "RUNNING"
        given = {
            "task_path": "audit.jobs.seal_trail",
            "started_at": started,
            "finished_at": None if running else started + timedelta(seconds=seconds),
            "args_kwargs": {"args": [SECRET], "kwargs": {}},
            "return_value": SECRET,
            "traceback": f"ValueError: {SECRET}",
            "exception_class_path": "",
            "run_after": timezone.now(),
            "backend_name": "default",
        }
        return DBTaskResult.objects.create(status=status, **(given | fields))

    return make


def rows(client, query: str = "") -> list[list[str]]:
    return Page(client.get(f"{LIST}?{query}")).rows[1:]


def test_a_job_is_told_in_words_with_its_outcome_and_its_times(job, administrator, monkeypatch):
    monkeypatch.setitem(jobs.WORDS, "audit.jobs.seal_trail", "Seal the audit trail")
    job()
    [[words, outcome, queued, started, ended, took]] = rows(administrator)
    assert (words, outcome, took) == ("Seal the audit trail", "Done", "0.2 seconds")
    assert all(str(timezone.localdate().year) in time for time in (queued, started, ended))


def test_a_job_that_no_longer_exists_keeps_its_name(job, administrator):
    job(task_path="audit.jobs.old_thing")
    assert rows(administrator)[0][0] == "Old thing"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(59.94, "59.9 seconds"), (61, "1 minute 1 second"), (125, "2 minutes 5 seconds"), (None, "–")],
)
def test_how_long_it_took(seconds, words, job, administrator):
    job(seconds=seconds)
    assert rows(administrator)[0][-1] == words


def test_of_a_failure_only_the_kind_is_shown(job, administrator):
    job("FAILED", exception_class_path="audit.services.people.ValueError")
    response = administrator.get(LIST)
    assert rows(administrator)[0][1] == "Failed ValueError"
    assert SECRET not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "outcomes"),
    [
        ("", ["Done", "Failed", "Running", "Waiting"]),
        ("status=FAILED", ["Failed"]),
        ("status=READY&status=RUNNING", ["Running", "Waiting"]),
    ],
)
def test_the_list_is_filtered_by_outcome(query, outcomes, job, administrator):
    for status in ("SUCCESSFUL", "FAILED", "RUNNING"):
        job(status)
    job("READY", seconds=None)
    assert sorted(row[1] for row in rows(administrator, query)) == outcomes


def test_the_latest_comes_first_and_the_list_has_pages(job, administrator):
    for number in range(26):
        job(task_path=f"audit.jobs.job_{number}")
    assert rows(administrator)[0][0] == "Job 25"
    assert [row[0] for row in rows(administrator, "page=2")] == ["Job 0"]


def test_nobody_else_sees_jobs(job, signed_in):
    assert signed_in("moderator@wexshire").get(LIST).status_code == 403
