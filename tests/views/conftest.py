"""What the tests of pages share."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def administrator(freshly_signed_in) -> Client:
    return freshly_signed_in("admin@casemark")
