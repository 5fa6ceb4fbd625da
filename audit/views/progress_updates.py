"""Actions, and what was reported of them, as pages tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from audit.clock import today
from audit.models import Action, Evidence, ProgressUpdate, Round, User


@dataclass(frozen=True)
class ToldUpdate:
    """`evidence`: what of it this person may open; each with whether its dip sample is open to
    them, too."""

    row: ProgressUpdate
    evidence: list[tuple[Evidence, bool]] = field(default_factory=list)


def told_updates(updates: QuerySet[ProgressUpdate], user: User) -> list[ToldUpdate]:
    """The latest first, each with its evidence."""
    rows = updates.select_related("by", "action", "sub_point").distinct().order_by("-at", "-pk")
    told = {row.pk: ToldUpdate(row) for row in rows}
    shown = Evidence.objects.visible_to(user).filter(update__in=told).select_related("round", "by")
    evidence = list(shown)
    rounds = Round.objects.visible_to(user).filter(pk__in=[one.round_id for one in evidence])
    open_to = set(rounds.values_list("pk", flat=True))
    for one in evidence:
        told[one.update_id].evidence.append((one, one.round_id in open_to))
    return list(told.values())


def actions_of(actions: Iterable[Action]) -> list[tuple[Action, bool]]:
    """Each with whether it is late."""
    now = today()
    if isinstance(actions, QuerySet):
        actions = actions.select_related("owner")
    return [(action, action.is_overdue(now)) for action in actions]
