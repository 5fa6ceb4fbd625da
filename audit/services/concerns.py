"""Immediate concerns: ring first, write it down, and keep at it until the child is safe."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from audit.models import CaseFile, ConcernStep, ImmediateConcern, LocalNumber, User
from audit.permissions import Right, can, require
from audit.rules.concerns import (
    CONCERN_STEPS,
    ConcernDeed,
    ConcernStatus,
    call_problems,
)
from audit.rules.deadlines import hours_after
from audit.rules.problems import Problem
from audit.rules.transitions import TransitionError, require_step
from audit.services.concern_mails import step_mail
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of

A_CONCERN = "An immediate concern"


@transaction.atomic
def concern_raise(
    *, case_file: CaseFile, kind: str, what: str, told_whom: str, rang_at: datetime, by: User
) -> ImmediateConcern:
    """Writes down what `by` has rung about. The same once more, by a second click, is the same
    concern. It can be raised however far the grading is, and whatever has become of the round."""
    require(by, Right.GRADE, case_file)
    now = timezone.now()
    raise_problems([*_reconstruction_problems(case_file), *call_problems(rang_at, now)])
    given = {"kind": kind, "what": what.strip(), "told_whom": told_whom.strip()}
    CaseFile.objects.select_for_update().get(pk=case_file.pk)
    standing = ImmediateConcern.objects.filter(
        case_file=case_file, raised_by=by, rang_at=rang_at, **given
    )
    if same := standing.first():
        return same
    concern = ImmediateConcern(
        **given,
        case_file=case_file,
        rang_at=rang_at,
        raised_by=by,
        raised_at=now,
        due_at=hours_after(now, settings.CONCERN_HOURS),
        answer_by=hours_after(now, settings.CONCERN_ANSWER_HOURS),
    )
    # Whoever raised it answers it not: where nobody else is a contact, the whole force is.
    concern.opened_to_force = not concern.contacts
    concern.full_clean()
    concern.save()
    _record(concern, ConcernDeed.RAISED, by=by, at=now)
    return concern


@transaction.atomic
def concern_acknowledge(*, concern: ImmediateConcern, by: User) -> ImmediateConcern:
    """A contact has seen it and acts; the clock for the answer goes on from when it was raised."""
    require(by, Right.ANSWER_CONCERN, concern)
    held, before = _held(concern)
    if _is_repeated(held, ConcernDeed.ACKNOWLEDGED, by):
        return held
    _refuse_own(held, by)
    require_step(CONCERN_STEPS, held.status, ConcernStatus.ACKNOWLEDGED, A_CONCERN)
    held.status = ConcernStatus.ACKNOWLEDGED
    held.due_at, held.escalated_to = held.answer_by, ""
    return _taken(held, before, ConcernDeed.ACKNOWLEDGED, by=by)


@transaction.atomic
def concern_answer(
    *, concern: ImmediateConcern, done: str, child_safe: str, by: User
) -> ImmediateConcern:
    """What was done, and how it is known that the child is safe: both are demanded."""
    require(by, Right.ANSWER_CONCERN, concern)
    said = {"text": done.strip(), "child_safe": child_safe.strip()}
    raise_problems(_answer_problems(**said))
    held, before = _held(concern)
    if _is_repeated(held, ConcernDeed.ANSWERED, by, **said):
        return held
    _refuse_own(held, by)
    require_step(CONCERN_STEPS, held.status, ConcernStatus.ANSWERED, A_CONCERN)
    now = timezone.now()
    held.status = ConcernStatus.ANSWERED
    held.answered_at = held.answered_at or now
    held.due_at, held.escalated_to = None, ""
    return _taken(held, before, ConcernDeed.ANSWERED, by=by, at=now, **said)


@transaction.atomic
def concern_send_back(*, concern: ImmediateConcern, reason: str, by: User) -> ImmediateConcern:
    """The answer is not enough, because: the clock for an answer begins anew."""
    require(by, Right.SETTLE_CONCERN, concern)
    if not reason.strip():
        raise ValidationError({"reason": "Say what is missing."})
    held, before = _held(concern)
    if _is_repeated(held, ConcernDeed.SENT_BACK, by, text=reason.strip()):
        return held
    require_step(CONCERN_STEPS, held.status, ConcernStatus.SENT_BACK, A_CONCERN)
    now = timezone.now()
    held.status = ConcernStatus.SENT_BACK
    held.due_at, held.escalated_to = hours_after(now, settings.CONCERN_ANSWER_HOURS), ""
    return _taken(held, before, ConcernDeed.SENT_BACK, by=by, at=now, text=reason.strip())


@transaction.atomic
def concern_close(*, concern: ImmediateConcern, note: str, by: User) -> ImmediateConcern:
    """Only whoever raised it or leads closes it, and never whoever answered it."""
    require(by, Right.SETTLE_CONCERN, concern)
    held, before = _held(concern)
    if _is_repeated(held, ConcernDeed.CLOSED, by, text=note.strip()):
        return held
    require_step(CONCERN_STEPS, held.status, ConcernStatus.CLOSED, A_CONCERN)
    if is_answered_by(held, by):
        raise TransitionError("You answered this concern. Somebody else closes it.")
    held.status, held.closed_at = ConcernStatus.CLOSED, timezone.now()
    return _taken(held, before, ConcernDeed.CLOSED, by=by, text=note.strip())


@transaction.atomic
def concern_numbers_reveal(*, concern: ImmediateConcern, by: User) -> dict[LocalNumber, str]:
    """The force's own numbers of the file, for whoever is to find the child; it is recorded."""
    case_file = concern.case_file
    if not can(by, Right.SEE_CASE_FILES, case_file):
        require(by, Right.ANSWER_CONCERN, concern)
    numbers = {row: row.number for row in LocalNumber.objects.filter(case_file=case_file)}
    record("local_numbers.revealed", case_file, by=by)
    return numbers


def steps_open_to(user: User, concern: ImmediateConcern) -> set[ConcernStatus]:
    """What this person may make of it next."""
    steps = set()
    if can(user, Right.ANSWER_CONCERN, concern) and not is_raised_by(concern, user):
        steps |= {ConcernStatus.ACKNOWLEDGED, ConcernStatus.ANSWERED}
    if can(user, Right.SETTLE_CONCERN, concern):
        steps.add(ConcernStatus.SENT_BACK)
        steps |= set() if is_answered_by(concern, user) else {ConcernStatus.CLOSED}
    return steps & set(CONCERN_STEPS[concern.status])


def is_raised_by(concern: ImmediateConcern, user: User) -> bool:
    """Whoever raised it does not answer it."""
    return concern.raised_by_id == user.pk


def is_answered_by(concern: ImmediateConcern, user: User) -> bool:
    """Whoever gave the last answer does not close it."""
    last = ConcernStep.objects.filter(concern=concern, deed=ConcernDeed.ANSWERED).last()
    return last is not None and last.by_id == user.pk


def _held(concern: ImmediateConcern) -> tuple[ImmediateConcern, dict[str, Any]]:
    """The locked row as it stands, and what the trail says of it."""
    held = ImmediateConcern.objects.select_for_update().get(pk=concern.pk)
    return held, values_of(held)


def _is_repeated(concern: ImmediateConcern, deed: str, by: User, **said: str) -> bool:
    """Whether the last step was this very one: a second click, or a page sent again."""
    last = ConcernStep.objects.filter(concern=concern).exclude(deed=ConcernDeed.ESCALATED).last()
    same = {"deed": deed, "by_id": by.pk, **said}
    return last is not None and all(getattr(last, name) == value for name, value in same.items())


def _refuse_own(concern: ImmediateConcern, by: User) -> None:
    if is_raised_by(concern, by):
        raise TransitionError("You raised this concern. Somebody else of the force answers it.")


def _taken(
    concern: ImmediateConcern, before: dict[str, Any], deed: ConcernDeed, *, by: User, **step: Any
) -> ImmediateConcern:
    concern.save()
    _record(concern, deed, by=by, before=before, **step)
    return concern


def _record(
    concern: ImmediateConcern,
    deed: ConcernDeed,
    *,
    by: User,
    before: dict[str, Any] | None = None,
    **step: Any,
) -> None:
    """The step of the timeline, its entry in the trail, and word to those whom it now waits for."""
    made = ConcernStep.objects.create(concern=concern, deed=deed, by=by, **step)
    said = {name: step[name] for name in ("text", "child_safe", "told") if step.get(name)}
    after = {**values_of(concern), **said}
    record(f"concern.{deed}", concern, by=by, before=before, after=after)
    step_mail(made)


def _answer_problems(text: str, child_safe: str) -> list[Problem]:
    problems = []
    if not text:
        problems.append(Problem("done", "Say what was done."))
    if not child_safe:
        problems.append(Problem("child_safe", "Say how you know that the child is safe now."))
    return problems


def _reconstruction_problems(case_file: CaseFile) -> list[Problem]:
    if not case_file.reconstructed:
        return []
    return [Problem("", "This file was made from published counts and stands for no known child.")]
