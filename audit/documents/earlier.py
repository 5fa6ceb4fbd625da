"""What was asked before, what was done about it, and what a later round found of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from audit.models import (
    Evidence,
    ProgressUpdate,
    Recommendation,
    Response,
    Round,
    SubPoint,
    SubPointAnswer,
    Verdict,
)
from audit.models.verdicts import rounds_before
from audit.rules.dates import day_text
from audit.rules.verdicts import StateNow, verdicts_in_words


@dataclass
class Done:
    """The answer of the round's force, and what it reported since."""

    response: Response
    answers: dict[int, SubPointAnswer] = field(default_factory=dict)
    last: tuple[datetime, str] | None = None
    evidence: int = 0


@dataclass(frozen=True)
class Earlier:
    """One earlier recommendation; `verdicts` by sub-point, that on the whole under None."""

    recommendation: Recommendation
    points: tuple[SubPoint, ...]
    done: Done | None
    verdicts: dict[int | None, Verdict]

    @property
    def verdict(self) -> Verdict | None:
        return self.verdicts.get(None)

    @property
    def points_said(self) -> list[dict[str, Any]]:
        """Each point with its lead-in, what the force answered to it, and the verdict."""
        answers = self.done.answers if self.done else {}
        return [
            {
                "title": f"{point.group}, point {number}" if point.group else f"Point {number}",
                "text": point.text,
                "answer": answers.get(point.pk),
                "verdict": self.verdicts.get(point.pk),
            }
            for number, point in enumerate(self.points, start=1)
        ]

    @property
    def left(self) -> int:
        """How many verdicts are still to be given: on the whole and on each point."""
        keys = [None, *(point.pk for point in self.points)]
        return sum(key not in self.verdicts for key in keys)


def earlier_recommendations(round: Round) -> QuerySet[Recommendation]:
    """What the rounds before asked, save what a round in between found satisfactory."""
    before = [row.pk for row in rounds_before(round)]
    found = Verdict.objects.filter(
        round__in=before, sub_point=None, state_now=StateNow.SATISFACTORY
    )
    rows = Recommendation.objects.filter(round__in=before).exclude(
        pk__in=found.values("recommendation")
    )
    nearest_first = rows.order_by("-round__fieldwork_started_on", "round", "number")
    related = nearest_first.select_related("round", "source_document")
    return related.prefetch_related("sub_points")


def earlier_rows(
    round: Round, rows: Iterable[Recommendation], responses: QuerySet[Response]
) -> list[Earlier]:
    """In a fixed number of queries; `responses` are those that the reader may see."""
    rows = list(rows)
    keys = [row.pk for row in rows]
    verdicts: dict[int, dict[int | None, Verdict]] = {}
    for verdict in Verdict.objects.filter(round=round, recommendation__in=keys):
        verdicts.setdefault(verdict.recommendation_id, {})[verdict.sub_point_id] = verdict
    own = responses.filter(recommendation__in=keys, force=round.force_id)
    done = {one.response.recommendation_id: one for one in _done(own)}
    return [
        Earlier(row, tuple(row.sub_points.all()), done.get(row.pk), verdicts.get(row.pk, {}))
        for row in rows
    ]


def _done(responses: QuerySet[Response]) -> list[Done]:
    found = {row.pk: Done(row) for row in responses}
    for answer in SubPointAnswer.objects.filter(response__in=found):
        found[answer.response_id].answers[answer.sub_point_id] = answer
    for path in ("response", "action__responses"):
        updates = ProgressUpdate.objects.filter(**{f"{path}__in": list(found)})
        for key, at, text in updates.values_list(path, "at", "text").order_by("at", "pk"):
            last = found[key].last
            if last is None or last[0] <= at:
                found[key].last = (at, text)
        counted = Evidence.objects.standing().filter(**{f"update__{path}__in": list(found)})
        by_response = counted.order_by().values_list(f"update__{path}")
        for key, number in by_response.annotate(number=Count("pk", distinct=True)):
            found[key].evidence += number
    return list(found.values())


def earlier_part(round: Round) -> dict[str, Any]:
    """Of the document: every answer of the force, whoever reads it."""
    rows = earlier_rows(round, earlier_recommendations(round), Response.objects.all())
    return {
        "rounds": [row.title for row in rounds_before(round)],
        "in_words": verdicts_in_words(verdict_of(row) for row in rows),
        "rows": [row_part(row) for row in rows],
    }


def verdict_of(row: Earlier) -> tuple[str, str] | None:
    return (row.verdict.movement, row.verdict.state_now) if row.verdict else None


def row_part(row: Earlier) -> dict[str, Any]:
    """Plain data for page and document; the points in their groups."""
    asked = row.recommendation
    groups = groupby(row.points, key=lambda point: point.group)
    return {
        "number": asked.number,
        "title": asked.title,
        "text": asked.text,
        "kind": asked.get_kind_display(),
        "asked_in": asked.round.title if asked.round else "",
        "done": _done_part(row.done) if row.done else None,
        "verdict": _verdict_part(row.verdict),
        "groups": [
            {"lead_in": lead_in, "points": [_point_part(point, row) for point in points]}
            for lead_in, points in groups
        ],
    }


def _done_part(done: Done) -> dict[str, Any]:
    response = done.response
    last = done.last
    return {
        "status": response.get_status_display(),
        "answered": day_text(response.answered_on) if response.answered_on else "",
        "statement": response.statement,
        "last": {"on": day_text(timezone.localdate(last[0])), "text": last[1]} if last else None,
        "evidence": done.evidence,
    }


def _point_part(point: SubPoint, row: Earlier) -> dict[str, Any]:
    answer = row.done.answers.get(point.pk) if row.done else None
    said = None
    if answer:
        said = {"decision": answer.get_decision_display(), "statement": answer.statement}
    return {
        "text": point.text,
        "answer": said,
        "verdict": _verdict_part(row.verdicts.get(point.pk)),
    }


def _said(verdict: Verdict) -> str:
    """ "Improved; state now not reported", in one breath."""
    state = verdict.state_in_words
    if not state:
        return verdict.movement_in_words
    return f"{verdict.movement_in_words}; {state[0].lower()}{state[1:]}"


def _verdict_part(verdict: Verdict | None) -> dict[str, str] | None:
    if verdict is None:
        return None
    return {
        "movement": verdict.get_movement_display(),
        "state": verdict.get_state_now_display(),
        "in_words": _said(verdict),
        "text": verdict.text,
    }
