"""What the local policing body publishes about an inspection of its force (Police Act 1996,
section 55): each recommendation with the force's action or reason, and the body's comments."""

from __future__ import annotations

from typing import Any

from audit.documents.action_plan import publishers
from audit.documents.answers import answer_part, answers_in_words, answers_of, around
from audit.documents.clocks import OVERSIGHT_RESPONSE
from audit.documents.identity import (
    document_title,
    force_part,
    paragraphs,
    round_part,
    sources_part,
    version_part,
)
from audit.documents.method import DUE_DATES
from audit.documents.snapshot import Snapshot
from audit.documents.trail import trail_part
from audit.documents.version import Version
from audit.models import OversightResponse, Round, User
from audit.models.response_clocks import has_policing_body
from audit.permissions import Right, can
from audit.rules.dates import day_text
from audit.rules.deadlines import COUNTING, Clock, due
from audit.rules.problems import Problem

NAME, TITLE = OVERSIGHT_RESPONSE, "Response of the local policing body"
CLOCK = Clock.POLICING_BODY_RESPONSE
ANSWERS = "What the force last answered, and its actions, as they stood on the day of this version."


def oversight_response(round: Round, version: Version) -> Snapshot:
    answers = answers_of(round)
    about = around(round, answers, version.as_at)
    written = OversightResponse.objects.filter(round=round).prefetch_related("items").first()
    comments = {row.response_id: row.text for row in written.items.all()} if written else {}
    items = [
        {**answer_part(answer, about), "comments": paragraphs(comments.get(answer.pk, ""))}
        for answer in answers
    ]
    sources = sources_part(round)
    return {
        "kind": NAME,
        "kicker": TITLE,
        "title": document_title(TITLE, round),
        "force": force_part(round),
        "round": round_part(round),
        "version": version_part(version),
        "handling": _handling(round, version),
        "sources": sources,
        "publishers": publishers(sources),
        "due": deadline_part(round),
        "total": len(items),
        "in_words": answers_in_words(items),
        "answers": items,
        **_written(written),
        "method": {
            "paragraphs": [],
            "sign_off": [],
            "counted": [
                {"figure": "Answers and actions", "how": ANSWERS},
                {"figure": "Due dates", "how": DUE_DATES},
            ],
        },
        "trail": trail_part(round, version),
    }


def deadline_part(round: Round) -> dict[str, str]:
    """By when the body publishes, how that was counted, and on whose authority."""
    counting, published = COUNTING[CLOCK], round.published
    words = counting.from_start(published) if published else counting.in_words
    return {
        "due": str(due(CLOCK, published)) if published else "",
        "counted": words,
        "source": counting.source,
    }


def _written(written: OversightResponse | None) -> dict[str, Any]:
    asked_by = written.asked_chief_officer_by if written else None
    return {
        "comments": paragraphs(written.comments if written else ""),
        "asked_chief_officer_by": day_text(asked_by) if asked_by else "",
        "chief_officer": paragraphs(written.chief_officer_comments if written else ""),
        "reply": paragraphs(written.reply if written else ""),
    }


def _handling(round: Round, version: Version) -> dict[str, str]:
    if not version.draft:
        return {"marking": "Published", "meaning": "It may be passed on."}
    return {
        "marking": "OFFICIAL-SENSITIVE",
        "meaning": "This response is not published. Do not share it outside the local policing "
        f"body of {round.force.full_name}.",
    }


def is_answered_by_body(round: Round) -> bool:
    """An inspection's report is published, by a force that has a local policing body."""
    inspected = round.led_by == Round.LedBy.INSPECTORATE and round.is_published
    return inspected and not round.historic and has_policing_body(round.force)


def problems(round: Round) -> list[Problem]:
    """The law asks for the body's comments."""
    if OversightResponse.objects.filter(round=round).exclude(comments="").exists():
        return []
    return [Problem("", "Write what the body says about the inspection first.")]


def reads_draft(user: User, round: Round) -> bool:
    """A draft is the body's own."""
    return can(user, Right.WRITE_OVERSIGHT, round)
