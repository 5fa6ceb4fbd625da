"""Actions, and what was reported of them, as pages tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.db.models import QuerySet

from audit.clock import today
from audit.documents.shares import share_in_words, shares_of
from audit.models import Action, Evidence, ProgressUpdate, Round, User


@dataclass(frozen=True)
class ShownEvidence:
    """Evidence that this person may open. Of a dip sample: whether they may open that, too, and
    what it counted, because whoever verifies is shown the counts and may see nothing else of it.
    """

    row: Evidence
    is_open: bool = False
    counted: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ToldUpdate:
    row: ProgressUpdate
    evidence: list[ShownEvidence] = field(default_factory=list)


def told_updates(updates: QuerySet[ProgressUpdate], user: User) -> list[ToldUpdate]:
    """The latest first, each with its evidence."""
    rows = updates.select_related("by", "action", "sub_point").distinct().order_by("-at", "-pk")
    told = {row.pk: ToldUpdate(row) for row in rows}
    evidence = list(
        Evidence.objects.visible_to(user).filter(update__in=told).select_related("round")
    )
    rounds = Round.objects.visible_to(user).filter(pk__in=[one.round_id for one in evidence])
    open_to = set(rounds.values_list("pk", flat=True))
    counted = cache(_counted)
    for one in evidence:
        shown = ShownEvidence(one)
        if one.round and not one.withdrawn_at:
            shown = ShownEvidence(one, one.round_id in open_to, counted(one.round))
        told[one.update_id].evidence.append(shown)
    return list(told.values())


def _counted(dip_sample: Round) -> list[str]:
    """ "Was the child spoken to? Yes: 14 of 18; not recorded in 2", for each answer."""
    return [f"{share.question.text} {share_in_words(share)}" for share in shares_of(dip_sample)]


def actions_of(actions: Iterable[Action]) -> list[tuple[Action, bool]]:
    """Each with whether it is late."""
    now = today()
    if isinstance(actions, QuerySet):
        actions = actions.select_related("owner").distinct()
    return [(action, action.is_overdue(now)) for action in actions]
