"""What the local policing body writes about an inspection, before it is published as a version."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction

from audit.documents.oversight_response import is_answered_by_body
from audit.models import OversightComment, OversightResponse, Response, Round, User
from audit.permissions import Right, require
from audit.rules.problems import Problem
from audit.rules.transitions import StaleError
from audit.services.saving import delete_checked, raise_problems, save_checked

STALE = (
    "Somebody else saved this after you opened the page. Open it again to see what they changed; "
    "what you typed is still here to copy."
)


@transaction.atomic
def oversight_save(
    *,
    round: Round,
    comments: str,
    chief_officer_comments: str,
    reply: str,
    asked_chief_officer_by: date | None,
    lock: int,
    by: User,
) -> OversightResponse:
    """`lock` is the save that the form started from, 0 where nothing was written yet.

    Raises StaleError where somebody saved it in between.
    """
    require(by, Right.WRITE_OVERSIGHT, round)
    held = OversightResponse.objects.select_for_update().filter(round=round).first()
    if (held.lock if held else 0) != lock:
        raise StaleError(STALE)
    if held is None:
        held = OversightResponse(round=round, lock=0)
    held.comments = comments.strip()
    held.chief_officer_comments = chief_officer_comments.strip()
    held.reply = reply.strip()
    held.asked_chief_officer_by = asked_chief_officer_by
    held.lock += 1
    problems = _round_problems(round) + _day_problems(round, asked_chief_officer_by)
    return save_checked(held, by=by, right=Right.WRITE_OVERSIGHT, on=round, problems=problems)


@transaction.atomic
def oversight_comment_save(
    *, response: Response, text: str, seen: str, by: User
) -> OversightComment | None:
    """What the body says about one recommendation; nothing takes the comment away.

    `seen` is the `fingerprint` of the comment that the form started from: StaleError where
    somebody saved another one in between.
    """
    round = response.recommendation.round
    require(by, Right.WRITE_OVERSIGHT, response)
    raise_problems(_round_problems(round))
    assert round is not None
    oversight, _ = OversightResponse.objects.select_for_update().get_or_create(round=round)
    held = OversightComment.objects.filter(oversight=oversight, response=response).first()
    if fingerprint(held.text if held else "") != seen:
        raise StaleError(STALE)
    if not text.strip():
        if held:
            delete_checked(held, by=by, right=Right.WRITE_OVERSIGHT)
        return None
    held = held or OversightComment(oversight=oversight, response=response)
    held.text = text.strip()
    return save_checked(held, by=by, right=Right.WRITE_OVERSIGHT)


def fingerprint(text: str) -> str:
    """Tells one wording from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _round_problems(round: Round | None) -> list[Problem]:
    if round is not None and is_answered_by_body(round):
        return []
    return [
        Problem("", "The local policing body answers the published report of an inspection only.")
    ]


def _day_problems(round: Round, asked_by: date | None) -> list[Problem]:
    published = round.published
    if asked_by is None or published is None or asked_by >= published.first:
        return []
    return [
        Problem(
            "asked_chief_officer_by",
            "The chief officer cannot be asked to comment before the report was published. Enter a "
            "later day.",
        )
    ]
