"""What a later round found of the recommendations before it, with both rounds' figures."""

from __future__ import annotations

from typing import Any

from audit.documents.compared_told import compared_context
from audit.documents.earlier import earlier_part
from audit.documents.identity import (
    document_title,
    force_part,
    handling_part,
    paragraphs,
    round_part,
    sources_part,
    version_part,
)
from audit.documents.method import (
    DUE_DATES,
    PERCENTAGES,
    RESULTS_BY_AREA,
    SENTENCES,
)
from audit.documents.recommendations import next_steps_part, recommendations_part
from audit.documents.rounds_compared import compared_part, not_compared, rounds_compared
from audit.documents.sampling import drawing_in_words
from audit.documents.sign_offs import sign_off_sentences
from audit.documents.snapshot import Snapshot
from audit.documents.trail import trail_part
from audit.documents.version import Version
from audit.models import NextStep, Round
from audit.models.verdicts import rounds_before

NAME = "post_inspection_review"
TITLE = "Post-inspection review"

VERDICTS = (
    "Two questions, answered apart: whether it has improved since it was asked for, and whether it "
    "is good enough now. “Not reported” means that nothing was said of it, neither good nor bad."
)
DONE = (
    "As the force answered and reported it. Evidence counts the files and dip samples that are "
    "attached and not withdrawn; what is in them is not printed."
)
TESTED = (
    "Only files that Casemark drew at random both times: the best grade against all others, by "
    "Fisher’s exact test, or where a draw is stratified by whether the interval of the difference "
    "(Newcombe’s, at 95%) holds 0. Each area is tested on its own: of twenty in which nothing "
    "changed, about one is called more than chance."
)


def is_review(round: Round) -> bool:
    """Whether `round` comes back to an earlier one."""
    return round.previous_id is not None and round.grades


def snapshot_of(round: Round, version: Version) -> Snapshot:
    """In a fixed number of queries."""
    steps = list(NextStep.objects.filter(round=round).select_related("round"))
    compared = _compared(round)
    return {
        "kind": NAME,
        "title": document_title(_title(round), round),
        "kicker": _title(round),
        "force": force_part(round),
        "round": round_part(round),
        "before": [row.title for row in rounds_before(round)],
        "version": version_part(version),
        "handling": handling_part(round, draft=version.draft),
        "sources": sources_part(round),
        "summary": paragraphs(round.summary),
        "earlier": earlier_part(round),
        "recommendations": recommendations_part(round, steps),
        "next_steps": next_steps_part(steps),
        "compared": compared,
        "method": _method(round, compared),
        "trail": trail_part(round, version),
    }


def page_context(snapshot: Snapshot) -> dict[str, Any]:
    return {
        **compared_context(snapshot["compared"]),
        "restated": snapshot["round"]["historic"] and bool(snapshot["sources"]),
    }


def _title(round: Round) -> str:
    """A force's own audit that comes back to an earlier one is no review by inspectors."""
    is_inspectors = round.kind == Round.Kind.POST_INSPECTION_REVIEW
    return TITLE if is_inspectors else "Review of earlier recommendations"


def _compared(round: Round) -> dict[str, Any]:
    before = rounds_before(round)
    if before:
        return compared_part(rounds_compared(before[0], round))
    return not_compared("The results of the one before are not open to whoever writes this.")


def _method(round: Round, compared: dict[str, Any]) -> dict[str, Any]:
    beside = bool(compared["rows"])
    entries = {
        "Verdicts": VERDICTS,
        "What was done": DONE,
        "How the files were drawn": drawing_in_words(round),
        "Results by area": RESULTS_BY_AREA if beside else "",
        "Differences": TESTED if beside and not compared["why_not_tested"] else "",
        "Percentages": PERCENTAGES if beside else "",
        "Sentences above the charts": SENTENCES if beside else "",
        "Due dates": DUE_DATES,
    }
    return {
        "paragraphs": paragraphs(round.method),
        "sign_off": sign_off_sentences(round),
        "counted": [{"figure": name, "how": how} for name, how in entries.items() if how],
    }
