"""The recommendations by time limit, when each falls due, and the next steps."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from audit.models import NextStep, Recommendation, Round, SubPoint
from audit.rules.deadlines import COUNTING, Clock, TimeLimit

LIMITS_IN_WORDS = {
    TimeLimit.IMMEDIATELY: "to act on immediately",
    TimeLimit.THREE_MONTHS: "within three months",
    TimeLimit.SIX_MONTHS: "within six months",
    TimeLimit.BY_DATE: "by a date",
    TimeLimit.NONE: "without a time limit",
}
LIMIT_LENGTHS = {TimeLimit.THREE_MONTHS: "three months", TimeLimit.SIX_MONTHS: "six months"}


def recommendations_part(round: Round, steps: list[NextStep]) -> dict[str, Any]:
    """In groups by time limit, the most urgent first; a limit that nothing has is left out."""
    rows = list(Recommendation.objects.filter(round=round).with_subjects().select_related("parent"))
    groups = [
        {
            "time_limit": limit.value,
            "title": limit.label,
            "recommendations": [
                recommendation_part(row, steps) for row in rows if row.time_limit == limit
            ],
        }
        for limit in TimeLimit
    ]
    asked = [group for group in groups if group["recommendations"]]
    return {"total": len(rows), "in_words": _in_words(asked), "groups": asked}


def next_steps_part(steps: list[NextStep]) -> list[dict[str, str]]:
    return [
        {
            "title": step.get_clock_display(),
            "text": step.text,
            "due": str(step.due or ""),
            "length": COUNTING[Clock(step.clock)].in_words,
        }
        for step in steps
    ]


def _in_words(groups: list[dict[str, Any]]) -> str:
    """ "7 recommendations were made: 3 to act on immediately, 4 within three months."

    Empty where none were made.
    """
    total = sum(len(group["recommendations"]) for group in groups)
    if not total:
        return ""
    made = "1 recommendation was made" if total == 1 else f"{total} recommendations were made"
    limits = (
        f"{len(group['recommendations'])} {LIMITS_IN_WORDS[group['time_limit']]}"
        for group in groups
    )
    return f"{made}: {', '.join(limits)}."


def recommendation_part(row: Recommendation, steps: list[NextStep]) -> dict[str, Any]:
    """What was asked, and by when."""
    chapter = row.chapter
    return {
        "number": row.number,
        "kind": row.get_kind_display(),
        "title": row.title,
        "text": row.text,
        "held_by": str(row.parent) if row.parent else "",
        "chapter": chapter.title if chapter else "",
        "chapter_number": chapter.chapter_number if chapter else None,
        "areas": [area.short_title for area in row.areas.all()],
        "groups": _sub_points(row.sub_points.all()),
        "due": _due(row, steps),
    }


def _sub_points(points: Iterable[SubPoint]) -> list[dict[str, Any]]:
    """Neighbouring points with the same lead-in stand together under it."""
    return [
        {"lead_in": lead_in, "points": [point.text for point in group]}
        for lead_in, group in groupby(points, key=lambda point: point.group)
    ]


def _due(row: Recommendation, steps: list[NextStep]) -> str:
    """When it falls due, as a clause that can stand alone."""
    limit = TimeLimit(row.time_limit)
    if limit == TimeLimit.IMMEDIATELY:
        return f"Act now{_update(steps)}"
    if limit == TimeLimit.NONE:
        return "No time limit"
    if row.due:
        return f"Due {row.due}"
    return f"Due {LIMIT_LENGTHS[limit]} after publication"


def _update(steps: list[NextStep]) -> str:
    """An immediate recommendation has no last day; an update on it may have one."""
    for step in steps:
        if step.clock == Clock.IMMEDIATE_UPDATE:
            length = COUNTING[Clock.IMMEDIATE_UPDATE].length
            return f"; update due {step.due or f'{length} after publication'}"
    return ""
