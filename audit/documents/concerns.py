"""Immediate concerns in the report: how many, of which kind, and what became of them; never one."""

from __future__ import annotations

from typing import Any

from audit.models import ImmediateConcern, Round
from audit.rules.concerns import ConcernKind

COUNTED = ("raised", "in_time", "open")


def concerns_part(round: Round) -> dict[str, Any] | None:
    """None for a historic round: whether any was raised stands in no document that we have."""
    if round.historic:
        return None
    concerns = ImmediateConcern.objects.filter(case_file__round=round)
    counted = {row["kind"]: row for row in concerns.counts()}
    kinds = [
        {"title": kind.label, **{name: counted[kind][name] for name in COUNTED}}
        for kind in ConcernKind
        if kind in counted
    ]
    total = {name: sum(row[name] for row in kinds) for name in COUNTED}
    return {"kinds": kinds, "total": total, "in_words": _in_words(total)}


def _in_words(total: dict[str, int]) -> str:
    raised, in_time, open_ = (total[name] for name in COUNTED)
    if not raised:
        return "No immediate concern was raised."
    concerns = "1 immediate concern was" if raised == 1 else f"{raised} immediate concerns were"
    still = {0: "None is still open", 1: "1 is still open"}.get(open_, f"{open_} are still open")
    return f"{concerns} raised. The force answered {in_time} of {raised} in time. {still}."
