from __future__ import annotations

import pytest

from audit.models import Force, LogEntry, Seal
from audit.services.sealing import copied_seals, copy_missing_seals, last_seal, trail_seal
from audit.services.trail import record
from audit.services.trail_check import trail_check
from tests.factories import RoundFactory

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
    first = last_seal(audit.force)
    record("round.changed", audit, by=service)
    seal()
    second = last_seal(audit.force)
    assert (second.number, second.previous) == (first.number + 1, first.code)


def test_where_nothing_happened_nothing_is_sealed(audit, service, seal):
    record("round.changed", audit, by=service)
    assert seal()
    assert seal() == []


def test_the_file_has_every_seal(audit, service, seal):
    record("round.changed", audit, by=service)
    seal()
    made = last_seal(audit.force)
    assert copied_seals()[audit.force_id, made.number] == made.code
    assert len(copied_seals()) == Seal.objects.count()


def test_what_a_crash_kept_from_the_file_is_written_later(audit, service):
    record("round.changed", audit, by=service)
    trail_seal()  # its transaction does not end, so the file is not written
    assert "not in the seal file" in trail_check().problem
    assert copy_missing_seals() == Seal.objects.count()
    assert trail_check().problem == ""
    assert copy_missing_seals() == 0


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


def test_a_line_that_is_no_seal_is_named(audit, service, seal, settings):
    record("round.changed", audit, by=service)
    seal()
    with open(settings.SEAL_FILE, "a") as file:
        file.write("{}\n")
    assert f"line {Seal.objects.count() + 1} of seals.jsonl" in trail_check().problem
