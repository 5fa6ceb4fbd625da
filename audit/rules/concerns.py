"""Immediate concerns: their kinds and states, their clocks, and whom a clock that ran out tells."""

from __future__ import annotations

from datetime import datetime

from django.db.models import TextChoices

from audit.rules.deadlines import hours_after
from audit.rules.problems import Problem
from audit.rules.transitions import Table


class ConcernKind(TextChoices):
    CHILD_AT_RISK = "child_at_risk", "A child is at risk now"
    SUSPECT_NOT_ARRESTED = "suspect_not_arrested", "A suspect has not been arrested"
    INFORMATION_NOT_SHARED = "information_not_shared", "Information has not been shared"
    POSSIBLE_MISCONDUCT = "possible_misconduct", "Possible misconduct"


class ConcernStatus(TextChoices):
    RAISED = "raised", "Raised"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ANSWERED = "answered", "Answered"
    SENT_BACK = "sent_back", "Sent back"
    CLOSED = "closed", "Closed"


class ConcernDeed(TextChoices):
    """What was done with a concern: the steps of its timeline."""

    RAISED = "raised", "raised the concern"
    ACKNOWLEDGED = "acknowledged", "acknowledged it"
    ANSWERED = "answered", "said what was done"
    SENT_BACK = "sent_back", "sent it back"
    ESCALATED = "escalated", "told more people, because it was late"
    CLOSED = "closed", "closed it"


class Level(TextChoices):
    """Whom an escalation tells."""

    CONTACTS = "contacts", "The contact and their deputy"
    FORCE = "force", "All managers and moderators of the force, and whoever leads"


WITH_FORCE = (ConcernStatus.RAISED, ConcernStatus.ACKNOWLEDGED, ConcernStatus.SENT_BACK)
"""While the force has to do something: a clock runs."""

CONCERN_STEPS: Table = {
    ConcernStatus.RAISED: frozenset({ConcernStatus.ACKNOWLEDGED, ConcernStatus.ANSWERED}),
    ConcernStatus.ACKNOWLEDGED: frozenset({ConcernStatus.ANSWERED}),
    ConcernStatus.SENT_BACK: frozenset({ConcernStatus.ANSWERED}),
    ConcernStatus.ANSWERED: frozenset({ConcernStatus.SENT_BACK, ConcernStatus.CLOSED}),
    ConcernStatus.CLOSED: frozenset(),
}


def level_due(due_at: datetime | None, now: datetime, hours: int) -> Level | None:
    """Whom it is time to tell: at the end of the clock the contacts, and, when `hours` more have
    passed, the whole force. A look that comes late finds the last of them at once."""
    if due_at is None or now < due_at:
        return None
    return Level.FORCE if now >= hours_after(due_at, hours) else Level.CONTACTS


def call_problems(rang_at: datetime, now: datetime) -> list[Problem]:
    """You ring first: there is no concern about a call that is still to be made."""
    if rang_at <= now:
        return []
    return [Problem("rang_at", "The call is in the future. Ring first, then enter when you did.")]
