"""What falls due in a force, month by month: answers, time limits and actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from audit.documents.register import Entry
from audit.models import Action
from audit.rules.clocks import DELIVERY
from audit.rules.dates import Precision, month_text
from audit.rules.deadlines import Due
from audit.rules.register import ANSWER, dues_of

ACTION, OVERDUE = "action", "overdue"
WHAT = {ANSWER: "Answer", DELIVERY: "Time limit", ACTION: "Action"}


@dataclass(frozen=True)
class Falling:
    """One last day. `response` or `action` is the key of what it belongs to."""

    what: str
    due: Due
    title: str
    response: int | None = None
    action: int | None = None
    who: str = ""

    @property
    def noun(self) -> str:
        return WHAT[self.what]


@dataclass(frozen=True)
class Month:
    """How many last days fall in a month (or are over already), by what they are of."""

    code: str
    title: str
    counts: Counter[str]


def falling_due(entries: Sequence[Entry], day: date) -> list[Falling]:
    """What is first due on top, the open actions that serve it among them; nothing of historic
    rounds."""
    found = [
        Falling(what, due, f"{row.number}. {row.title}", row.pk, who=row.owner_name or "")
        for entry in entries
        if entry.line.asked.nags
        for row in [entry.row]
        for what, due in dues_of(entry.line.asked, entry.state.status, day)
    ]
    for action in _open_actions([entry.row.pk for entry in entries if entry.line.asked.nags]):
        last = Due(action.due_on, action.due_on, Precision.DAY)
        found.append(Falling(ACTION, last, action.title, action=action.pk, who=action.owner.name))
    return sorted(found, key=lambda one: (one.due.last, one.title))


def _open_actions(answers: list[int]) -> Iterable[Action]:
    """Whoever sees an answer sees the actions that serve it. The keys, and no subquery, because no
    database then looks at what other forces do."""
    served = Action.responses.through.objects.filter(response__in=answers)
    keys = set(served.values_list("action", flat=True))
    return Action.objects.filter(pk__in=keys).open().select_related("owner")


def month_of(falling: Falling, day: date) -> str:
    """The month's code, such as 2026-12, or that its last day is over."""
    return OVERDUE if falling.due.is_overdue(day) else falling.due.last.strftime("%Y-%m")


def months(found: Sequence[Falling], day: date) -> list[Month]:
    """What is over first, then every month in which something falls due."""
    counts: dict[str, Counter[str]] = {}
    titles = {OVERDUE: "Overdue"}
    for one in found:
        code = month_of(one, day)
        counts.setdefault(code, Counter())[one.what] += 1
        titles.setdefault(code, month_text(one.due.last))
    # By day they stand in order; what is overdue comes first because its days are over.
    return [Month(code, titles[code], counted) for code, counted in counts.items()]
