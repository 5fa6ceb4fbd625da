"""Files as evidence: stored with their rows or not at all, and withdrawn with a reason."""

from __future__ import annotations

import hashlib
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from audit.jobs import tidy_up
from audit.models import (
    Evidence,
    ForceMembership,
    LogEntry,
    ProgressUpdate,
    Response,
    User,
)
from audit.models.progress import evidence_storage
from audit.rules.roles import Role
from audit.rules.transitions import TransitionError
from audit.services.evidence import (
    LostFileError,
    evidence_add,
    evidence_content,
    evidence_tidy,
    evidence_withdraw,
)
from audit.services.progress import action_report, response_report
from tests.evidence.keeping import checked_file, stored_names
from tests.factories import ActionFactory, ProgressUpdateFactory, ResponseFactory

pytestmark = pytest.mark.django_db
CONTENT = b"The rota of March"
FOLDER_ONLY_OURS, FILE_ONLY_OURS = 0o700, 0o600


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> Path:
    """A folder of the test's own, kept as production keeps its."""
    place = tmp_path / "evidence"
    options = {
        "location": str(place),
        "file_permissions_mode": FILE_ONLY_OURS,
        "directory_permissions_mode": FOLDER_ONLY_OURS,
    }
    backend = "django.core.files.storage.FileSystemStorage"
    evidence = {"BACKEND": backend, "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": evidence}
    return place


@pytest.fixture
def manager(person):
    return person("manager@wexshire")


@pytest.fixture
def response(audit):
    return ResponseFactory(recommendation__round=audit, status="in_progress")


@pytest.fixture
def update(response, manager):
    return ProgressUpdateFactory(response=response, by=manager)


@pytest.fixture
def evidence(update, manager):
    return evidence_add(update=update, checked=checked_file(CONTENT), by=manager)


def test_a_file_is_kept_under_a_name_that_tells_nothing(evidence, folder, events):
    (name,) = stored_names()
    assert name == evidence.file.name
    assert "rota" not in name
    assert len(name) > 60
    assert (folder / name).read_bytes() == CONTENT
    assert evidence.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert (evidence.name, evidence.size) == ("rota.txt", len(CONTENT))


def test_nobody_else_on_the_machine_reads_it(evidence, folder):
    path = folder / evidence.file.name
    assert stat.S_IMODE(path.stat().st_mode) == FILE_ONLY_OURS
    assert stat.S_IMODE(path.parent.stat().st_mode) == FOLDER_ONLY_OURS


def test_two_files_of_one_name_and_content_are_two(update, manager):
    for _ in range(2):
        evidence_add(update=update, checked=checked_file(), by=manager)
    assert len(stored_names()) == 2


def test_it_is_recorded_without_its_content(update, manager, events):
    evidence = evidence_add(update=update, checked=checked_file(), by=manager)
    assert events() == ["evidence.added"]
    entry = LogEntry.objects.about(evidence).get()
    assert entry.force == update.response.force
    assert entry.text.after["sha256"] == evidence.sha256
    assert "The rota" not in str(entry.text.after)


def test_a_report_brings_its_files(response, manager, events):
    files = [checked_file(), checked_file(b"1", "one.txt")]
    update = response_report(response=response, text="Trained.", files=files, by=manager)
    assert [one.name for one in update.evidence.all()] == ["rota.txt", "one.txt"]
    assert len(stored_names()) == 2
    assert events() == ["progress_update.given", "evidence.added", "evidence.added"]


def test_a_report_on_an_action_does_too(response):
    owner = User.objects.create(email="someone@wexshire.example", name="Someone")
    ForceMembership.objects.create(user=owner, force=response.force, role=Role.ACTION_OWNER)
    action = ActionFactory(owner=owner, responses=[response], force=response.force)
    update = action_report(action=action, text="Trained.", files=[checked_file()], by=owner)
    assert Evidence.objects.of_response(response).get().update == update


@pytest.mark.parametrize("name", ["moderator@wexshire", "observer@wexshire", "manager@eastmarch"])
def test_who_may_not_report_attaches_nothing(name, update, person):
    with pytest.raises(PermissionDenied):
        evidence_add(update=update, checked=checked_file(), by=person(name))
    assert not stored_names()


def test_nobody_adds_to_the_report_of_somebody_else(update, person):
    with pytest.raises(PermissionDenied, match="Somebody else"):
        evidence_add(update=update, checked=checked_file(), by=person("manager2@wexshire"))


@pytest.mark.parametrize("status", ["verified", "superseded"])
def test_nothing_is_attached_to_what_is_closed(status, update, manager):
    Response.objects.update(status=status)
    with pytest.raises(TransitionError, match="closed"):
        evidence_add(update=update, checked=checked_file(), by=manager)
    assert not stored_names()


def test_a_file_goes_with_a_transaction_that_comes_to_nothing(response, manager, monkeypatch):
    """The report was saved and its file written when something else failed."""
    monkeypatch.setattr("audit.services.progress.begin", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        response_report(response=response, text="Done.", files=[checked_file()], by=manager)
    assert not ProgressUpdate.objects.exists()
    assert not stored_names()


def test_a_file_that_is_refused_takes_the_others_with_it(response, manager, settings):
    settings.EVIDENCE_QUOTA = 20
    files = [checked_file(b"1" * 15, "one.txt"), checked_file(b"2" * 15, "two.txt")]
    with pytest.raises(ValidationError, match="two.txt"):
        response_report(response=response, text="Done.", files=files, by=manager)
    assert not Evidence.objects.exists()
    assert not stored_names()


def test_the_room_of_a_force_is_limited(update, manager, settings):
    settings.EVIDENCE_QUOTA = 1_000_000
    evidence_add(update=update, checked=checked_file(b"1" * 600_000), by=manager)
    with pytest.raises(ValidationError) as error:
        evidence_add(update=update, checked=checked_file(b"2" * 400_001), by=manager)
    (sentence,) = error.value.message_dict["files"]
    assert sentence.startswith("“rota.txt” needs 0.5 MB, and Wexshire has 0.4 MB left of 1 MB")
    assert "withdraw what is no longer needed" in sentence
    evidence_add(update=update, checked=checked_file(b"3" * 400_000), by=manager)


def test_actions_take_the_same_room_and_other_forces_do_not(
    response, manager, person, settings, service
):
    settings.EVIDENCE_QUOTA = 20
    elsewhere = ResponseFactory(recommendation__round__eastmarch=True, status="in_progress")
    other = person("manager@eastmarch")
    response_report(response=elsewhere, text="Done.", files=[checked_file()], by=other)
    action = ActionFactory(owner=manager, responses=[response], force=response.force)
    action_report(action=action, text="Done.", files=[checked_file()], by=manager)
    with pytest.raises(ValidationError, match="needs"):
        response_report(response=response, text="Done.", files=[checked_file()], by=manager)


def test_what_is_withdrawn_makes_room(evidence, update, manager, settings):
    settings.EVIDENCE_QUOTA = 20
    evidence_withdraw(evidence=evidence, because="The wrong month", by=manager)
    evidence_add(update=update, checked=checked_file(), by=manager)


def test_a_withdrawn_file_is_deleted_and_its_row_stays(
    evidence, manager, events, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        held = evidence_withdraw(evidence=evidence, because=" The wrong month ", by=manager)
        assert stored_names()  # until it is certain
    assert not stored_names()
    held.refresh_from_db()
    assert (held.file.name, held.name, held.by) == ("", "rota.txt", manager)
    assert (held.withdrawn_by, held.withdrawn_because) == (manager, "The wrong month")
    assert not Evidence.objects.of_response(held.update.response).exists()
    assert events()[-1] == "evidence.withdrawn"


def test_it_stays_where_withdrawing_comes_to_nothing(evidence, manager):
    with transaction.atomic():
        evidence_withdraw(evidence=evidence, because="The wrong month", by=manager)
        transaction.set_rollback(True)
    evidence.refresh_from_db()
    assert evidence_content(evidence) == CONTENT


def test_withdrawing_needs_a_reason(evidence, manager):
    with pytest.raises(ValidationError, match="Say why"):
        evidence_withdraw(evidence=evidence, because=" ", by=manager)


def test_it_is_withdrawn_once(evidence, manager):
    evidence_withdraw(evidence=evidence, because="The wrong month", by=manager)
    with pytest.raises(TransitionError, match="already"):
        evidence_withdraw(evidence=evidence, because="The wrong month", by=manager)


@pytest.mark.parametrize("name", ["moderator@wexshire", "observer@wexshire", "manager@eastmarch"])
def test_who_may_not_report_withdraws_nothing(name, evidence, person):
    with pytest.raises(PermissionDenied):
        evidence_withdraw(evidence=evidence, because="No", by=person(name))


@pytest.mark.parametrize("status", ["verified", "superseded"])
def test_what_something_was_closed_with_stays(status, evidence, manager):
    Response.objects.update(status=status)
    with pytest.raises(TransitionError, match="stays on record"):
        evidence_withdraw(evidence=evidence, because="The wrong month", by=manager)


def test_evidence_of_an_action_stays_once_one_of_what_it_serves_is_verified(
    response, audit, manager
):
    other = ResponseFactory(recommendation__round=audit, status="in_progress")
    action = ActionFactory(owner=manager, responses=[response, other], force=response.force)
    update = action_report(action=action, text="Done.", files=[checked_file()], by=manager)
    Response.objects.filter(pk=other.pk).update(status="verified")
    with pytest.raises(TransitionError, match="stays on record"):
        evidence_withdraw(evidence=update.evidence.get(), because="No", by=manager)


def test_the_last_evidence_of_what_is_delivered_stays(evidence, update, manager):
    Response.objects.update(status="delivered")
    with pytest.raises(TransitionError, match="Attach other evidence first"):
        evidence_withdraw(evidence=evidence, because="The wrong month", by=manager)
    evidence_add(update=update, checked=checked_file(), by=manager)
    evidence_withdraw(evidence=evidence, because="The wrong month", by=manager)


def test_what_is_handed_out_is_what_was_stored(evidence, folder):
    assert evidence_content(evidence) == CONTENT
    path = folder / evidence.file.name
    path.write_bytes(b"Another rota")
    with pytest.raises(LostFileError):
        evidence_content(evidence)
    path.unlink()
    with pytest.raises(LostFileError):
        evidence_content(evidence)


def test_what_is_left_over_is_taken_away_after_a_day(evidence, manager):
    orphan = evidence_storage().save("ab/abc", ContentFile(CONTENT))
    assert evidence_tidy(before=timezone.now() - timedelta(days=1)) == 0
    assert evidence_tidy(before=timezone.now() + timedelta(minutes=1)) == 1
    assert stored_names() == {evidence.file.name}
    assert orphan not in stored_names()


def test_the_daily_job_does_it(evidence, monkeypatch):
    evidence_storage().save("ab/abc", ContentFile(CONTENT))
    monkeypatch.setattr("audit.jobs.KEEP_LEFT_OVER", timedelta(seconds=-60))
    tidy_up.call()
    assert stored_names() == {evidence.file.name}


def test_there_is_nothing_to_tidy_before_the_first_file(folder):
    assert not folder.exists()
    assert evidence_tidy(before=timezone.now()) == 0
