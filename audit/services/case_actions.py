"""What should be put right in one case: asked for, done by its owner, checked by somebody else."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.clock import today
from audit.models import CaseAction, CaseFile, User
from audit.permissions import Right, require
from audit.rules.case_actions import done_problems
from audit.rules.transitions import TransitionError
from audit.services.saving import raise_problems, save_checked
from audit.services.trail import record, values_of


def case_action_add(
    *, case_file: CaseFile, what: str, owner: str, due_on: date, by: User
) -> CaseAction:
    """`owner` is a role or a team. It can be added whenever the file can be seen for grading."""
    require(by, Right.GRADE, case_file)
    if case_file.reconstructed:
        raise ValidationError("This file was made from published counts: nothing can be put right.")
    action = CaseAction(case_file=case_file, what=what.strip(), owner=owner.strip(), due_on=due_on)
    return save_checked(action, by=by, right=Right.GRADE, event="case_action.added")


@transaction.atomic
def case_action_change(
    *, action: CaseAction, what: str, owner: str, due_on: date, reason: str, by: User
) -> CaseAction:
    """Only while it is still to be done; why stands in the trail."""
    require(by, Right.GRADE, action)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is changed."})
    held = _held(action)
    if held.done_on is not None:
        raise TransitionError("This is marked as done already and cannot be changed.")
    held.what, held.owner, held.due_on = what.strip(), owner.strip(), due_on
    return save_checked(
        held, by=by, right=Right.GRADE, event="case_action.changed", reason=reason.strip()
    )


@transaction.atomic
def case_action_done(*, action: CaseAction, done_on: date, note: str, by: User) -> CaseAction:
    """`by` says that it was done, and how."""
    require(by, Right.GRADE, action)
    raise_problems(done_problems(done_on, today()))
    if not note.strip():
        raise ValidationError({"note": "Say what was done."})
    held = _held(action)
    if held.done_on is not None:
        if (held.done_by_id, held.done_note) == (by.pk, note.strip()):
            return held  # sent twice
        raise TransitionError("This is marked as done already.")
    held.done_on, held.done_note, held.done_by = done_on, note.strip(), by
    return save_checked(held, by=by, right=Right.GRADE, event="case_action.done")


@transaction.atomic
def case_action_check(*, action: CaseAction, is_done: bool, note: str, by: User) -> CaseAction:
    """Somebody else than `done_by` looked: it stands as checked, or is to be done after all."""
    require(by, Right.GRADE, action)
    if not note.strip():
        raise ValidationError({"note": "Say what you checked."})
    held = _held(action)
    if held.checked_on is not None and (held.checked_by_id, held.check_note) == (
        by.pk,
        note.strip(),
    ):
        return held  # sent twice
    if held.done_on is None or held.checked_on is not None:
        raise TransitionError("Only what is marked as done and not checked yet can be checked.")
    if held.done_by_id == by.pk:
        raise TransitionError("You marked it done. Ask somebody else to check it.")
    if not is_done:
        return _returned(held, note.strip(), by)
    held.checked_on, held.checked_by, held.check_note = today(), by, note.strip()
    return save_checked(held, by=by, right=Right.GRADE, event="case_action.checked")


@transaction.atomic
def case_action_remove(*, action: CaseAction, reason: str, by: User) -> CaseFile:
    """For what should not have been asked; what it said stays in the trail."""
    require(by, Right.MODERATE, action)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is removed."})
    held = _held(action)
    record("case_action.removed", held, by=by, before=values_of(held), reason=reason.strip())
    held.delete()
    return action.case_file


def _held(action: CaseAction) -> CaseAction:
    return CaseAction.objects.select_for_update().get(pk=action.pk)


def _returned(action: CaseAction, reason: str, by: User) -> CaseAction:
    action.done_on, action.done_note, action.done_by = None, "", None
    return save_checked(
        action, by=by, right=Right.GRADE, event="case_action.returned", reason=reason
    )
