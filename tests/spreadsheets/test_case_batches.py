"""Imports of more rows than are written at once: no row is read in the light of another one."""

from __future__ import annotations

import gc
import weakref

import pytest

from audit.models import CaseFile, ImportRun
from audit.services.case_imports import CaseWriter
from audit.spreadsheets.case_rules import Seen
from audit.spreadsheets.importing import BATCH, confirm
from tests.spreadsheets.case_sheets import checked, imported, outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(auditor, second):
    """The first and the last row are about one new file, with more than a batch between them."""
    graded = {"areas": "s47", "grade": "good", "assessor": auditor.email}
    between = [{"reference": f"WX-{n}", **graded} for n in range(BATCH + 1)]
    return [
        {"reference": "TWO", **graded},
        *between,
        {"reference": "TWO", **graded, "assessor": second.email},
    ]


def test_two_assessors_of_a_new_file_may_stand_far_apart(audit, moderator, auditor, second, rows):
    run = imported(audit, moderator, rows)
    assert run.status == ImportRun.Status.DONE
    case_file = CaseFile.objects.get(reference="TWO")
    assert (case_file.allocated_to, case_file.second_assessor) == (auditor, second)
    assert set(outcomes(checked(audit, moderator, rows))) == {"unchanged"}


def test_it_is_told_how_far_checking_again_and_then_writing_is(audit, moderator, rows):
    run, heard = checked(audit, moderator, rows), []
    confirm(run=run, by=moderator, heard=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == run.rows


def test_what_judging_knows_of_the_rows_is_gone_before_they_are_written(
    audit, moderator, rows, monkeypatch
):
    seen, alive = weakref.WeakSet(), []
    judge, write = Seen.problems, CaseWriter.write
    monkeypatch.setattr(Seen, "problems", lambda self, row: seen.add(self) or judge(self, row))

    def told(self, some):
        gc.collect()
        alive.append(len(seen))
        return write(self, some)

    monkeypatch.setattr(CaseWriter, "write", told)
    imported(audit, moderator, rows)
    assert alive == [0, 0]
