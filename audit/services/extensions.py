"""More time for an answer, recorded as whoever may give it gave it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from audit.clock import today
from audit.models import Extension, Response, User
from audit.models.response_clocks import facts_of_response
from audit.permissions import Right, require
from audit.rules.clocks import answer_clock, answer_counted, answer_due, answer_started
from audit.rules.extensions import extension_problems
from audit.rules.problems import Problem
from audit.rules.transitions import ResponseStatus, TransitionError
from audit.services.response_steps import response_held
from audit.services.saving import save_checked


@transaction.atomic
def extension_grant(
    *, response: Response, until: date, applied_on: date, why: str, by: User
) -> Extension:
    """The law allowed it: `until` is the new last day, `why` says who allowed it and why.

    Raises TransitionError once the force has answered: then no clock runs for it any more.
    """
    require(by, Right.ANSWER, response)
    held = response_held(response)
    given = held.extensions.filter(until=until, applied_on=applied_on, by=by).first()
    if given is not None and given.why == why.strip():
        return given  # sent twice
    if held.status != ResponseStatus.AWAITING:
        raise TransitionError("This is answered already, so it needs no more time.")
    extension = Extension(response=held, until=until, applied_on=applied_on, why=why.strip(), by=by)
    return save_checked(
        extension,
        by=by,
        right=Right.ANSWER,
        event="extension.granted",
        problems=_problems(held, extension),
        reason=extension.why,
    )


def _problems(response: Response, extension: Extension) -> list[Problem]:
    facts = facts_of_response(response)
    problems = extension_problems(
        clock=answer_clock(facts.basis, facts.limit),
        started=answer_started(facts),
        counted=answer_counted(facts),
        running=answer_due(facts),
        until=extension.until,
        applied_on=extension.applied_on,
        today=today(),
    )
    if not extension.why:
        problems.append(Problem("why", "Say who allowed it, and why."))
    return problems
