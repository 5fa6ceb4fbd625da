"""What the tests of imports share: an open audit and who imports into it."""

from __future__ import annotations

import pytest

from tests.factories import CaseFileFactory, RoundFactory


@pytest.fixture
def audit(db):
    """An internal audit of Wexshire in fieldwork."""
    return RoundFactory()


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def auditor(person):
    return person("auditor@wexshire")


@pytest.fixture
def second(person):
    return person("auditor2@wexshire")


@pytest.fixture
def case_file(audit, auditor):
    """A file of the audit, allocated to its auditor and not begun."""
    return CaseFileFactory(round=audit, reference="WX-1", allocated_to=auditor)
