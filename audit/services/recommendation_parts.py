"""What hangs on a recommendation: its areas, its themes and its sub-points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audit.models import Recommendation, SubPoint
from audit.services.trail import values_of

BATCH = 500


@dataclass(frozen=True)
class Parts:
    """Keys of areas and of themes, and each sub-point with the lead-in of its group."""

    areas: tuple[int, ...] = ()
    themes: tuple[int, ...] = ()
    points: tuple[tuple[str, str], ...] = ()


def parts_of(recommendation: Recommendation) -> Parts:
    """From the rows that were fetched with it."""
    return Parts(
        tuple(area.pk for area in recommendation.areas.all()),
        tuple(theme.pk for theme in recommendation.themes.all()),
        tuple((point.group, point.text) for point in recommendation.sub_points.all()),
    )


def parts_write(parts: Mapping[int, Parts]) -> None:
    """Puts these in the place of what hangs on each of them now; by keys of recommendations."""
    areas, themes = Recommendation.areas.through, Recommendation.themes.through
    for model in (areas, themes, SubPoint):
        model._default_manager.filter(recommendation__in=list(parts)).delete()
    areas._default_manager.bulk_create(
        (
            areas(recommendation_id=key, areaofpractice_id=area)
            for key, one in parts.items()
            for area in one.areas
        ),
        batch_size=BATCH,
    )
    themes._default_manager.bulk_create(
        (
            themes(recommendation_id=key, theme_id=theme)
            for key, one in parts.items()
            for theme in one.themes
        ),
        batch_size=BATCH,
    )
    SubPoint.objects.bulk_create(
        (
            SubPoint(recommendation_id=key, order=order, group=group, text=text)
            for key, one in parts.items()
            for order, (group, text) in enumerate(one.points, start=1)
        ),
        batch_size=BATCH,
    )


def whole_values(recommendation: Recommendation, parts: Parts) -> dict[str, Any]:
    """What is recorded of a recommendation with all that hangs on it."""
    return values_of(recommendation) | {
        "areas": sorted(parts.areas),
        "themes": sorted(parts.themes),
        "sub_points": [list(point) for point in parts.points],
    }
