"""A whole audit as one workbook: out, back, and out again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import (
    Answer,
    AreaGrade,
    Assessment,
    CaseAction,
    Child,
    ConcernStep,
    Conflict,
    ImmediateConcern,
    LogEntry,
    Observation,
    Query,
    QueryMessage,
    Question,
    Round,
    Stage,
    StageNote,
    Theme,
)
from audit.services.case_files import local_number_add
from audit.services.concern_clocks import concerns_escalate
from audit.services.concerns import concern_raise
from audit.spreadsheets.round_workbook import (
    round_workbook_bytes,
    round_workbook_check,
)
from tests.factories import CaseFileFactory, RoundFactory, area, assessed
from tests.soak.length import IN_FULL, times
from tests.spreadsheets.round_books import book_of, brought, emptied, said, sheets_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(person):
    return person("moderator@wexshire")


@pytest.fixture
def audit(db) -> Round:
    return RoundFactory(code="audit", title="Our audit")


def test_taking_it_out_is_recorded_and_so_is_looking_at_the_numbers(audit, moderator):
    numbered, plain = CaseFileFactory(round=audit), CaseFileFactory(round=audit)
    local_number_add(case_file=numbered, kind="crime", number="WXC/1", by=moderator)
    round_workbook_bytes(audit, moderator)
    assert LogEntry.objects.about(audit).filter(event="round.workbook_taken_out").count() == 1
    revealed = LogEntry.objects.filter(event="local_numbers.revealed")
    assert list(revealed.values_list("subject_id", flat=True)) == [str(numbered.pk)]
    assert not LogEntry.objects.about(plain).filter(event="local_numbers.revealed").exists()


def test_what_is_blind_or_set_aside_is_not_in_it(audit, person, moderator):
    auditor = person("auditor@wexshire")
    blind = CaseFileFactory(round=audit, allocated_to=auditor, second_assessor=moderator)
    assessed(blind, auditor, ("s47", "good"))
    aside = CaseFileFactory(round=audit)
    assessed(aside, auditor, ("s47", "good"), status="set_aside")
    sheets = sheets_of(audit, moderator)
    assert len(sheets["Case files"]) == 2
    assert sheets["Assessments"] == []


MOMENTS = {
    "a minute": datetime(2026, 7, 1, 13, 30, tzinfo=UTC),
    "midnight": datetime(2026, 1, 1, 0, 0, tzinfo=UTC),
    "a second": datetime(2026, 7, 1, 13, 30, 59, tzinfo=UTC),
    "a part of a second": datetime(2026, 7, 1, 13, 30, 59, 123456, tzinfo=UTC),
    "the first of the hour that comes twice": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "the second of it": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    "long ago": datetime(1847, 6, 1, 12, 0, tzinfo=UTC),
    "standard time": datetime(1970, 1, 1, 0, 0, tzinfo=UTC),
}


@pytest.mark.parametrize("at", MOMENTS.values(), ids=MOMENTS)
def test_every_moment_comes_back(at, audit, person, moderator):
    draft = assessed(
        CaseFileFactory(round=audit), person("auditor@wexshire"), ("s47", "good"), status="draft"
    )
    question = Question.objects.get(code="risk-known-at")
    Answer.objects.create(assessment=draft, question=question, at=at)
    book = book_of(audit, moderator)
    assert {row.outcome for row in round_workbook_check(book, audit, moderator)} == {"unchanged"}
    emptied(audit)
    brought(book, audit, moderator)
    assert Answer.objects.get().at == at


def test_an_escalated_concern_comes_back_with_its_clock(audit, moderator):
    concern = concern_raise(
        case_file=CaseFileFactory(round=audit),
        kind="child_at_risk",
        what="He sleeps in the car.",
        told_whom="Duty inspector",
        rang_at=datetime(2026, 11, 1, 9, 0, tzinfo=UTC),
        by=moderator,
    )
    ImmediateConcern.objects.update(due_at=concern.raised_at.replace(year=2020))
    assert concerns_escalate() == 1
    steps = list(ConcernStep.objects.values_list("deed", "told", "by", "at"))
    book = book_of(audit, moderator)
    emptied(audit)
    assert not said(brought(book, audit, moderator))
    assert list(ConcernStep.objects.values_list("deed", "told", "by", "at")) == steps
    restored = ImmediateConcern.objects.get()
    assert (restored.escalated_to, restored.opened_to_force) == ("force", True)


def test_the_longest_text_comes_back(audit, person, moderator):
    long = "=" + "ä\r\n" * 10_922
    assessed(
        CaseFileFactory(round=audit), person("auditor@wexshire"), ("s47", "good"), rationale=long
    )
    assert len(long) == 32_767
    book = book_of(audit, moderator)
    emptied(audit)
    brought(book, audit, moderator)
    assert Assessment.objects.get().rationale == long


AWKWARD = [
    *("=1+1", "+44", "-5", "@SUM(A1)", "'", "''=1", "'text", "_x000D_", "_x005F_x000D_", "_x0000"),
    *("\r", "\n", "\r\n", "\t", " ", "  both  ", "\x01\x1f\x7f\x85", "a\u2028b\u2029", "\ufeff"),
    *(
        "\u202egrade\u202c",
        "e\u0301",
        "👩‍👧",
        "1e5",
        "TRUE",
        "2026-01-01",
        "#REF!",
        "&amp;<b>",
        "1/2",
    ),
]
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")
"""XML has no NUL, and the reader leaves U+FFFE and U+FFFF, which are no characters, spelt out."""
TEXTS = st.one_of(
    st.just(""), st.sampled_from(AWKWARD), st.text(SIGNS, max_size=40), st.text(SIGNS, max_size=300)
)
WORDS = st.builds("{}{}".format, st.sampled_from("x='-"), TEXTS)
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
NUMBERS = st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2)
DAYS = st.dates(date(1800, 1, 1), date(2100, 1, 1))
GRADES = st.sampled_from(["", "good", "requires_improvement", "inadequate"])
CONTENT = st.fixed_dictionaries(
    {
        "texts": st.lists(TEXTS, min_size=6, max_size=6),
        "words": st.lists(WORDS.map(lambda text: text[:120]), min_size=5, max_size=5, unique=True),
        "times": st.lists(TIMES, min_size=4, max_size=4, unique=True),
        "days": st.lists(DAYS, min_size=3, max_size=3),
        "number": NUMBERS,
        "grades": st.lists(GRADES, min_size=2, max_size=2),
        "absence": st.sampled_from(Answer.Absence.values),
        "polarity": st.sampled_from(["strength", "weakness"]),
    }
)


def _make(audit: Round, content: dict, auditor, moderator) -> None:
    texts, words, days = content["texts"], content["words"], content["days"]
    times, grades = sorted(content["times"]), content["grades"]
    case_file = CaseFileFactory(round=audit, allocated_to=auditor, due_on=days[0])
    Child.objects.create(case_file=case_file, disabled=True, in_care=False)
    draft = assessed(case_file, auditor, ("s47", grades[0]), status="draft", rationale=texts[0])
    Assessment.objects.update(
        systems_looked_at=texts[1], returned_because=texts[2], assessed_on=days[1]
    )
    AreaGrade.objects.create(assessment=draft, area=area("cse"), grade=grades[1])
    for code, value in (
        ("missing-times-before", {"number": content["number"]}),
        ("risk-known-at", {"at": times[0]}),
        ("siblings-considered", {"absence": content["absence"]}),
        ("child-spoken-to", {"choice": "yes"}),
    ):
        question = Question.objects.get(code=code)
        Answer.objects.create(assessment=draft, question=question, **value)
    stage = Stage.objects.get(code="investigation")
    notes = {"went_well": texts[3], "should_have_been_better": texts[4], "grade": grades[1]}
    StageNote.objects.create(assessment=draft, stage=stage, **notes)
    theme = Theme.objects.get(code="childs-voice")
    polarity = content["polarity"]
    Observation.objects.create(assessment=draft, theme=theme, polarity=polarity, note=texts[5])
    query = Query.objects.create(
        case_file=case_file, assessment=draft, asked_by=moderator, asked_at=times[1]
    )
    for at, text in zip(times[1:3], words[:2], strict=True):
        QueryMessage.objects.create(query=query, by=moderator, at=at, text=text)
    for _ in range(2):  # two of the same words are two
        CaseAction.objects.create(
            case_file=case_file, what=words[2], owner=words[3], due_on=days[2]
        )
    Conflict.objects.create(
        case_file=case_file, person=moderator, declared_by=auditor, reason=words[4]
    )


@settings(
    max_examples=times(150),
    derandomize=not IN_FULL,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(CONTENT)
def test_whatever_is_in_it_comes_back(audit, person, moderator, content):
    with transaction.atomic():
        _make(audit, content, person("auditor@wexshire"), moderator)
        before = sheets_of(audit, moderator)
        book = book_of(audit, moderator)
        checked = round_workbook_check(book, audit, moderator)
        assert {row.outcome for row in checked} == {"unchanged"}, checked
        emptied(audit)
        results = brought(book, audit, moderator, with_held=True)
        assert {row.outcome for row in results} == {"new"}, said(results)
        assert sheets_of(audit, moderator) == before
        transaction.set_rollback(True)
