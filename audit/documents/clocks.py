"""The clocks of a recommendation and of an answer, as a page tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from audit.clock import today
from audit.models import Recommendation, ReportVersion, Response, Round
from audit.models.response_clocks import (
    facts_of_recommendation,
    facts_of_response,
    has_policing_body,
)
from audit.rules.clocks import Facts, Running, answer_clock, no_answer_date, running_clocks
from audit.rules.extensions import EXTENSIONS, Extending
from audit.rules.transitions import RoundStatus

OVERSIGHT_RESPONSE = "oversight_response"
"""The stable name of the kind of document; see documents/kinds.py."""


@dataclass(frozen=True)
class Told:
    """One clock, and whether its end is near or over today."""

    clock: Running
    due_soon: bool
    overdue: bool


@dataclass(frozen=True)
class Clocks:
    """`none_set` says that no date is set for an answer; "" where one is. `extending`: who may
    give more time for `response`; None where nobody may, or where it is answered."""

    rows: list[Told]
    none_set: str
    response: Response | None = None
    extending: Extending | None = None


def recommendation_clocks(recommendation: Recommendation) -> Clocks:
    """Those of everybody who is asked; nobody's answer is in them, so none is near or over."""
    policing_body = _policing_body_to_answer(recommendation.round)
    facts = facts_of_recommendation(recommendation, policing_body=policing_body)
    rows = [Told(clock, due_soon=False, overdue=False) for clock in running_clocks(facts)]
    return Clocks(rows, no_answer_date(facts))


def response_clocks(response: Response) -> Clocks:
    """Those of one force's answer, as they stand today."""
    policing_body = _policing_body_to_answer(response.recommendation.round)
    facts = facts_of_response(response, policing_body=policing_body)
    return Clocks(_told(facts, today()), no_answer_date(facts), response, _extending(facts))


def _told(facts: Facts, day: date) -> list[Told]:
    return [
        Told(clock, due_soon=clock.is_due_soon(day), overdue=clock.is_overdue(day))
        for clock in running_clocks(facts)
    ]


def _extending(facts: Facts) -> Extending | None:
    clock = answer_clock(facts.basis, facts.limit)
    return EXTENSIONS.get(clock) if clock and not facts.answered else None


def _policing_body_to_answer(round: Round | None) -> bool:
    """An inspection's report is published, and the local policing body's response is not."""
    return (
        round is not None
        and round.led_by == Round.LedBy.INSPECTORATE
        and round.status == RoundStatus.PUBLISHED
        and has_policing_body(round.force)
        and not ReportVersion.objects.filter(
            report__round=round, report__kind=OVERSIGHT_RESPONSE
        ).exists()
    )
