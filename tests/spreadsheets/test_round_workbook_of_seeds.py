"""Wexshire's two audits as workbooks: out, back, and out again."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import (
    Assessment,
    CaseAction,
    CaseFile,
    Child,
    Conflict,
    ImmediateConcern,
    LocalNumber,
    LogEntry,
    Query,
    Round,
)
from audit.rules.imports import Outcome
from audit.spreadsheets.reading import read_book
from audit.spreadsheets.round_workbook import (
    round_listings,
    round_workbook_bytes,
    round_workbook_check,
)
from tests.factories import RoundFactory
from tests.seeds.conftest import loaded  # noqa: F401  # a fixture
from tests.spreadsheets.round_books import book_of, brought, emptied, everything, said, sheets_of

pytestmark = pytest.mark.django_db
CODES = ("wexshire-2025", "wexshire-2026")
SOME = {"Case files", "Assessments", "Answers", "Observations", "Concerns", "Case actions"}


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def wexshire(loaded):  # noqa: F811
    """`wexshire("wexshire-2025")`: one of the two, open."""

    def find(code: str) -> Round:
        Round.objects.filter(code=code).update(status="fieldwork")
        return Round.objects.get(code=code)

    return find


def kept(round: Round) -> dict[str, tuple]:
    """What follows from the assessments of each file."""
    rows = CaseFile.objects.filter(round=round).select_related("final_assessment")
    return {
        row.reference: (row.status, row.blind, row.final_assessment and row.final_assessment.origin)
        for row in rows
    }


@pytest.mark.parametrize("code", CODES)
def test_brought_back_as_it_went_it_writes_nothing(code, wexshire, moderator):
    round = wexshire(code)
    book = book_of(round, moderator)
    before = everything()
    for act in (round_workbook_check, brought):
        results = act(book, round, moderator)
        assert {row.outcome for row in results} == {Outcome.UNCHANGED}
        assert {row.sheet for row in results} >= SOME
    assert everything() == before


@pytest.mark.parametrize("code", CODES)
def test_where_its_files_are_gone_it_makes_them_again(code, wexshire, moderator):
    round = wexshire(code)
    sheets, states = sheets_of(round, moderator), kept(round)
    book = read_book(round_workbook_bytes(round, moderator))
    emptied(round)
    assert sheets_of(round, moderator)["Case files"] == []
    results = brought(book, round, moderator)
    assert {row.outcome for row in results} == {Outcome.NEW}, said(results)[:5]
    assert sheets_of(round, moderator) == sheets
    assert kept(round) == states
    again = brought(book, round, moderator)
    assert {row.outcome for row in again} == {Outcome.UNCHANGED}


@pytest.mark.parametrize("code", CODES)
def test_a_check_tells_the_same_and_writes_nothing(code, wexshire, moderator):
    round = wexshire(code)
    book = book_of(round, moderator)
    emptied(round)
    before = everything()
    checked = round_workbook_check(book, round, moderator)
    assert everything() == before
    assert checked == brought(book, round, moderator)


def test_each_file_and_assessment_that_is_written_has_an_entry(wexshire, moderator):
    round = wexshire("wexshire-2026")
    book = book_of(round, moderator)
    emptied(round)
    last = LogEntry.objects.latest("pk").pk
    brought(book, round, moderator)
    entries = LogEntry.objects.filter(pk__gt=last)
    assert set(entries.values_list("by", "force")) == {(moderator.pk, round.force_id)}

    def told(event: str) -> set[str]:
        return set(entries.filter(event=event).values_list("subject_id", flat=True))

    def keys(rows) -> set[str]:
        return {str(pk) for pk in rows.values_list("pk", flat=True)}

    files = CaseFile.objects.filter(round=round)
    assert told("case_file.added") == keys(files)
    for status, event in (("draft", "saved"), ("submitted", "submitted"), ("agreed", "agreed")):
        rows = Assessment.objects.filter(case_file__in=files, status=status)
        assert told(f"assessment.{event}") == keys(rows)
    for model, event in (
        (LocalNumber, "local_number.added"),
        (Conflict, "conflict.declared"),
        (Query, "query.asked"),
        (ImmediateConcern, "concern.raised"),
        (CaseAction, "case_action.added"),
        (Child, "child.added"),
    ):
        assert told(event) == keys(model.objects.filter(case_file__in=files)) != set()
    assert told("round.workbook_loaded") == {str(round.pk)}


def test_the_queries_do_not_grow_with_the_rows(wexshire, moderator):
    big, small = wexshire("wexshire-2025"), RoundFactory()

    def queries(round: Round) -> int:
        moderator.scope  # noqa: B018  # asked for once
        with CaptureQueriesContext(connection) as captured:
            round_listings(round, moderator)
        return len(captured)

    assert queries(big) == queries(Round.objects.get(pk=small.pk))
    book = book_of(big, moderator)
    with CaptureQueriesContext(connection) as captured:
        round_workbook_check(book, big, moderator)
    assert len(captured) < 50
