"""What is recorded on case files beside their grades: concerns, actions, queries, checks and how
they were drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audit.clock import today
from audit.documents.facts import titles_of
from audit.documents.facts_told import REASONS
from audit.models import (
    CaseAction,
    CaseFile,
    DipCheck,
    ImmediateConcern,
    Question,
    SampledCase,
)
from audit.rules.answers import Fact
from audit.spreadsheets.writing import Listing, Value, local_time

CONCERN_COLUMNS = (
    *("Number", "What it is about", "Case file", "Inspection or audit", "Rung at", "Raised at"),
    *("Raised by", "Status", "Due", "Late", "First answered at", "Closed at", "Reconstructed"),
)
ACTION_COLUMNS = (
    *("Case file", "Area", "What should be put right", "Owner", "Due on", "Status", "Late"),
    *("Done on", "Done by", "Checked on", "Checked by", "Reconstructed"),
)
QUERY_COLUMNS = (
    *("Case file", "About", "Whose assessment", "Asked at", "Asked by", "Deputy"),
    *("Last written by", "Messages", "Status", "Resolved at", "Reconstructed"),
)
DIP_CHECK_COLUMNS = (
    *("Case file", "Area", "Drawn at", "Drawn by", "Seed", "Files that could be drawn"),
    *("Outcome", "Checked at", "Checked by", "Reconstructed"),
)
SAMPLE_COLUMNS = (
    *("Case file", "Area", "Team", "Period", "Stratum", "Place", "What became of it"),
    *("In place of", "Excluded because", "Excluded by", "Excluded at"),
)
ANSWER_COLUMNS = (*("Case file", "Area", "Question", "Question code", "Answer", "Reconstructed"),)


def concern_listing(concerns: Iterable[ImmediateConcern]) -> Listing:
    rows = (
        (
            row.pk,
            row.get_kind_display(),
            row.case_file.reference,
            row.round.title,
            local_time(row.rang_at),
            local_time(row.raised_at),
            row.raised_by.name,
            row.get_status_display(),
            local_time(row.due_at),
            row.is_overdue,
            local_time(row.answered_at),
            local_time(row.closed_at),
            row.case_file.reconstructed,
        )
        for row in concerns
    )
    return Listing("Immediate concerns", CONCERN_COLUMNS, rows)


def case_action_listing(actions: Iterable[CaseAction]) -> Listing:
    now = today()
    rows = (
        (
            row.case_file.reference,
            row.case_file.area.title,
            row.what,
            row.owner,
            row.due_on,
            row.state.label,
            row.is_late(now),
            row.done_on,
            row.done_by.name if row.done_by else None,
            row.checked_on,
            row.checked_by.name if row.checked_by else None,
            row.case_file.reconstructed,
        )
        for row in actions
    )
    return Listing("Case actions", ACTION_COLUMNS, rows)


def query_listing(queries: Iterable[Any], names: Mapping[str, str]) -> Listing:
    """Of queries `with_last_writer` and their count of messages (`written`)."""
    rows = (
        (
            row.case_file.reference,
            names.get(row.field, row.field),
            row.assessment.assessor.name if row.assessment and row.assessment.assessor else None,
            local_time(row.asked_at),
            row.asked_by.name,
            row.deputy.name if row.deputy else None,
            row.last_name,
            row.written,
            "Open" if row.is_open else "Resolved",
            local_time(row.resolved_at),
            row.case_file.reconstructed,
        )
        for row in queries
    )
    return Listing("Queries", QUERY_COLUMNS, rows)


def dip_check_listing(checks: Iterable[DipCheck]) -> Listing:
    rows = (
        (
            row.case_file.reference,
            row.case_file.area.title,
            local_time(row.drawn_at),
            row.drawn_by.name,
            row.seed,
            row.pool,
            row.get_outcome_display() or None,
            local_time(row.checked_at),
            row.checked_by.name if row.checked_by else None,
            row.case_file.reconstructed,
        )
        for row in checks
    )
    return Listing("Dip check", DIP_CHECK_COLUMNS, rows)


def sample_listing(cases: Iterable[SampledCase]) -> Listing:
    """Without local numbers."""
    rows = (
        (
            row.reference or None,
            row.area.title,
            row.team or None,
            row.period or None,
            str(row.stratum),
            row.place,
            row.get_state_display(),
            row.replaces.reference if row.replaces else None,
            row.excluded_because or None,
            row.excluded_by.name if row.excluded_by else None,
            local_time(row.excluded_at),
        )
        for row in cases
    )
    return Listing("Sample", SAMPLE_COLUMNS, rows)


def answer_listing(
    files: Iterable[CaseFile],
    questions: Mapping[int, list[Question]],
    facts: Mapping[int, Mapping[str, Fact]],
) -> Listing:
    """Each of `files` with each of its area's `questions`; `facts` by file and question's code."""
    rows = (row for file in files for row in _answers(file, questions[file.area_id], facts))
    return Listing("Answers", ANSWER_COLUMNS, rows)


def _answers(
    file: CaseFile, questions: list[Question], facts: Mapping[int, Mapping[str, Fact]]
) -> Iterator[tuple[Value, ...]]:
    for question in questions:
        said = _said(question, facts[file.pk].get(question.code))
        about = (file.reference, file.area.title, question.text, question.code)
        yield (*about, said, file.reconstructed)


def _said(question: Question, fact: Fact | None) -> Value:
    """A number or a moment as such, anything else in words."""
    if fact is None:
        return None
    if fact.absence:
        return REASONS[fact.absence]
    if fact.at:
        return local_time(fact.at)
    return fact.number if fact.number is not None else titles_of(question).get(fact.choice)
