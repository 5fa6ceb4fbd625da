"""Which clocks run for one force's answer, by when, how that was counted and on whose authority."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import TextChoices

from audit.rules.dates import PartialDate, Precision
from audit.rules.deadlines import (
    COUNTING,
    LIMITS,
    Clock,
    Counting,
    Due,
    TimeLimit,
    due,
    recommendation_due,
)
from audit.rules.extensions import Extended

NO_ANSWER_DATE = "No date is set in law for an answer."


class Basis(TextChoices):
    """The bases in law that start a clock; a recommendation on any other has none."""

    INSPECTION = "inspection"
    IOPC_28A = "iopc_28a"
    CORONER = "coroner"


@dataclass(frozen=True)
class Facts:
    """What the clocks of one force's answer are counted from.

    `basis` is the recommendation's legal basis; `made` the day on which it was made or sent;
    `received` that on which the IOPC received the answer. `answered`: the force has said what it
    will do; `work_left`: it has something to do. `policing_body`: a local one has still to publish
    what it says of the inspection.
    """

    basis: str
    limit: TimeLimit
    published: PartialDate | None = None
    made: PartialDate | None = None
    due_by: date | None = None
    received: PartialDate | None = None
    answered: bool = False
    work_left: bool = True
    policing_body: bool = False
    historic: bool = False
    extended: Extended | None = None

    def of_answer(
        self,
        *,
        received: PartialDate | None,
        answered: bool,
        work_left: bool,
        extended: Extended | None,
    ) -> Facts:
        """The same for one force's answer as it stands."""
        return replace(
            self, received=received, answered=answered, work_left=work_left, extended=extended
        )


@dataclass(frozen=True)
class Running:
    """One clock. `due` is None where its event has no date yet, or where it sets no last day.

    `open`: what it asks for is not done. `nags`: whether anybody is reminded; not of what is
    done, not of what others have to do, and never of a historic round.
    """

    code: str
    title: str
    due: Due | None
    counted: str
    source: str
    open: bool
    nags: bool

    def is_due_soon(self, today: date) -> bool:
        return self.nags and self.due is not None and self.due.is_due_soon(today)

    def is_overdue(self, today: date) -> bool:
        return self.nags and self.due is not None and self.due.is_overdue(today)


DELIVERY = "delivery"

TITLES = {Clock.ACTION_PLAN: "Action plan"}
"""What a clock is called on the page of one recommendation, where a report's next steps, which
speak of several, call it otherwise."""

_ANSWERED_BY: dict[str, Clock] = {
    Basis.IOPC_28A: Clock.IOPC_RESPONSE,
    Basis.CORONER: Clock.CORONER_RESPONSE,
}


def answer_clock(basis: str, limit: TimeLimit) -> Clock | None:
    """The clock that says by when a force answers; None where no law or report sets one."""
    if basis == Basis.INSPECTION:
        now = limit == TimeLimit.IMMEDIATELY
        return Clock.IMMEDIATE_UPDATE if now else Clock.ACTION_PLAN
    return _ANSWERED_BY.get(basis)


def answer_started(facts: Facts) -> PartialDate | None:
    """The day of the event that starts the clock of the answer."""
    return facts.published if facts.basis == Basis.INSPECTION else facts.made


def answer_counted(facts: Facts) -> Due | None:
    """When the answer is due by the rule itself, without what was given on application."""
    clock, start = answer_clock(facts.basis, facts.limit), answer_started(facts)
    return due(clock, start) if clock and start else None


def answer_due(facts: Facts) -> Due | None:
    """When the answer is due, with an extension that was given."""
    counted = answer_counted(facts)
    if counted is None or facts.extended is None:
        return counted
    return Due(facts.extended.until, facts.extended.until, Precision.DAY)


def running_clocks(facts: Facts) -> list[Running]:
    """Every clock of the answer, in the order in which a force meets them."""
    clocks = (_answer(facts), _iopc_publication(facts), _policing_body(facts), _delivery(facts))
    return [clock for clock in clocks if clock]


def no_answer_date(facts: Facts) -> str:
    """Says that no date is set for an answer; "" where one is."""
    return "" if answer_clock(facts.basis, facts.limit) else NO_ANSWER_DATE


def _answer(facts: Facts) -> Running | None:
    clock = answer_clock(facts.basis, facts.limit)
    if clock is None:
        return None
    counted = _counted(COUNTING[clock], answer_started(facts))
    if facts.extended:
        counted += f"; {facts.extended}"
    return _running(
        facts, clock, answer_due(facts), counted, open=not facts.answered, nags=not facts.answered
    )


def _iopc_publication(facts: Facts) -> Running | None:
    """From receipt of the answer; it is the IOPC's to keep, so it reminds nobody here."""
    if facts.basis != Basis.IOPC_28A or facts.received is None:
        return None
    clock = Clock.IOPC_PUBLICATION
    counted = _counted(COUNTING[clock], facts.received)
    return _running(facts, clock, due(clock, facts.received), counted, open=True, nags=False)


def _policing_body(facts: Facts) -> Running | None:
    """The local policing body's own answer; its people are reminded, not the force's."""
    if facts.basis != Basis.INSPECTION or not facts.policing_body:
        return None
    clock = Clock.POLICING_BODY_RESPONSE
    last = due(clock, facts.published) if facts.published else None
    counted = _counted(COUNTING[clock], facts.published)
    return _running(facts, clock, last, counted, open=True, nags=False)


def _delivery(facts: Facts) -> Running | None:
    if facts.limit == TimeLimit.NONE:
        return None
    open = facts.work_left
    return Running(
        code=DELIVERY,
        title="Delivery",
        due=recommendation_due(facts.limit, facts.published, facts.due_by),
        counted=_limit_counted(facts),
        source="The time limit of the recommendation",
        open=open,
        nags=open and not facts.historic,
    )


def _limit_counted(facts: Facts) -> str:
    if facts.limit == TimeLimit.IMMEDIATELY:
        return "To be acted on at once; no last day is set"
    if facts.limit == TimeLimit.BY_DATE:
        return "The date that the recommendation sets"
    return _counted(LIMITS[facts.limit], facts.published)


def _running(
    facts: Facts, clock: Clock, last: Due | None, counted: str, *, open: bool, nags: bool
) -> Running:
    return Running(
        code=clock.value,
        title=TITLES.get(clock, clock.label),
        due=last,
        counted=counted,
        source=_sentence(COUNTING[clock].source),
        open=open,
        nags=nags and not facts.historic,
    )


def _counted(counting: Counting, start: PartialDate | None) -> str:
    words = counting.from_start(start) if start else f"{counting.in_words}, not dated yet"
    return _sentence(words)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
