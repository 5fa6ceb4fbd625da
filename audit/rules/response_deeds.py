"""What can be done next with one force's answer to a recommendation, and by whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

from audit.rules.responses import OPEN, PLANNABLE, REPORTABLE, can_be_answered
from audit.rules.transitions import RESPONSE_STEPS, ResponseStatus


class Deed(TextChoices):
    """The label is the words of its button or link."""

    ANSWER = "answer", "Answer the recommendation"
    PLAN = "plan", "Plan an action"
    REPORT = "report", "Report progress"
    DELIVER = "deliver", "Report it as delivered"
    VERIFY = "verify", "Verify it or return it"
    ASSIGN = "assign", "Name who answers for it"
    RECEIVED = "received", "Note when the IOPC received the answer"


@dataclass(frozen=True)
class Standing:
    """Where an answer stands, and what the person who looks may do about it.

    `may_answer`: they answer for the force. `may_verify`: they may verify it, and had no hand in
    it. `told_receipt`: whoever asked has a time of its own, which runs from the receipt of the
    answer. `actions_left` counts the actions for it that somebody has still to do, `points_left`
    the points that are not answered.
    """

    status: str
    may_answer: bool
    may_verify: bool
    answered: bool = False
    told_receipt: bool = False
    has_actions: bool = False
    actions_left: int = 0
    has_evidence: bool = False
    points_left: int = 0


def deeds_open(standing: Standing) -> list[Deed]:
    """All that this person may do now, in the order of a recommendation's life."""
    status = standing.status
    of_the_force = {
        Deed.ANSWER: can_be_answered(status, standing.points_left),
        Deed.PLAN: status in PLANNABLE,
        Deed.REPORT: status in REPORTABLE,
        Deed.DELIVER: ResponseStatus.DELIVERED in RESPONSE_STEPS[status],
        Deed.ASSIGN: status in OPEN or status == ResponseStatus.DELIVERED,
        Deed.RECEIVED: standing.answered and standing.told_receipt,
    }
    is_open = {deed: standing.may_answer and possible for deed, possible in of_the_force.items()}
    is_open[Deed.VERIFY] = standing.may_verify and status == ResponseStatus.DELIVERED
    return [deed for deed in Deed if is_open[deed]]


def next_deed(standing: Standing) -> Deed | None:
    """The one thing to do next, for whoever looks; None where it waits for somebody else."""
    wanted = _wanted(standing)
    return wanted if wanted in deeds_open(standing) else None


def _wanted(standing: Standing) -> Deed | None:
    match standing.status:
        case ResponseStatus.AWAITING:
            return Deed.ANSWER
        case ResponseStatus.ACCEPTED | ResponseStatus.ACCEPTED_IN_PART:
            return Deed.REPORT if standing.has_actions else Deed.PLAN
        case ResponseStatus.IN_PROGRESS if standing.points_left:
            return Deed.ANSWER
        case ResponseStatus.IN_PROGRESS:
            is_done = standing.has_evidence and not standing.actions_left
            return Deed.DELIVER if is_done else Deed.REPORT
        case ResponseStatus.RETURNED:
            return Deed.REPORT
        case ResponseStatus.DELIVERED:
            return Deed.VERIFY
    return None
