"""Did a recommendation work? Its facts, themes and grades before and after, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.documents.before_and_after import RoundFiles, fact_lines, theme_lines
from audit.documents.compared_told import pair_rows
from audit.documents.identity import handling_part
from audit.documents.results import grades_part
from audit.documents.rounds_compared import (
    Pair,
    RoundsCompared,
    comparable,
    pair_part,
    rounds_compared,
    sides_of,
)
from audit.models import AreaOfPractice, Question, Recommendation, Round, Theme
from audit.rules.comparable import different_frameworks, why_not_tested, without_files
from audit.rules.counting import SMALLEST_BASE
from audit.rules.dates import day_text
from audit.rules.did_it_work import (
    NO_EARLIER,
    NO_LATER,
    Counted,
    answer_in_words,
)

NAME, TITLE = "did_it_work", "Did it work?"
WITH_ANSWERS = "case files with answers"
HOW_COUNTED = (
    "Counts are of files with a final assessment. A fact is counted among the files in which it is "
    "known, a theme among those in which it can be seen, a grade among the results of its area. "
    f"No share is given of fewer than {SMALLEST_BASE} files. Only files that Casemark drew at "
    "random both times are tested: by Fisher’s exact test, or where a draw is stratified by "
    "whether the interval of the difference (Newcombe’s, at 95%) holds 0."
)

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a recommendation is about; without areas it is about all of them."""

    areas: Sequence[AreaOfPractice]
    themes: Sequence[Theme]
    questions: Sequence[Question]


def did_it_work(
    recommendation: Recommendation,
    asked: Asked,
    before: Round | None,
    after: Round | None,
    as_at: date,
) -> Snapshot:
    """Plain data, in a fixed number of queries; `before` and `after` are None where there is no
    round that the reader may see."""
    shown = _nothing(NO_EARLIER if before is None else NO_LATER)
    if before and after:
        shown = _shown(asked, before, after)
    about = (after and not after.is_published and after) or before or after
    return {
        "kind": NAME,
        "title": f"{TITLE} {recommendation}",
        "recommendation": _recommendation(recommendation),
        "force": _force(about),
        "version": _version(as_at),
        "handling": _handling(before, after),
        "before": _round(before),
        "after": _round(after),
        **shown,
        "how_counted": HOW_COUNTED,
    }


def _shown(asked: Asked, before: Round, after: Round) -> dict[str, Any]:
    questions = list(asked.questions)
    first, second = RoundFiles(before, questions), RoundFiles(after, questions)
    one, other = (comparable(row.round, len(row.files), row.drawn) for row in (first, second))
    compared = rounds_compared(before, after)
    why_not = different_frameworks(one, other) or without_files(one, other, WITH_ANSWERS)
    untested = compared.why_not_tested or why_not_tested(one, other)
    test = not untested
    facts = [] if why_not else fact_lines(first, second, questions, test=test)
    themes = [] if why_not else theme_lines(first, second, asked.themes, test=test)
    pairs = _pairs(compared, asked.areas)
    counted = [*(line.counted for line in (*facts, *themes)), *map(_counted, pairs)]
    named = why_not if questions or asked.themes else ""
    reasons = [reason for reason in dict.fromkeys((named, compared.why_not_beside)) if reason]
    return {
        "answer": answer_in_words(counted, untested, why_not_counted=reasons),
        "why_not": reasons if counted else [],
        "sides": sides_of(before, after),
        "grades": grades_part(compared.after.scale),
        "facts": [line.as_part() for line in facts],
        "themes": [line.as_part() for line in themes],
        "areas": [pair_part(pair) for pair in pairs],
    }


def _nothing(why: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {name: [] for name in ("why_not", "grades", "facts", "themes")}
    return {**nothing, "answer": [why], "sides": {}, "areas": []}


def _pairs(compared: RoundsCompared, areas: Sequence[AreaOfPractice]) -> list[Pair]:
    """The areas that are named; all case files where none is."""
    if not areas:
        return [compared.headline] if compared.headline else []
    named = {area.pk for area in areas}
    return [pair for pair in compared.areas if pair.area and pair.area.pk in named]


def _counted(pair: Pair) -> Counted:
    found = pair.comparison
    where = pair.area.short_title if pair.area else "all case files"
    tested = found is not None and found.more_than_chance is not None
    better = None
    if found and found.more_than_chance and found.difference:
        better = found.difference.value > 0
    return Counted(f"the grades in {where}", (pair.before.total, pair.after.total), tested, better)


def _recommendation(row: Recommendation) -> dict[str, Any]:
    return {
        "number": row.number,
        "kind": row.get_kind_display(),
        "title": row.title,
        "text": row.text,
        "document": str(row.source_document),
    }


def _force(round: Round | None) -> dict[str, Any] | None:
    if round is None:
        return None
    return {"name": str(round.force), "invented": round.force.is_invented}


def _version(as_at: date) -> dict[str, Any]:
    return {
        "label": f"Made on {day_text(as_at)}",
        "as_at": {"iso": as_at.isoformat(), "text": day_text(as_at)},
        "status": "final",
    }


def _handling(before: Round | None, after: Round | None) -> dict[str, str]:
    """That of the round which fewer people may see."""
    rounds = [round for round in (after, before) if round]
    closed = [round for round in rounds if not round.is_published]
    if rounds:
        return handling_part((closed or rounds)[0])
    return {"marking": "OFFICIAL", "meaning": "It holds no figures and no child’s case."}


def _round(round: Round | None) -> dict[str, Any] | None:
    if round is None:
        return None
    return {
        "code": round.code,
        "title": round.title,
        "noun": round.get_kind_display().lower(),
        "fieldwork": round.fieldwork,
        "finished": not round.is_open,
    }


def page_context(snapshot: Snapshot) -> dict[str, Any]:
    """The facts and themes in one table, the grades as rows of cells."""
    return {
        "lines": [*snapshot["facts"], *snapshot["themes"]],
        "rows": pair_rows(snapshot["areas"], snapshot["grades"], snapshot["sides"]),
    }
