"""Where each recommendation put to a force stood on a day, what was due then, and what moved since.

A state is computed from the steps up to the day and from dates; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from audit.rules.clocks import DELIVERY
from audit.rules.dates import PartialDate, Precision, add_months, end_of_month
from audit.rules.deadlines import Clock, Due, due
from audit.rules.extensions import Extended
from audit.rules.responses import DECISIONS, OPEN
from audit.rules.transitions import ResponseStatus

ANSWER = "answer"


class Waiting(TextChoices):
    """For whom a recommendation waits; it can wait for several at once."""

    US = "us", "Waiting for us"
    THEM = "them", "Waiting for them"
    VERIFICATION = "verification", "Waiting for verification"


MEANINGS = {
    Waiting.US: "The force has to answer, to act, or to act again on what was returned",
    Waiting.THEM: "Another body has to publish: the IOPC the answer, or the local policing body "
    "its own response",
    Waiting.VERIFICATION: "Delivered; somebody who had no hand in it has to check it",
}


class Late(TextChoices):
    OVERDUE = "overdue", "Overdue"
    DUE_SOON = "due_soon", "Due soon"


class Moved(TextChoices):
    """What became of a recommendation between two days."""

    NEW = "new", "New"
    ANSWERED = "answered", "Answered"
    DELIVERED = "delivered", "Delivered"
    VERIFIED = "verified", "Verified"
    RETURNED = "returned", "Returned"
    NEWLY_OVERDUE = "newly_overdue", "Newly overdue"


_MOVES: dict[str, Moved] = {
    **dict.fromkeys(DECISIONS, Moved.ANSWERED),
    ResponseStatus.DELIVERED: Moved.DELIVERED,
    ResponseStatus.VERIFIED: Moved.VERIFIED,
    ResponseStatus.RETURNED: Moved.RETURNED,
}


@dataclass(frozen=True)
class Asked:
    """All that the state of one recommendation put to a force depends on.

    `steps` are (day, status) in order. `published` is when an inspection's report came out: before
    it the force knew of nothing. `answer` and `delivery` are the last days as the rules count them;
    `nags` is False for historic rounds. `received` is when the IOPC got the answer it publishes.
    `body_answered` is when the local policing body published its response, where `body` has one to
    publish.
    """

    steps: tuple[tuple[date, str], ...]
    published: PartialDate | None = None
    answer: Due | None = None
    delivery: Due | None = None
    extensions: tuple[Extended, ...] = ()
    nags: bool = True
    received: date | None = None
    body: bool = False
    body_answered: date | None = None

    @property
    def put_on(self) -> date:
        """The day on which the force was asked."""
        first = self.steps[0][0]
        return max(first, self.published.first) if self.published else first


@dataclass(frozen=True)
class State:
    """How it stood at the end of a day. `due` is what the force has to keep next, and `due_for`
    whether by an answer (`ANSWER`) or by what was asked for being done (`DELIVERY`)."""

    status: str
    due: Due | None
    due_for: str
    late: str
    waiting: frozenset[str]


def state_at(asked: Asked, day: date) -> State | None:
    """None before the force was asked."""
    status = ""
    for on, step in asked.steps:
        if on > day:
            break
        status = step
    if not status or asked.put_on > day:
        return None
    due_for, last = _next_due(asked, status, day)
    late = _late(last, day) if asked.nags else ""
    return State(status, last, due_for, late, frozenset(_waiting(asked, status, day)))


def moved_between(asked: Asked, since: date, day: date, now: State) -> frozenset[str]:
    """What became of it after `since`, up to `day`, on which it stood as `now` says."""
    moves: set[str] = {
        _MOVES[status] for on, status in asked.steps if since < on <= day and status in _MOVES
    }
    before = state_at(asked, since)
    if before is None:
        moves.add(Moved.NEW)
    if now.late == Late.OVERDUE and (before is None or before.late != Late.OVERDUE):
        moves.add(Moved.NEWLY_OVERDUE)
    return frozenset(moves)


def dues_of(asked: Asked, status: str, day: date) -> list[tuple[str, Due]]:
    """What a force has still to keep as it stands: its answer, and what was asked for."""
    dues = []
    answer = _answer_due(asked, day)
    if status == ResponseStatus.AWAITING and answer:
        dues.append((ANSWER, answer))
    if status in OPEN and asked.delivery:
        dues.append((DELIVERY, asked.delivery))
    return dues


def _next_due(asked: Asked, status: str, day: date) -> tuple[str, Due | None]:
    dues = dues_of(asked, status, day)
    return min(dues, key=lambda one: one[1].last) if dues else ("", None)


def _answer_due(asked: Asked, day: date) -> Due | None:
    given = [one.until for one in asked.extensions if one.applied_on <= day]
    return Due(max(given), max(given), Precision.DAY) if given else asked.answer


def _late(last: Due | None, day: date) -> str:
    if last is None:
        return ""
    if last.is_overdue(day):
        return Late.OVERDUE
    return Late.DUE_SOON if last.is_due_soon(day) else ""


def _waiting(asked: Asked, status: str, day: date) -> Iterable[str]:
    if status in OPEN:
        yield Waiting.US
    if status == ResponseStatus.DELIVERED:
        yield Waiting.VERIFICATION
    if _others_publish(asked, day):
        yield Waiting.THEM


def _others_publish(asked: Asked, day: date) -> bool:
    """The local policing body until it has; the IOPC for as long as its time runs, because when
    it publishes is recorded nowhere here."""
    if not asked.nags:
        return False
    answered = asked.body_answered
    if asked.body and (answered is None or answered > day):
        return True
    if asked.received is None or asked.received > day:
        return False
    return not due(Clock.IOPC_PUBLICATION, PartialDate(asked.received)).is_overdue(day)


@dataclass(frozen=True)
class Counted:
    """How many stood how on a day: every recommendation is in one of these. `late` are open."""

    day: date
    in_time: int = 0
    late: int = 0
    delivered: int = 0
    verified: int = 0
    closed: int = 0
    """Not accepted, or superseded."""

    @property
    def open(self) -> int:
        return self.in_time + self.late

    @property
    def total(self) -> int:
        return self.open + self.delivered + self.verified + self.closed


def counted_on(rows: Iterable[Asked], day: date) -> Counted:
    counts = dict.fromkeys(("in_time", "late", "delivered", "verified", "closed"), 0)
    for asked in rows:
        if state := state_at(asked, day):
            counts[group_of(state)] += 1
    return Counted(day=day, **counts)


def group_of(state: State) -> str:
    """The name of the count in `Counted` that a state falls under."""
    if state.status in OPEN:
        return "late" if state.late == Late.OVERDUE else "in_time"
    named = {ResponseStatus.DELIVERED: "delivered", ResponseStatus.VERIFIED: "verified"}
    return named.get(ResponseStatus(state.status), "closed")


def month_ends(day: date, months: int, first: date) -> list[date]:
    """The last days of the `months` months before `day`, none before `first`, and `day` itself."""
    ends = [end_of_month(add_months(day.replace(day=1), -back)) for back in range(months, 0, -1)]
    return [*(end for end in ends if end >= first), day]
