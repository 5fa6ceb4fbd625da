"""Published versions and the trail cannot be changed through the models."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from audit.models import LogEntry, Report, ReportVersion, Seal
from audit.models.reports import FrozenError
from audit.services.trail import record
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(service):
    return record("round.changed", RoundFactory(), by=service, reason="A typing error.")


@pytest.fixture
def version(service):
    round = RoundFactory()
    report = Report.objects.create(force=round.force, round=round, kind="case_file_audit")
    return ReportVersion.objects.create(
        report=report,
        number=1,
        snapshot=b"{}",
        html=b"<html>",
        pdf=b"%PDF",
        published_by=service,
        published_at=timezone.now(),
    )


@pytest.fixture
def seal():
    stretch = {"number": 1, "first_entry": 1, "last_entry": 2, "count": 2}
    return Seal.objects.create(**stretch, at=timezone.now())


@pytest.fixture(params=["entry", "version", "seal"])
def frozen(request):
    return request.getfixturevalue(request.param)


def _rows(frozen):
    return type(frozen).objects.filter(pk=frozen.pk)


def _values(frozen):
    return _rows(frozen).values().get()


def _changes(frozen) -> dict:
    return {LogEntry: {"event": "forged"}, ReportVersion: {"pdf": b"forged"}, Seal: {"count": 1}}[
        type(frozen)
    ]


def test_a_loaded_row_cannot_be_saved(frozen):
    with pytest.raises(FrozenError):
        _rows(frozen).get().save()


def test_a_row_that_was_just_made_cannot_be_saved_again(frozen):
    with pytest.raises(FrozenError):
        frozen.save()


def test_a_row_cannot_be_deleted(frozen):
    with pytest.raises(FrozenError):
        frozen.delete()


def test_rows_cannot_be_updated(frozen):
    with pytest.raises(FrozenError):
        _rows(frozen).update(**_changes(frozen))


def test_rows_cannot_be_updated_in_bulk(frozen):
    for name, value in _changes(frozen).items():
        setattr(frozen, name, value)
    with pytest.raises(FrozenError):
        type(frozen).objects.bulk_update([frozen], list(_changes(frozen)))


def test_rows_cannot_be_deleted_in_bulk(frozen):
    with pytest.raises(FrozenError):
        _rows(frozen).delete()


def test_rows_cannot_be_updated_or_created(frozen):
    with pytest.raises(FrozenError):
        type(frozen).objects.update_or_create(pk=frozen.pk, defaults=_changes(frozen))


def test_a_new_object_with_the_key_of_a_row_does_not_overwrite_it(frozen):
    before = _values(frozen)
    forged = type(frozen)(**{**before, **_changes(frozen)})
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save()
    assert _values(frozen) == before


def test_versions_cannot_be_changed_through_their_report(version):
    with pytest.raises(FrozenError):
        version.report.versions.all().update(pdf=b"forged")


def test_a_report_with_versions_cannot_be_deleted(version):
    with pytest.raises(ProtectedError):
        version.report.delete()


def test_whoever_stands_in_the_trail_cannot_be_deleted(entry):
    with pytest.raises(ProtectedError):
        entry.by.delete()


def test_the_texts_of_an_entry_can_be_erased_and_the_entry_stays(entry):
    before = _values(entry)
    entry.text.delete()
    assert _values(entry) == before


STATEMENTS = ("UPDATE {table} SET at = at", "DELETE FROM {table}")


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("name", ["entry", "seal"])
def test_the_database_itself_refuses_to_change_the_trail(name, statement, request):
    row = request.getfixturevalue(name)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=row._meta.db_table))
    assert type(row).objects.filter(pk=row.pk).exists()
