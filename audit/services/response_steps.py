"""What the steps of a response are made of: asking, holding the row, keeping each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from audit.clock import today
from audit.models import Force, Recommendation, Response, ResponseStep, User
from audit.rules.transitions import ResponseStatus, StaleError
from audit.services.trail import record, record_many, values_of


@transaction.atomic
def responses_open(
    *, recommendations: Iterable[Recommendation], forces: Sequence[Force], by: User
) -> list[Response]:
    """Puts each of `recommendations` to each of `forces`, without asking for a right: the caller
    has asked for the one to write them. Their answers are awaited from today."""
    new = [Response(recommendation=row, force=force) for row in recommendations for force in forces]
    if not new:
        return []
    Response.objects.bulk_create(new, batch_size=100)
    record_many(
        "response.opened",
        new,
        by=by,
        before=[{}] * len(new),
        after=[values_of(one) for one in new],
    )
    ResponseStep.objects.bulk_create(
        [
            ResponseStep(response=one, status=ResponseStatus.AWAITING, on=today(), by=by)
            for one in new
        ],
        batch_size=100,
    )
    return new


def begin(response: Response, *, by: User) -> None:
    """Work on an accepted, or a returned, recommendation is under way from its first report."""
    if response.status in (
        ResponseStatus.ACCEPTED,
        ResponseStatus.ACCEPTED_IN_PART,
        ResponseStatus.RETURNED,
    ):
        response_moved(response, ResponseStatus.IN_PROGRESS, "response.begun", "", today(), by)


def response_held(response: Response, lock: int | None = None) -> Response:
    """The row, locked. `lock` is the save that the form started from.

    Raises StaleError where somebody saved it in between.
    """
    rows = Response.objects.select_for_update(of=("self",)).with_question()
    held: Response = rows.get(pk=response.pk)
    if lock is not None and held.lock != lock:
        raise StaleError(
            "Somebody else saved this response after you opened the page. Compare what they saved "
            "with what you typed, then send it again."
        )
    return held


def response_saved(
    held: Response, event: str, before: Mapping[str, Any], *, by: User, why: str = "", **more: Any
) -> Response:
    held.lock += 1
    held.full_clean()
    held.save()
    record(event, held, by=by, before=before, after={**values_of(held), **more}, reason=why)
    return held


def response_moved(
    held: Response, status: ResponseStatus, event: str, why: str, on: date, by: User
) -> Response:
    before = values_of(held)
    held.status = status
    response_stepped(held, by=by, why=why.strip(), on=on)
    return response_saved(held, event, before, by=by, why=why.strip())


def response_stepped(held: Response, *, by: User, why: str, on: date | None = None) -> None:
    step = ResponseStep(response=held, status=held.status, on=on or today(), why=why, by=by)
    step.full_clean()
    step.save()
