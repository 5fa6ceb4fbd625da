"""What the tests of services share: an open audit, one of its files, and what the trail says."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from audit.models import LogEntry, User
from tests.cast import create_cast
from tests.factories import CaseFileFactory, RoundFactory


@pytest.fixture
def audit(db):
    """An internal audit of Wexshire in fieldwork."""
    return RoundFactory()


@pytest.fixture
def case_file(audit, person):
    """A file of the audit, allocated to its auditor."""
    return CaseFileFactory(round=audit, allocated_to=person("auditor@wexshire"))


@pytest.fixture
def events(db):
    """`events()`: what the trail has recorded since the test began, oldest first."""
    last = LogEntry.objects.order_by("pk").values_list("pk", flat=True).last() or 0

    def since() -> list[str]:
        rows = LogEntry.objects.filter(pk__gt=last).order_by("pk")
        return list(rows.values_list("event", flat=True))

    return since


@pytest.fixture
def reference_data(django_db_setup, django_db_blocker):
    """Before a test that commits, and again after it, for its end empties the database."""
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lies in memory, which threads do not share")

    def load():
        with django_db_blocker.unblock():
            call_command("load_reference")
            create_cast(by=User.objects.service_account())

    load()
    yield
    load()
