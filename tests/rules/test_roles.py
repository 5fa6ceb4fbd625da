"""What people are told that a role sees is what the table of rights gives it."""

from __future__ import annotations

import pytest

from audit.permissions import TABLE, Right
from audit.rules.roles import REACH, Role

TOLD = {
    "case files": Right.SEE_CASE_FILES,
    "published results": Right.SEE_PUBLISHED,
    "figures": Right.SEE_UNPUBLISHED_FIGURES,
    "recommendations": Right.ANSWER,
    "people": Right.ADMINISTER,
}


def test_every_role_is_told_of():
    assert set(REACH) == set(Role)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("words", TOLD)
def test_the_words_follow_the_table(words, role):
    said = REACH[role].lower().replace("no case files", "")
    assert (words in said) is (TOLD[words] in TABLE[role])
    assert ("no case files" in REACH[role].lower()) is (Right.SEE_CASE_FILES not in TABLE[role])


def test_an_auditor_is_told_of_allocated_files_only():
    assert TABLE[Role.AUDITOR][Right.SEE_CASE_FILES].label == "allocated"
    assert "allocated to them" in REACH[Role.AUDITOR]
