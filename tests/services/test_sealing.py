from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from audit.models import Force, LogEntry, Seal
from audit.services.reports import report_publish
from audit.services.sealing import copied_seals, copy_missing_seals, trail_seal
from audit.services.trail import record
from audit.services.trail_check import trail_check
from tests.factories import RoundFactory
from tests.frozen_trail import thaw_trail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seal_file(settings, tmp_path):
    settings.SEAL_FILE = str(tmp_path / "seals.jsonl")


@pytest.fixture
def seal(django_capture_on_commit_callbacks):
    """Seals as after a commit: the seal file is written."""

    def run() -> list[Seal]:
        with django_capture_on_commit_callbacks(execute=True):
            return trail_seal()

    return run


@pytest.fixture
def audit():
    return RoundFactory()


def test_a_seal_closes_what_no_seal_closes_yet(audit, service, seal):
    seal()
    entries = [record("round.changed", audit, by=service) for _ in range(3)]
    (made,) = seal()
    assert (made.first_entry, made.last_entry) == (entries[0].pk, entries[-1].pk)
    assert (made.count, made.force) == (3, audit.force)


def test_each_force_has_its_own_chain(audit, service, seal):
    seal()
    other = RoundFactory(force=Force.objects.get(code="eastmarch"))
    for round in (audit, other, audit):
        record("round.changed", round, by=service)
    assert {made.force_id: made.count for made in seal()} == {audit.force_id: 2, other.force_id: 1}


def test_a_seal_follows_the_one_before_it(audit, service, seal):
    record("round.changed", audit, by=service)
    seal()
    first = Seal.objects.head_of(audit.force_id)
    record("round.changed", audit, by=service)
    seal()
    second = Seal.objects.head_of(audit.force_id)
    assert (second.number, second.previous) == (first.number + 1, first.code)


def test_where_nothing_happened_nothing_is_sealed(audit, service, seal):
    record("round.changed", audit, by=service)
    assert seal()
    assert seal() == []


def test_the_file_has_every_seal(audit, service, seal):
    record("round.changed", audit, by=service)
    seal()
    made = Seal.objects.head_of(audit.force_id)
    assert copied_seals()[audit.force_id, made.number] == made.code
    assert len(copied_seals()) == Seal.objects.count()


def test_what_a_crash_kept_from_the_file_is_written_later(audit, service, seal):
    record("round.changed", audit, by=service)
    seal()
    record("round.changed", audit, by=service)
    trail_seal()  # its transaction does not end, so the file is not written
    assert "not in the seal file" in trail_check().problem
    assert copy_missing_seals() == 1
    assert trail_check().problem == ""
    assert copy_missing_seals() == 0


@pytest.fixture
def gone(audit, service, seal, settings):
    """Sealed twice, and the seal file taken away in between."""
    record("round.changed", audit, by=service)
    seal()
    Path(settings.SEAL_FILE).unlink()
    record("round.changed", audit, by=service)
    seal()
    return Path(settings.SEAL_FILE)


def test_a_file_that_is_gone_is_not_begun_anew_by_itself(gone):
    assert not gone.exists()
    assert "not in the seal file" in trail_check().problem


def test_a_file_that_is_gone_is_begun_anew_on_demand_alone(gone):
    with pytest.raises(CommandError, match="--new-file"):
        call_command("seal_audit_trail")
    assert not gone.exists()
    call_command("seal_audit_trail", "--new-file", stdout=StringIO())
    assert trail_check().problem == ""


def test_a_line_that_was_cut_short_spoils_no_other(audit, service, seal, settings):
    record("round.changed", audit, by=service)
    seal()
    file = Path(settings.SEAL_FILE)
    file.write_text(file.read_text()[:-20])
    record("round.changed", audit, by=service)
    seal()
    assert "not in the seal file" in trail_check().problem
    assert copy_missing_seals() == 1
    assert trail_check().problem == ""


def test_what_cannot_be_read_is_a_problem_and_no_crash(audit, service, seal):
    entry = record("round.changed", audit, by=service)
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps no date that is none")
    thaw_trail()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_logentry SET at = 'garbage' WHERE id = %s", [entry.pk])
    assert trail_check().problem.startswith("What follows entry ")


def test_the_seal_printed_in_a_report_must_stand_in_the_trail(audit, person, seal, monkeypatch):
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF")
    moderator = person("moderator@wexshire")
    record("round.changed", audit, by=moderator)
    seal()
    report_publish(round=audit, kind="case_file_audit", by=moderator)
    assert trail_check().problem == ""
    thaw_trail()
    with connection.cursor() as cursor:
        for table in ("audit_logtext", "audit_seal", "audit_logentry"):
            cursor.execute(f"DELETE FROM {table}")
    Path(settings.SEAL_FILE).unlink()
    assert trail_check().problem.startswith("The seal printed in ")


def test_a_whole_trail_is_found_whole(audit, service, seal):
    record("round.changed", audit, by=service, reason="Because.")
    seal()
    record("round.changed", audit, by=service)
    check = trail_check()
    assert (check.problem, check.unsealed) == ("", 1)
    assert check.entries == LogEntry.objects.count()


def test_what_was_sealed_under_an_older_key_is_still_found_whole(audit, service, seal, settings):
    record("round.changed", audit, by=service, before={"a": 1}, after={"a": 2}, reason="Because.")
    seal()
    settings.TRAIL_KEYS = ["a newer key", *settings.TRAIL_KEYS]
    record("round.changed", audit, by=service, before={"a": 1}, after={"a": 2}, reason="Because.")
    seal()
    assert trail_check().problem == ""
    settings.TRAIL_KEYS = settings.TRAIL_KEYS[:1]
    assert trail_check().problem


def test_the_texts_of_a_case_can_be_erased_without_breaking_the_trail(audit, service, seal):
    entry = record("round.changed", audit, by=service, before={"a": 1}, after={"a": 2})
    seal()
    entry.text.delete()
    assert trail_check().problem == ""
