"""The plan of a force after one inspection or audit: the update on what had to be acted on at once,
and what it does about the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from audit.documents.answers import answer_part, answers_in_words, answers_of, around
from audit.documents.identity import (
    document_title,
    force_part,
    handling_part,
    round_part,
    sources_part,
    version_part,
)
from audit.documents.method import DUE_DATES
from audit.documents.recommendations import next_steps_part
from audit.documents.snapshot import Snapshot
from audit.documents.trail import trail_part
from audit.documents.version import Version
from audit.models import Response, Round, User
from audit.rules.deadlines import TimeLimit
from audit.rules.problems import Problem

NAME, TITLE = "action_plan", "Action plan"

ANSWERS = (
    "What the force last answered. Where a recommendation has points, each is answered by itself: "
    "all accepted, it is accepted; none, not accepted; else in part."
)
STATUS = "Where the answer or the action stood on the day of this version."
EVIDENCE = (
    "Files and dip samples attached to the answer and to the actions that serve it, without what "
    "was withdrawn. An action that serves several recommendations counts under each."
)


def action_plan(round: Round, version: Version) -> Snapshot:
    """In a fixed number of queries."""
    answers = answers_of(round)
    about = around(round, answers, version.as_at)
    items = [answer_part(answer, about) for answer in answers]
    sources = sources_part(round)
    return {
        "kind": NAME,
        "kicker": TITLE,
        "title": document_title(TITLE, round),
        "force": force_part(round),
        "round": round_part(round),
        "version": version_part(version),
        "handling": plan_handling(round, version),
        "sources": sources,
        "publishers": publishers(sources),
        "total": len(items),
        "in_words": answers_in_words(items),
        "at_once": [item for item in items if item["limit"] == TimeLimit.IMMEDIATELY],
        "plan": [item for item in items if item["limit"] != TimeLimit.IMMEDIATELY],
        "clocks": clocks_part(items),
        "next_steps": next_steps_part(about.steps),
        "method": {
            "paragraphs": [],
            "sign_off": [],
            "counted": [
                {"figure": "Answers", "how": ANSWERS},
                {"figure": "Status", "how": STATUS},
                {"figure": "Evidence", "how": EVIDENCE},
                {"figure": "Due dates", "how": DUE_DATES},
            ],
        },
        "trail": trail_part(round, version),
    }


def plan_handling(round: Round, version: Version) -> dict[str, str]:
    """A plan that is not published is the force's own; then it is as open as what it answers."""
    if not version.draft:
        handling = handling_part(round)
        return handling | {"meaning": "It may be passed on."} if round.is_published else handling
    return {
        "marking": "OFFICIAL-SENSITIVE",
        "meaning": "This plan is not published. Do not share it outside "
        f"{round.force.full_name} and those who inspected it unless a manager of the force agrees.",
    }


def publishers(sources: Iterable[dict[str, str]]) -> str:
    """Who asked: every publisher once."""
    return " and ".join(dict.fromkeys(source["publisher"] for source in sources))


def clocks_part(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each last day once, with how it is counted and the recommendations that it is of."""
    found: dict[tuple[str, ...], list[int]] = {}
    for item in items:
        for clock in item["clocks"]:
            key = (clock["title"], clock["due"], clock["counted"], clock["source"])
            found.setdefault(key, []).append(item["number"])
    return [
        {"title": title, "due": due, "counted": counted, "source": source, "numbers": numbers}
        for (title, due, counted, source), numbers in found.items()
    ]


def has_plan(round: Round) -> bool:
    """A historic round holds no answers, and a dip sample asks for nothing. What an inspection asks
    is the inspectors' own until it is published."""
    asked = round.led_by == Round.LedBy.FORCE or round.is_published
    return asked and round.grades and not round.historic


def problems(round: Round) -> list[Problem]:
    if Response.objects.filter(recommendation__round=round, force=round.force).exists():
        return []
    return [Problem("", "Nothing has been put to the force yet, so there is nothing to plan.")]


def reads_draft(user: User, round: Round) -> bool:
    """Whoever sees the answers themselves."""
    answers = Response.objects.visible_to(user).filter(force=round.force_id)
    return answers.filter(recommendation__round=round).exists()
