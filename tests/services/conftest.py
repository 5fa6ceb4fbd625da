"""What the tests of services share: an open audit, one of its files, and what the trail says."""

from __future__ import annotations

import pytest

from audit.models import LogEntry
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
