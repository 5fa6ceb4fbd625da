"""What the services let out, whatever rows they are given."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import LogEntry, LogText
from audit.permissions import Right
from audit.services.exports import figures_take_out, rows_take_out
from tests.factories import CaseFileFactory, RoundFactory

pytestmark = pytest.mark.django_db


def taken(rows, by, right=Right.TRANSFER_CASE_FILES, what="case_files"):
    return rows_take_out(what=what, rows=rows, right=right, told=list, form="csv", by=by)


def test_rows_of_others_stay_where_they_are(person):
    own = CaseFileFactory()
    other = CaseFileFactory(round=RoundFactory(eastmarch=True))
    assert taken([own, other], person("moderator@wexshire")) == [own]


def test_who_has_the_right_nowhere_is_refused(person):
    with pytest.raises(PermissionDenied):
        taken([CaseFileFactory()], person("manager@wexshire"))
    assert not LogEntry.objects.filter(event="case_files.exported").exists()


def test_figures_that_are_not_published_stay_where_they_are(person):
    rounds = [
        RoundFactory(inspection=True),
        shown := RoundFactory(inspection=True, published=True),
        own := RoundFactory(),
        RoundFactory(eastmarch=True),
    ]
    out = {"what": "grade_figures", "told": list, "form": "csv"}
    assert figures_take_out(rounds=rounds, by=person("manager@wexshire"), **out) == [shown, own]
    assert figures_take_out(rounds=rounds, by=person("auditor@wexshire"), **out) == [shown]


def test_each_inspection_or_audit_gets_an_entry_with_its_count(person):
    first, second = CaseFileFactory(), CaseFileFactory()
    taken([first, CaseFileFactory(round=first.round), second], person("moderator@wexshire"))
    entries = LogEntry.objects.filter(event="case_files.exported")
    assert {entry.subject_id for entry in entries} == {str(first.round_id), str(second.round_id)}
    told = LogText.objects.get(entry=entries.about(first.round).get())
    assert told.after == {"rows": 2, "form": "csv"}


def test_many_inspections_and_audits_are_told_by_force(person):
    rounds = [RoundFactory(), RoundFactory(), RoundFactory(eastmarch=True)]
    who = person("observer@wexshire")
    taken(rounds, who, Right.SEE_PUBLISHED, "inspections_and_audits")
    entries = LogEntry.objects.filter(event="inspections_and_audits.exported")
    assert {entry.subject_type for entry in entries} == {"force"}
    assert entries.count() == 2
