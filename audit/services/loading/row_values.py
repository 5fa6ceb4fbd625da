"""What stands in the cells of one row of each table, as loading reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from audit.models import (
    Answer,
    AreaGrade,
    Assessment,
    CaseAction,
    CaseFile,
    Child,
    ConcernStep,
    Conflict,
    ImmediateConcern,
    LocalNumber,
    Observation,
    Query,
    QueryMessage,
    StageNote,
    User,
)

Value = str | int | Decimal | date | datetime | None
"""A moment without a zone is in the time that people read."""
Values = Mapping[str, Value]
EARLIEST = 1901
"""Excel counts the days of 1900 wrongly; what is older is written as a text."""


def cell_text(value: Value) -> str:
    """As a folder has it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def moment(at: datetime | None) -> Value:
    """Without its zone where that is the same moment when it is read again; else as a text: in the
    hour that comes twice, with parts of a second, and long ago."""
    if at is None:
        return None
    local = timezone.localtime(at)
    naive = local.replace(tzinfo=None, fold=0)
    if at.microsecond or local.year < EARLIEST or timezone.make_aware(naive) != at:
        return local.isoformat()
    return naive


def day(value: date | None) -> Value:
    return value.isoformat() if value is not None and value.year < EARLIEST else value


def who(person: User | None) -> str:
    return person.email if person else ""


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def case_file(row: CaseFile) -> Values:
    return {
        "reference": row.reference,
        "area": row.area.code,
        "chosen_by": row.chosen_by,
        "chosen_how": row.chosen_how,
        "reconstructed": _yes_or_no(row.reconstructed),
        "allocated_to": who(row.allocated_to),
        "second_assessor": who(row.second_assessor),
        "due_on": day(row.due_on),
    }


def child(row: Child) -> Values:
    return {
        "reference": row.case_file.reference,
        "age_band": row.age_band,
        "sex": row.sex,
        "ethnicity": row.ethnicity,
        "disabled": _yes_or_no(row.disabled),
        "in_care": _yes_or_no(row.in_care),
        "on_plan": _yes_or_no(row.on_plan),
    }


def local_number(row: LocalNumber) -> Values:
    return {"reference": row.case_file.reference, "kind": row.kind, "number": row.number}


def conflict(row: Conflict) -> Values:
    return {
        "reference": row.case_file.reference,
        "person": who(row.person),
        "declared_by": who(row.declared_by),
        "reason": row.reason,
    }


def whose(row: Assessment) -> Values:
    """The columns that name an assessment."""
    return {
        "reference": row.case_file.reference,
        "origin": row.origin,
        "assessor": who(row.assessor),
    }


def assessment(row: Assessment, grades: Iterable[AreaGrade]) -> Values:
    grades = list(grades)
    return {
        **whose(row),
        "status": row.status,
        "areas": ";".join(one.area.code for one in grades),
        "area_grades": ";".join(one.grade for one in grades),
        "overall_grade": row.overall_grade,
        "rationale": row.rationale,
        "systems_looked_at": row.systems_looked_at,
        "assessed_on": day(row.assessed_on),
        "returned_because": row.returned_because,
    }


def stage_note(row: StageNote) -> Values:
    return {
        **whose(row.assessment),
        "stage": row.stage.code,
        "grade": "not_applicable" if row.not_applicable else row.grade,
        "went_well": row.went_well,
        "should_have_been_better": row.should_have_been_better,
    }


def answer(row: Answer) -> Values:
    value = row.absence or row.choice or (moment(row.at) if row.at else row.number)
    return {**whose(row.assessment), "question": row.question.code, "value": value}


def observation(row: Observation) -> Values:
    return {
        **whose(row.assessment),
        "theme": row.theme.code,
        "polarity": row.polarity,
        "note": row.note,
    }


def query(row: Query, number: int, about: Assessment | None) -> Values:
    return {
        "number": number,
        "reference": row.case_file.reference,
        "origin": about.origin if about else "",
        "assessor": who(about.assessor) if about else "",
        "field": row.field,
        "asked_by": who(row.asked_by),
        "asked_at": moment(row.asked_at),
        "deputy": who(row.deputy),
        "resolved_by": who(row.resolved_by),
        "resolved_at": moment(row.resolved_at),
    }


def message(row: QueryMessage, number: int) -> Values:
    return {"query": number, "by": who(row.by), "at": moment(row.at), "text": row.text}


def concern(row: ImmediateConcern, number: int) -> Values:
    return {
        "number": number,
        "reference": row.case_file.reference,
        "kind": row.kind,
        "what": row.what,
        "told_whom": row.told_whom,
        "rang_at": moment(row.rang_at),
        "raised_by": who(row.raised_by),
        "raised_at": moment(row.raised_at),
    }


def concern_step(row: ConcernStep, number: int) -> Values:
    return {
        "concern": number,
        "deed": row.deed,
        "by": who(row.by),
        "at": moment(row.at),
        "text": row.text,
        "child_safe": row.child_safe,
        "told": row.told,
    }


def case_action(row: CaseAction) -> Values:
    return {
        "reference": row.case_file.reference,
        "what": row.what,
        "owner": row.owner,
        "due_on": day(row.due_on),
        "done_on": day(row.done_on),
        "done_by": who(row.done_by),
        "done_note": row.done_note,
        "checked_on": day(row.checked_on),
        "checked_by": who(row.checked_by),
        "check_note": row.check_note,
    }
