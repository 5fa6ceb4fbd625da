"""What a person may do next with one force's answer to a recommendation."""

from __future__ import annotations

from dataclasses import dataclass

from audit.models import Evidence, Recommendation, Response, User
from audit.models.progress import had_a_hand
from audit.permissions import Right, can
from audit.rules.actions import OPEN
from audit.rules.response_deeds import Deed, Standing, deeds_open, next_deed


@dataclass(frozen=True)
class Deeds:
    """`next` is the one thing to do, `others` the rest; `barred`: they would verify it, had they
    had no hand in it."""

    next: Deed | None
    others: list[Deed]
    barred: bool


def deeds_of(response: Response, user: User) -> Deeds:
    """For the page of the answer."""
    verifies = can(user, Right.VERIFY, response)
    had = verifies and had_a_hand(response, user)
    standing = _standing(response, user, may_verify=verifies and not had)
    found = next_deed(standing)
    others = [deed for deed in deeds_open(standing) if deed != found]
    return Deeds(found, others, barred=had)


def _standing(response: Response, user: User, *, may_verify: bool) -> Standing:
    actions = [one.status for one in response.actions.all()]
    basis = response.recommendation.legal_basis
    return Standing(
        status=response.status,
        may_answer=can(user, Right.ANSWER, response),
        may_verify=may_verify,
        answered=response.answered_on is not None,
        told_receipt=basis == Recommendation.LegalBasis.IOPC_28A,
        has_actions=bool(actions),
        actions_left=sum(status in OPEN for status in actions),
        has_evidence=Evidence.objects.of_response(response).exists(),
        points_left=response.points_left,
    )
