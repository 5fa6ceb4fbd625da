"""Writing recommendations that come from a spreadsheet: in bulk, and with an entry for each.

What a row means, and whether it may be written, is decided in
`spreadsheets/recommendation_rows.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from audit.models import (
    AreaOfPractice,
    Recommendation,
    Response,
    Round,
    SourceDocument,
    Stage,
    Theme,
    User,
)
from audit.rules.sub_points import Point
from audit.rules.written import one_line
from audit.services.recommendation_parts import BATCH, Parts, parts_of, parts_write, whole_values
from audit.services.recommendations import known_report_of, legal_basis_of, report_of
from audit.services.response_steps import responses_open
from audit.services.trail import record_many

REASON = "Imported from a spreadsheet"
FIELDS = ("kind", "title", "text", "chapter", "time_limit", "due_by", "parent")
"""What a row says, beside what hangs on a recommendation."""


@dataclass(frozen=True)
class RecommendationImport:
    """One row that is to be written. `standing` is the recommendation that has its number
    already, if any; `parent` is the number of the cause of concern that holds it."""

    number: int
    kind: str
    title: str
    text: str
    chapter: Stage | None
    time_limit: str
    due_by: date | None
    parent: int | None
    areas: tuple[AreaOfPractice, ...] = ()
    themes: tuple[Theme, ...] = ()
    sub_points: tuple[Point, ...] = ()
    standing: Recommendation | None = None

    @property
    def reference(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def is_cause(self) -> bool:
        return self.kind == Recommendation.Kind.CAUSE_OF_CONCERN


@dataclass
class Made:
    """What a row has made, or what stood before it was changed: keys, and JSON values."""

    reference: str
    recommendation: int
    document: int | None = None
    """Where the first row made the round's document, too."""
    response: int | None = None
    before: dict[str, Any] | None = None


class RecommendationWriter:
    """Writes the rows of one import, batch by batch, in the transaction of its caller."""

    def __init__(self, round: Round, by: User) -> None:
        self.round, self.by = round, by
        self._keys: dict[int, int] = {}
        """All of the document, by their numbers."""
        self._waiting: list[RecommendationImport] = []
        """What is held by a cause of concern that comes in a later batch."""
        self._new_document: int | None = None
        """The round's own, if this import has made it and has not told so yet."""

    def write(self, rows: Sequence[RecommendationImport]) -> list[Made]:
        if not rows:
            return []
        is_new = known_report_of(self.round) is None
        document = report_of(round=self.round, by=self.by)
        self._new_document = document.pk if is_new else self._new_document
        self._keys = dict(document.recommendations.values_list("number", "pk"))
        rows = self._in_turn(rows)
        parts = {row.number: _parts(row) for row in rows}
        new = [row for row in rows if row.standing is None]
        standing = [row for row in rows if row.standing is not None]
        made = self._add([row for row in new if row.is_cause], document, parts)
        made |= self._add([row for row in new if not row.is_cause], document, parts)
        made |= self._change(standing, parts)
        parts_write({self._keys[number]: one for number, one in parts.items()})
        found = [made[row.number] for row in rows]
        if found:
            found[0].document, self._new_document = self._new_document, None
        return found

    def _in_turn(self, rows: Sequence[RecommendationImport]) -> list[RecommendationImport]:
        rows = [*self._waiting, *rows]
        known = {None, *self._keys, *(row.number for row in rows)}
        self._waiting = [row for row in rows if row.parent not in known]
        return [row for row in rows if row.parent in known]

    def _add(
        self,
        rows: Sequence[RecommendationImport],
        document: SourceDocument,
        parts: Mapping[int, Parts],
    ) -> dict[int, Made]:
        """Causes of concern are added before what they hold."""
        new = [
            self._as_said(row, Recommendation(source_document=document, number=row.number))
            for row in rows
        ]
        for one in new:
            one.legal_basis = legal_basis_of(self.round)
        Recommendation.objects.bulk_create(new, batch_size=BATCH)
        self._keys |= {one.number: one.pk for one in new}
        after = [whole_values(one, parts[one.number]) for one in new]
        nothing: list[dict[str, Any]] = [{}] * len(new)
        self._record("recommendation.added", new, nothing, after)
        made = {one.number: Made(str(one), one.pk) for one in new}
        for response in self._put_to_force(new):
            made[response.recommendation.number].response = response.pk
        return made

    def _put_to_force(self, rows: Sequence[Recommendation]) -> list[Response]:
        """As `recommendation_add` does it."""
        asked = [row for row in rows if row.asks_for_answer]
        return responses_open(recommendations=asked, forces=[self.round.force], by=self.by)

    def _change(
        self, rows: Sequence[RecommendationImport], parts: Mapping[int, Parts]
    ) -> dict[int, Made]:
        changed, made, before = [], {}, []
        for row in rows:
            assert row.standing is not None
            stood = parts_of(row.standing)
            before.append(whole_values(row.standing, stood))
            made[row.number] = Made(row.reference, row.standing.pk, before=kept(row.standing))
            changed.append(self._as_said(row, row.standing))
        Recommendation.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
        after = [whole_values(one, parts[one.number]) for one in changed]
        self._record("recommendation.changed", changed, before, after)
        return made

    def _as_said(self, row: RecommendationImport, one: Recommendation) -> Recommendation:
        for name in FIELDS[:-1]:
            setattr(one, name, getattr(row, name))
        one.round = self.round
        one.parent_id = None if row.parent is None else self._keys[row.parent]
        return one

    def _record(
        self,
        event: str,
        rows: Sequence[Recommendation] | Sequence[Response],
        before: Sequence[dict[str, Any]],
        after: Sequence[dict[str, Any]],
    ) -> None:
        record_many(event, rows, by=self.by, before=before, after=after, reason=REASON)


def kept(recommendation: Recommendation) -> dict[str, Any]:
    """What stands, as JSON, so that it can be put back."""
    due_by = recommendation.due_by
    return {
        "kind": recommendation.kind,
        "title": recommendation.title,
        "text": recommendation.text,
        "chapter_id": recommendation.chapter_id,
        "time_limit": recommendation.time_limit,
        "due_by": due_by and due_by.isoformat(),
        "parent_id": recommendation.parent_id,
        "parts": asdict(parts_of(recommendation)),
    }


def _parts(row: RecommendationImport) -> Parts:
    """Where no sub-point has changed, they stay as they were typed."""
    stood = parts_of(row.standing).points if row.standing else ()
    same = tuple((group, one_line(text)) for group, text in stood) == row.sub_points
    return Parts(
        tuple(area.pk for area in row.areas),
        tuple(theme.pk for theme in row.themes),
        stood if same else row.sub_points,
    )
