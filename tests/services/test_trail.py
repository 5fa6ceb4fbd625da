from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest
from django.apps import apps
from django.conf import settings as django_settings

import audit.services
import tests.services.calls_of_clocks
import tests.services.calls_of_concerns
import tests.services.calls_of_import_kinds
import tests.services.calls_of_imports
import tests.services.calls_of_moderation
import tests.services.calls_of_oversight
import tests.services.calls_of_people
import tests.services.calls_of_recommendations
import tests.services.calls_of_sources  # noqa: F401  (all of them register their calls)
from audit.models import LogEntry, LogText
from audit.models.trail import LogEntryQuerySet
from audit.rules.events import event_words
from audit.services.trail import changed_fields, record, values_of
from audit.services.trail_codes import digest, entry_mac
from tests.services.calls import CALLS, MARK, World

pytestmark = pytest.mark.django_db

UNTRIED = {
    "round_load",
    "sources_load",
    "sign_off_as_loaded",
    "assessment_autosave",
    "round_workbook_check",
}
"""The first three are tried in tests/services/loading; the last two leave no trail."""
OF_PEOPLE = {
    *("person_add", "person_change", "person_disable", "person_enable", "person_sign_out"),
    *("person_invite", "invitation_send", "second_step_reset"),
}
"""A person stands under no force."""
SHARED = {
    "audit.services.case_undo",
    "audit.services.response_steps",
    "audit.services.round_undo",
    "audit.services.saving",
    "audit.services.trail",
    "audit.services.sampled_files",
    "audit.services.set_aside",
    "audit.services.undoing",
}
"""What the services are made of."""


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    """What the PDF looks like is no matter here."""
    monkeypatch.setattr("audit.services.reports.render_pdf", lambda snapshot: b"%PDF")


@pytest.fixture
def world(audit, case_file, person) -> World:
    return World(audit, case_file, person)


def _rows() -> dict[str, list]:
    """Everything that the application holds."""
    models = apps.get_app_config("audit").get_models(include_auto_created=True)
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in models
    }


def _services() -> set[str]:
    """The names of the functions that act for a person."""
    names = set()
    for module in pkgutil.walk_packages(audit.services.__path__, "audit.services."):
        if module.name in SHARED:
            continue
        for name, function in inspect.getmembers(
            importlib.import_module(module.name), inspect.isfunction
        ):
            own = function.__module__ == module.name and not name.startswith("_")
            if own and "by" in inspect.signature(function).parameters:
                names.add(name)
    reading = {"is_somebody_elses", "person_held", "contacts_to_name", "feedback_note_of"}
    reading |= {"import_right", "imports_possible"}
    return names - reading | {"concerns_escalate"}  # which acts for nobody


def test_every_service_is_tried():
    tried = {re.sub("_(as_inspector|that_ends|that_returns)$", "", name) for name in CALLS}
    assert tried | UNTRIED == _services()


@pytest.mark.parametrize("name", CALLS)
def test_each_service_records_what_it_did(name, world, events):
    expected, prepare = CALLS[name]
    call = prepare(world)
    before = len(events())
    call()
    assert events()[before:] == expected
    assert all(event_words(event) for event in expected)


@pytest.mark.parametrize("name", CALLS)
def test_a_change_that_cannot_be_recorded_is_not_made(name, world, monkeypatch):
    call = CALLS[name][1](world)
    before = _rows()

    def fail(*args, **kwargs):
        raise OSError("The disk is full.")

    monkeypatch.setattr(LogEntry, "save", fail)
    monkeypatch.setattr(LogEntryQuerySet, "bulk_create", fail)
    with pytest.raises(OSError, match="The disk is full"):
        call()
    assert _rows() == before


@pytest.mark.parametrize("name", CALLS)
def test_no_text_stands_in_an_entry(name, world):
    CALLS[name][1](world)()
    entries = str(list(LogEntry.objects.values()))
    assert MARK not in entries
    assert LogEntry.objects.exists()


@pytest.mark.parametrize("name", [name for name in CALLS if name not in OF_PEOPLE])
def test_each_entry_stands_under_the_force(name, world, events):
    prepared = CALLS[name][1](world)
    before = len(events())
    prepared()
    for entry in LogEntry.objects.all()[: len(events()) - before]:
        assert entry.force is not None, entry


@pytest.fixture
def entry(audit, service):
    before = values_of(audit)
    audit.summary = "More was found."
    recorded = record(
        "round.changed", audit, by=service, before=before, after=values_of(audit), reason="Because."
    )
    return LogEntry.objects.get(pk=recorded.pk)


def test_the_code_of_an_entry_can_be_checked_again(entry):
    assert entry_mac(entry) == entry.mac


TAMPERED = {
    "event": "round.deleted",
    "subject_type": "casefile",
    "subject_id": "4711",
    "changed": ["title"],
    "before_digest": "0" * 64,
    "after_digest": "0" * 64,
    "reason_digest": "",
    "by_id": 4711,
    "session": "0",
    "force_id": None,
}


@pytest.mark.parametrize("field", TAMPERED)
def test_a_field_that_is_tampered_with_shows(field, entry):
    setattr(entry, field, TAMPERED[field])
    assert entry_mac(entry) != entry.mac


def test_a_time_that_is_tampered_with_shows(entry):
    entry.at = entry.at.replace(microsecond=(entry.at.microsecond + 1) % 1_000_000)
    assert entry_mac(entry) != entry.mac


def test_every_field_of_an_entry_is_bound_by_its_code():
    fields = {field.attname for field in LogEntry._meta.concrete_fields}
    assert fields == {*TAMPERED, "id", "entry", "at", "mac"}


def test_without_the_key_the_code_cannot_be_made(entry):
    assert entry_mac(entry, key="another key") != entry.mac


def test_after_a_change_of_keys_old_entries_are_checked_with_the_old_one(entry, settings):
    old = django_settings.TRAIL_KEYS[0]
    settings.TRAIL_KEYS = ["a newer key", old]
    assert entry_mac(entry) != entry.mac
    assert entry_mac(entry, key=old) == entry.mac


def test_the_texts_are_bound_to_the_entry_by_digests(entry):
    text = LogText.objects.get(entry=entry)
    assert digest(text.before) == entry.before_digest
    assert digest(text.after) == entry.after_digest
    assert digest(text.reason) == entry.reason_digest


def test_an_entry_names_what_changed(entry):
    assert entry.changed == ["summary"]


def test_what_appears_and_what_goes_has_changed_too():
    assert changed_fields({"a": 1, "b": 2}, {"b": 2, "c": 3}) == ["a", "c"]


def test_an_entry_without_values_has_no_texts(audit, service):
    entry = record("round.seen", audit, by=service)
    assert not LogText.objects.filter(entry=entry).exists()
    assert entry.before_digest == entry.after_digest == entry.reason_digest == ""
