"""From the rows of a recommendation and its answer to the clocks that run for them."""

from __future__ import annotations

from audit.models.forces import Force
from audit.models.recommendations import Recommendation
from audit.models.responses import Extension, Response
from audit.rules.clocks import Facts, answer_clock
from audit.rules.dates import PartialDate
from audit.rules.deadlines import TimeLimit
from audit.rules.extensions import EXTENSIONS, Extended
from audit.rules.transitions import ResponseStatus


def facts_of_recommendation(
    recommendation: Recommendation, *, policing_body: bool = False
) -> Facts:
    """Its clocks for whoever is asked. `policing_body`: one has still to publish a response."""
    round = recommendation.round
    return Facts(
        basis=recommendation.legal_basis,
        limit=TimeLimit(recommendation.time_limit),
        published=recommendation.published,
        made=recommendation.made,
        due_by=recommendation.due_by,
        policing_body=policing_body,
        historic=round is not None and round.historic,
    )


def facts_of_response(response: Response, *, policing_body: bool = False) -> Facts:
    """Its `extensions` are read only where its law gives more time; fetch them before for many."""
    asked = facts_of_recommendation(response.recommendation, policing_body=policing_body)
    received = response.answer_received_on
    return asked.of_answer(
        received=PartialDate(received) if received else None,
        answered=response.status != ResponseStatus.AWAITING,
        work_left=response.is_open,
        extended=_extended(response, asked),
    )


def has_policing_body(force: Force) -> bool:
    """The territorial forces have one, and those invented in their likeness; national ones have
    authorities of other kinds (Police Act 1996, section 55, speaks of local policing bodies)."""
    return force.kind != Force.Kind.NATIONAL


def _extended(response: Response, asked: Facts) -> Extended | None:
    if answer_clock(asked.basis, asked.limit) not in EXTENSIONS:
        return None
    given: list[Extension] = list(response.extensions.all())
    if not given:
        return None
    last = max(given, key=lambda one: one.until)
    return Extended(until=last.until, applied_on=last.applied_on)
