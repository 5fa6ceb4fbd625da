from __future__ import annotations

import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import QuerySet

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import LogEntry, Report, ReportVersion, User
from audit.services.reports import draft_snapshot, last_version, report_publish
from tests.factories import RoundFactory, graded_file

KIND = CASE_FILE_AUDIT.name


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def quick_pdf(monkeypatch):
    """Stands in for the PDF where only the numbering matters; each call makes other bytes."""
    monkeypatch.setattr(
        "audit.services.reports.render_pdf", lambda snapshot: f"%PDF {time.time_ns()}".encode()
    )


@pytest.fixture
def published(audit, moderator, quick_pdf):
    graded_file(audit, moderator, ("s47", "good"))
    return report_publish(round=audit, kind=KIND, by=moderator)


def _content(version) -> tuple[bytes, ...]:
    row = ReportVersion.objects.get(pk=version.pk)
    return bytes(row.snapshot), bytes(row.html), bytes(row.pdf)


def test_the_first_version_is_number_1(published):
    assert (published.number, published.replaces) == (1, None)


def test_a_correction_is_the_next_number_and_says_what_it_replaces(published, audit, moderator):
    second = report_publish(round=audit, kind=KIND, by=moderator, correction=" A grade. ")
    assert (second.number, second.replaces, second.correction) == (2, published, "A grade.")
    assert second.snapshot_data["version"]["replaces"] == 1


@pytest.mark.parametrize("correction", ["", "  \n"])
def test_a_later_version_must_say_what_it_corrects(correction, published, audit, moderator):
    with pytest.raises(ValidationError, match="Say what this version changes"):
        report_publish(round=audit, kind=KIND, by=moderator, correction=correction)
    assert ReportVersion.objects.count() == 1


def test_a_published_version_stays_as_it_is_when_its_rows_change(published, audit, moderator):
    before = _content(published)
    graded_file(audit, moderator, ("missing", "inadequate"))
    audit.title = "Another title"
    audit.save()
    second = report_publish(round=audit, kind=KIND, by=moderator, correction="One more file.")
    assert _content(published) == before
    assert _content(second) != before


def test_its_hashes_are_those_of_its_bytes(published):
    snapshot, _, pdf = _content(published)
    assert published.sha256 == hashlib.sha256(snapshot).hexdigest()
    assert published.pdf_sha256 == hashlib.sha256(pdf).hexdigest()


def test_the_hash_stands_on_its_page(published):
    assert published.sha256[:12] in _content(published)[1].decode()


def test_the_figures_are_those_of_the_day_of_publication(published):
    snapshot = json.loads(_content(published)[0])
    assert snapshot["headline"]["counts"]["good"] == 1
    assert snapshot["version"]["number"] == 1


def test_the_trail_names_the_version_and_its_force(published, audit):
    entry = LogEntry.objects.first()
    assert (entry.event, entry.force) == ("report.published", audit.force)
    assert entry.text.after["sha256"] == published.sha256


@pytest.mark.parametrize("name", ["auditor@wexshire", "manager@wexshire", "moderator@eastmarch"])
def test_nobody_publishes_without_the_right(name, audit, person, events):
    with pytest.raises(PermissionDenied):
        report_publish(round=audit, kind=KIND, by=person(name))
    assert not Report.objects.exists()
    assert events() == []


def test_what_fails_while_it_is_rendered_leaves_no_version(audit, moderator, monkeypatch, events):
    def fail(snapshot):
        raise RuntimeError("No fonts.")

    monkeypatch.setattr("audit.services.reports.render_pdf", fail)
    with pytest.raises(RuntimeError, match="No fonts"):
        report_publish(round=audit, kind=KIND, by=moderator)
    assert not Report.objects.exists()
    assert events() == []


def test_a_draft_bears_the_number_that_it_would_get(published, audit):
    version = draft_snapshot(round=audit, kind=KIND)["version"]
    assert (version["number"], version["status"]) == (2, "draft")
    assert ReportVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_real_pdf_is_frozen(audit, moderator):
    graded_file(audit, moderator, ("s47", "good"))
    version = report_publish(round=audit, kind=KIND, by=moderator)
    assert _content(version)[2].startswith(b"%PDF-")


def test_the_number_is_taken_under_a_lock(audit, moderator, quick_pdf, monkeypatch):
    """On SQLite too, where the test below cannot run."""
    steps = []
    lock, last = QuerySet.select_for_update, last_version

    def locked(rows, *args, **options):
        steps.append(f"locks {rows.model.__name__}")
        return lock(rows, *args, **options)

    def looked(report):
        steps.append("takes the number")
        return last(report)

    monkeypatch.setattr(QuerySet, "select_for_update", locked)
    monkeypatch.setattr("audit.services.reports.last_version", looked)
    report_publish(round=audit, kind=KIND, by=moderator)
    assert steps == ["locks Report", "takes the number"]


def test_two_people_who_publish_at_once_get_two_numbers(
    reference_data, transactional_db, monkeypatch
):
    round, start = RoundFactory(), Barrier(2)
    by = User.objects.get(email="moderator@wexshire.example")

    def slow(snapshot):
        time.sleep(0.2)  # long enough for the other one to read the last number meanwhile
        return b"%PDF"

    def publish(reason):
        try:
            start.wait(timeout=10)
            return report_publish(round=round, kind=KIND, by=by, correction=reason).number
        finally:
            connection.close()

    monkeypatch.setattr("audit.services.reports.render_pdf", slow)
    # With a first version there is a row to lock; without one the second insertion waits anyway.
    report_publish(round=round, kind=KIND, by=by)
    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(publish, ["One.", "Another."]))
    assert sorted(numbers) == [2, 3]
