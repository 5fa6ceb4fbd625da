"""The register of one force: every recommendation put to it, as it stood on a day.

Everything is read once, in light rows, however many states are computed from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Min
from django.utils import timezone

from audit.documents.clocks import OVERSIGHT_RESPONSE
from audit.models import (
    Extension,
    Force,
    Recommendation,
    ReportVersion,
    Response,
    ResponseStep,
    Round,
)
from audit.models.partial_dates import partial_date
from audit.models.response_clocks import has_policing_body
from audit.models.responses import ResponseQuerySet
from audit.rules.clocks import DELIVERY, Basis, Facts, answer_clock, answer_counted
from audit.rules.dates import PartialDate, Precision
from audit.rules.deadlines import Due, TimeLimit, recommendation_due
from audit.rules.extensions import EXTENSIONS, Extended
from audit.rules.register import (
    ANSWER,
    Asked,
    Late,
    State,
    moved_between,
    state_at,
)
from audit.rules.transitions import ResponseStatus, RoundStatus

FOR = {ANSWER: "answer", DELIVERY: "time limit"}
"""What falls due, in a word."""

_COLUMNS = {
    "pk": "pk",
    "answer_received_on": "received",
    "owner": "owner",
    "owner__name": "owner_name",
    "recommendation": "recommendation",
    "recommendation__number": "number",
    "recommendation__title": "title",
    "recommendation__kind": "kind",
    "recommendation__legal_basis": "basis",
    "recommendation__time_limit": "limit",
    "recommendation__due_by": "due_by",
    "recommendation__made_on": "made_on",
    "recommendation__made_precision": "made_precision",
    "recommendation__chapter__code": "chapter_code",
    "recommendation__chapter__title": "chapter",
    "recommendation__chapter__order": "chapter_order",
    "recommendation__source_document__code": "source_code",
    "recommendation__source_document__title": "source",
    "recommendation__source_document__publisher": "publisher",
    "recommendation__source_document__published_on": "source_on",
    "recommendation__source_document__published_precision": "source_precision",
    "recommendation__round": "round",
    "recommendation__round__led_by": "led_by",
    "recommendation__round__status": "round_status",
    "recommendation__round__historic": "historic",
    "recommendation__round__published_on": "round_on",
    "recommendation__round__published_precision": "round_precision",
}


class Light(NamedTuple):
    """One row as it is read, before any state is computed."""

    pk: int
    received: date | None
    owner: int | None
    owner_name: str | None
    recommendation: int
    number: int
    title: str
    kind: str
    basis: str
    limit: str
    due_by: date | None
    made_on: date | None
    made_precision: str
    chapter_code: str | None
    chapter: str | None
    chapter_order: int | None
    source_code: str
    source: str
    publisher: str
    source_on: date | None
    source_precision: str
    round: int | None
    led_by: str | None
    round_status: str | None
    historic: bool | None
    round_on: date | None
    round_precision: str | None

    @property
    def round_published(self) -> PartialDate | None:
        return partial_date(self.round_on, self.round_precision or Precision.DAY)

    @property
    def published(self) -> PartialDate | None:
        """What starts the clocks: the publication of its round, else of its document."""
        return self.round_published or partial_date(self.source_on, self.source_precision)


@dataclass(frozen=True)
class Line:
    """One recommendation put to the force, with all that its states depend on."""

    row: Light
    asked: Asked

    @property
    def kind(self) -> str:
        return str(Recommendation.Kind(self.row.kind).label)

    @property
    def limit(self) -> str:
        return str(TimeLimit(self.row.limit).label)


@dataclass(frozen=True)
class Entry:
    """A line of the register on a day; `moved` is what became of it since another day."""

    line: Line
    state: State
    moved: frozenset[str] = frozenset()

    @property
    def row(self) -> Light:
        return self.line.row

    @property
    def status(self) -> ResponseStatus:
        return ResponseStatus(self.state.status)

    @property
    def is_overdue(self) -> bool:
        return self.state.late == Late.OVERDUE

    @property
    def is_due_soon(self) -> bool:
        return self.state.late == Late.DUE_SOON

    @property
    def due_text(self) -> str:
        """The next last day, or the time limit where nothing has one; "" where all is done."""
        if self.state.due:
            return str(self.state.due)
        return self.line.limit if self.state.due_for or self.is_open_ended else ""

    @property
    def is_open_ended(self) -> bool:
        return "us" in self.state.waiting

    @property
    def due_for(self) -> str:
        return FOR.get(self.state.due_for, "")


def lines_of(force: Force, responses: ResponseQuerySet[Response]) -> list[Line]:
    """Every line of `responses`, which are those put to `force` that somebody may see."""
    rows = [Light(*values) for values in responses.order_by().values_list(*_COLUMNS)]
    keys = [row.pk for row in rows]
    steps = _steps(keys)
    extensions = _extensions([row.pk for row in rows if _extendable(row)])
    answered = _body_answered(force, {row.round for row in rows if row.round})
    body = has_policing_body(force)
    return [
        Line(row, _asked(row, steps[row.pk], extensions.get(row.pk, ()), body, answered))
        for row in rows
        if steps[row.pk]
    ]


def entries_on(lines: Iterable[Line], day: date, since: date | None = None) -> list[Entry]:
    """What stood in the register on `day`, what is overdue and due first on top."""
    entries = []
    for line in lines:
        if state := state_at(line.asked, day):
            moved = moved_between(line.asked, since, day, state) if since else frozenset()
            entries.append(Entry(line, state, moved))
    return sorted(entries, key=_order)


def _order(entry: Entry) -> tuple[Any, ...]:
    due = entry.state.due
    row = entry.row
    return (due is None, due.last if due else date.max, row.source, row.number)


def themes_of(lines: Collection[Line]) -> dict[int, set[str]]:
    """Recommendation → codes of its themes."""
    asked = [line.row.recommendation for line in lines]
    through = Recommendation.themes.through.objects.filter(recommendation__in=asked)
    found: dict[int, set[str]] = defaultdict(set)
    for recommendation, code in through.values_list("recommendation", "theme__code"):
        found[recommendation].add(code)
    return found


def _steps(keys: list[int]) -> dict[int, tuple[tuple[date, str], ...]]:
    found: dict[int, list[tuple[date, str]]] = {key: [] for key in keys}
    rows = ResponseStep.objects.filter(response__in=keys).order_by("response", "on", "pk")
    for response, on, status in rows.values_list("response", "on", "status"):
        found[response].append((on, status))
    return {key: tuple(steps) for key, steps in found.items()}


def _extendable(row: Light) -> bool:
    return answer_clock(row.basis, TimeLimit(row.limit)) in EXTENSIONS


def _extensions(keys: list[int]) -> dict[int, tuple[Extended, ...]]:
    found: dict[int, list[Extended]] = defaultdict(list)
    for row in Extension.objects.filter(response__in=keys) if keys else ():
        found[row.response_id].append(Extended(until=row.until, applied_on=row.applied_on))
    return {key: tuple(given) for key, given in found.items()}


def _body_answered(force: Force, rounds: Collection[int]) -> dict[int, date]:
    """Round → the day on which the local policing body published its first response."""
    versions = ReportVersion.objects.filter(
        report__force=force, report__kind=OVERSIGHT_RESPONSE, report__round__in=rounds
    )
    first = versions.order_by().values_list("report__round").annotate(at=Min("published_at"))
    return {round: timezone.localdate(at) for round, at in first}


def _asked(
    row: Light,
    steps: tuple[tuple[date, str], ...],
    extensions: tuple[Extended, ...],
    has_body: bool,
    answered: Mapping[int, date],
) -> Asked:
    inspection = row.led_by == Round.LedBy.INSPECTORATE
    answer, delivery = _dues(
        row.basis, row.limit, row.published, row.made_on, row.made_precision, row.due_by
    )
    return Asked(
        steps=steps,
        published=row.round_published if inspection else None,
        answer=answer,
        delivery=delivery,
        extensions=extensions,
        nags=not row.historic and row.basis != Recommendation.LegalBasis.NOTED,
        received=row.received if row.basis == Basis.IOPC_28A else None,
        body=has_body and _reported(row, inspection),
        body_answered=answered.get(row.round) if row.round else None,
    )


@lru_cache(maxsize=10_000)
def _dues(
    basis: str,
    limit: str,
    published: PartialDate | None,
    made_on: date | None,
    made_precision: str,
    due_by: date | None,
) -> tuple[Due | None, Due | None]:
    """By when it is to be answered and done: the same for most of what one document asks."""
    facts = Facts(
        basis=basis,
        limit=TimeLimit(limit),
        published=published,
        made=partial_date(made_on, made_precision),
    )
    return answer_counted(facts), recommendation_due(TimeLimit(limit), published, due_by)


def _reported(row: Light, inspection: bool) -> bool:
    """An inspection's report is published, so that the body has to say what it thinks of it."""
    return inspection and row.round_status == RoundStatus.PUBLISHED
