"""Changing a recommendation, until it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from audit.models import Recommendation, Response, SubPoint, User
from audit.permissions import require
from audit.rules.problems import Problem
from audit.rules.sub_points import Point
from audit.rules.transitions import ResponseStatus, TransitionError
from audit.services.causes import causes_kept
from audit.services.recommendation_problems import recommendation_problems
from audit.services.recommendation_standing import ANSWERED, settled_because
from audit.services.recommendations import About, writing_right
from audit.services.saving import raise_problems
from audit.services.trail import record, values_of


def settled(recommendation: Recommendation) -> str:
    """Why it is no longer to be changed; "" while it is."""
    if recommendation.round is not None:
        return settled_because([recommendation], recommendation.round).get(recommendation.pk, "")
    answers = Response.objects.filter(recommendation=recommendation)
    return ANSWERED if answers.exclude(status=ResponseStatus.AWAITING).exists() else ""


@transaction.atomic
def recommendation_change(
    *, recommendation: Recommendation, about: About, by: User
) -> Recommendation:
    """Saves what was typed. `about` takes the place of all that it was about.

    Raises TransitionError once it is answered, or stands in a report that is published.
    """
    stored = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
    for one in (stored, recommendation):
        require(by, writing_right(one), one)
    if why := settled(stored):
        raise TransitionError(f"{why[0].upper()}{why[1:]}.")
    raise_problems(
        [*recommendation_problems(recommendation), *_kept_problems(stored, recommendation)]
    )
    before = whole(stored)
    with causes_kept(stored.source_document):
        recommendation.full_clean()
        recommendation.save()
        recommendation.areas.set(about.areas)
        recommendation.themes.set(about.themes)
        recommendation.questions.set(about.questions)
        _points_write(recommendation, list(about.points))
    after = whole(recommendation)
    if before != after:
        record("recommendation.changed", recommendation, by=by, before=before, after=after)
    return recommendation


def _kept_problems(stored: Recommendation, new: Recommendation) -> list[Problem]:
    """What decides whether forces answer it stays once they are asked."""
    cause = Recommendation.Kind.CAUSE_OF_CONCERN
    if (stored.kind == cause) != (new.kind == cause):
        return [
            Problem("kind", "What is a cause of concern stays one, and nothing becomes one later.")
        ]
    if stored.asks_for_answer and not new.asks_for_answer and stored.responses.exists():
        return [Problem("legal_basis", "Forces are asked already. Keep what it rests on.")]
    return []


def whole(recommendation: Recommendation) -> dict[str, Any]:
    """What is recorded of it, with all that hangs on it."""
    links = {
        name: sorted(getattr(recommendation, name).values_list("pk", flat=True))
        for name in ("areas", "themes", "questions")
    }
    points = [list(point) for point in points_of(recommendation)]
    return values_of(recommendation) | links | {"sub_points": points}


def points_of(recommendation: Recommendation) -> Iterable[Point]:
    rows = SubPoint.objects.filter(recommendation=recommendation).order_by("order")
    return list(rows.values_list("group", "text"))


def _points_write(recommendation: Recommendation, points: list[Point]) -> None:
    """By their places, so that what hangs on a point stays with its place."""
    rows = list(SubPoint.objects.filter(recommendation=recommendation).order_by("order"))
    more = count(rows[-1].order + 1 if rows else 1)
    for place, (group, text) in enumerate(points):
        if place < len(rows):
            row = rows[place]
        else:
            row = SubPoint(recommendation=recommendation, order=next(more))
        row.group, row.text = group, text
        row.full_clean()
        row.save()
    for row in rows[len(points) :]:
        try:
            row.delete()
        except ProtectedError:
            raise ValidationError(
                {"sub_points": f"Work on “{row.text[:60]}” has begun. Keep this point."}
            ) from None
