"""Declaring that somebody worked on a case, which takes it from them and keeps it from them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Assessment, CaseFile, Conflict, User
from audit.permissions import Right, require
from audit.rules.transitions import CaseFileStatus, TransitionError
from audit.services.allocation import given, locked
from audit.services.case_files import round_problems
from audit.services.finals import refresh_final
from audit.services.saving import delete_checked, raise_problems
from audit.services.set_aside import set_aside
from audit.services.trail import record, values_of


@transaction.atomic
def conflict_declare(*, case_file: CaseFile, person: User, reason: str, by: User) -> Conflict:
    """`person` worked on the case: they lose the file, and cannot be asked again.

    People declare their own, moderators anybody's. What the person has written is set aside: it
    is kept, is nobody's to read but in the history, and counts nowhere. Where there is a second
    assessor, they become the first. Declared twice, it is declared once.
    """
    require(by, Right.GRADE if person.pk == by.pk else Right.MODERATE, case_file)
    if not reason.strip():
        raise ValidationError({"reason": "Say what the person had to do with the case."})
    raise_problems(round_problems(case_file.round))
    stored = locked(case_file.round, [case_file.pk])[0]
    standing: Conflict | None = Conflict.objects.between(stored, person).first()
    if standing:
        return standing
    theirs = list(Assessment.objects.standing().filter(case_file=stored, assessor=person))
    if theirs and stored.status == CaseFileStatus.AGREED:
        raise TransitionError(
            "This file is agreed, and the agreement rests on this person’s assessment. It must be "
            "reopened before the conflict of interest can be declared."
        )
    conflict = Conflict(case_file=stored, person=person, declared_by=by, reason=reason.strip())
    conflict.full_clean()
    conflict.save()
    record("conflict.declared", conflict, by=by, after=values_of(conflict), reason=reason.strip())
    set_aside(theirs, reason="Conflict of interest", by=by)
    _take(stored, person, by)
    refresh_final(stored)
    return conflict


def _take(case_file: CaseFile, person: User, by: User) -> None:
    if person.pk not in case_file.assessors:
        return
    before = given(case_file)
    if case_file.allocated_to_id == person.pk:
        case_file.allocated_to_id = case_file.second_assessor_id
    case_file.second_assessor_id = None
    case_file.blind = False
    case_file.save(update_fields=["allocated_to", "second_assessor", "blind"])
    after = given(case_file)
    record("case_file.allocated", case_file, by=by, before=before, after=after)


@transaction.atomic
def conflict_remove(*, conflict: Conflict, reason: str, by: User) -> None:
    """For one that was declared by mistake; never by the person whom it bars."""
    require(by, Right.MODERATE, conflict)
    if conflict.person_id == by.pk:
        raise TransitionError(
            "You cannot remove a conflict of interest of your own. Ask another moderator."
        )
    if not reason.strip():
        raise ValidationError({"reason": "Say why there is no conflict of interest."})
    delete_checked(conflict, by=by, right=Right.MODERATE, reason=reason.strip())
