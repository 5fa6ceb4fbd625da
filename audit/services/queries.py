"""Queries on a case file: asking, answering, resolving, opening again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit.documents.field_names import field_names
from audit.models import Assessment, CaseFile, Query, QueryMessage, User
from audit.models.users import UserQuerySet
from audit.permissions import Right, can, require
from audit.rules.problems import Problem
from audit.rules.roles import Role
from audit.rules.transitions import CaseFileStatus, TransitionError
from audit.services.case_files import round_problems
from audit.services.moderation_problems import moderator_problems
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of


@transaction.atomic
def query_ask(
    *,
    case_file: CaseFile,
    text: str,
    by: User,
    assessment: Assessment | None = None,
    field: str = "",
    deputy: User | None = None,
) -> Query:
    """Asks about a field of `assessment`, or of the file. `deputy` may resolve it as well.

    The file is not agreed before the query is resolved. Sent twice, it is asked once.
    """
    require(by, Right.GRADE, case_file)
    case_file = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    raise_problems(_asking_problems(case_file, text, by, assessment, field, deputy))
    same = Query.objects.open().filter(
        case_file=case_file, assessment=assessment, field=field, asked_by=by
    )
    asked: Query | None = same.filter(messages__by=by, messages__text=text.strip()).first()
    if asked:
        return asked
    query = Query(
        case_file=case_file,
        assessment=assessment,
        field=field,
        asked_by=by,
        asked_at=timezone.now(),
        deputy=deputy,
    )
    query.full_clean()
    query.save()
    message = _write(query, text, by)
    after = {**values_of(query), "text": message.text}
    record("query.asked", query, by=by, after=after)
    return query


@transaction.atomic
def query_answer(*, query: Query, text: str, by: User) -> QueryMessage:
    """Adds a message to the thread. Sent twice, it is added once."""
    require(by, Right.GRADE, query.case_file)
    query = _locked(query, by)
    if not query.is_open:
        raise TransitionError("This query is resolved. Open it again if there is more to say.")
    raise_problems(_text_problems(text))
    last = query.messages.order_by("at", "pk").last()
    if last and (last.by_id, last.text) == (by.pk, text.strip()):
        return last
    message = _write(query, text, by)
    record("query.answered", query, by=by, after={"text": message.text})
    return message


@transaction.atomic
def query_resolve(*, query: Query, by: User) -> Query:
    """By whoever asked, their deputy, or a moderator. Sent twice, it is resolved once."""
    require(by, Right.GRADE, query.case_file)
    query = _locked(query, by)
    raise_problems(resolving_problems(query, by))
    if not query.is_open:
        return query
    before = values_of(query)
    query.resolved_by, query.resolved_at = by, timezone.now()
    query.save()
    record("query.resolved", query, by=by, before=before, after=values_of(query))
    return query


@transaction.atomic
def query_reopen(*, query: Query, text: str, by: User) -> Query:
    """Opens a resolved query again, saying why; by those who may resolve it."""
    require(by, Right.GRADE, query.case_file)
    query = _locked(query, by)
    raise_problems([*resolving_problems(query, by), *_agreed_problems(query.case_file)])
    if query.is_open:
        raise TransitionError("This query is open already.")
    raise_problems(_text_problems(text))
    before = values_of(query)
    query.resolved_by = query.resolved_at = None
    query.save()
    message = _write(query, text, by)
    after = {**values_of(query), "text": message.text}
    record("query.reopened", query, by=by, before=before, after=after)
    return query


def resolving_problems(query: Query, person: User) -> list[Problem]:
    """Nobody resolves, as a moderator, what is asked about their own work."""
    if person.pk in {query.asked_by_id, query.deputy_id}:
        return []
    if can(person, Right.MODERATE, query.case_file):
        return moderator_problems(query.case_file, person)
    return [
        Problem("", "Whoever asked, their deputy or a moderator resolves this. Write an answer.")
    ]


def deputies_for(case_file: CaseFile, person: User) -> UserQuerySet[User]:
    """Those who see all files of the round and do not grade this one: none of them is blind."""
    round = case_file.round
    team = User.objects.filter(
        round_memberships__round=round, memberships__role=Role.INSPECTOR, is_active=True
    )
    people = team
    if round.led_by == round.LedBy.FORCE:
        people = people | User.objects.with_role_in(round.force, Role.MODERATOR)
    others: UserQuerySet[User] = people.exclude(pk__in=case_file.assessors | {person.pk})
    return others.distinct()


def _asking_problems(
    case_file: CaseFile,
    text: str,
    by: User,
    assessment: Assessment | None,
    field: str,
    deputy: User | None,
) -> list[Problem]:
    problems = [*round_problems(case_file.round), *_agreed_problems(case_file)]
    visible = Assessment.objects.visible_to(by).filter(case_file=case_file)
    if assessment and not visible.filter(pk=assessment.pk).exists():
        problems.append(Problem("assessment", "Choose an assessment of this file."))
    if field not in field_names(case_file.round.framework):
        problems.append(Problem("field", "Choose what you ask about from the list."))
    if deputy and not deputies_for(case_file, by).filter(pk=deputy.pk).exists():
        problems.append(Problem("deputy", f"{deputy} cannot be your deputy here. Choose another."))
    return [*problems, *_text_problems(text)]


def _agreed_problems(case_file: CaseFile) -> list[Problem]:
    if case_file.status != CaseFileStatus.AGREED:
        return []
    return [Problem("", "This file is agreed. A moderator reopens the agreed grade first.")]


def _text_problems(text: str) -> list[Problem]:
    return [] if text.strip() else [Problem("text", "Write what you want to say.")]


def _locked(query: Query, by: User) -> Query:
    """As it is stored, its file locked; a thread that `by` may not see is missing."""
    case_file = CaseFile.objects.select_for_update().get(pk=query.case_file_id)
    stored = Query.objects.visible_to(by).get(pk=query.pk)
    stored.case_file = case_file
    raise_problems(round_problems(case_file.round))
    return stored


def _write(query: Query, text: str, by: User) -> QueryMessage:
    return QueryMessage.objects.create(query=query, by=by, at=timezone.now(), text=text.strip())
