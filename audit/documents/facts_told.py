"""Facts as the page and the report show them: tables by stage, and what was measured."""

from __future__ import annotations

from typing import Any

from audit.documents.facts import KNOWN, QuestionFacts, RoundFacts, is_measured, titles_of
from audit.models import Question
from audit.rules.facts import (
    COULD_NOT_SEE,
    ENDS_FIRST,
    NOT_APPLICABLE,
    NOT_RECORDED,
    UNANSWERED,
    FactCount,
    Spread,
    amount,
    spread_sentence,
)

REASONS = {
    NOT_RECORDED: "Not recorded",
    COULD_NOT_SEE: "Could not see",
    UNANSWERED: "Not answered",
    ENDS_FIRST: "End before start",
    NOT_APPLICABLE: "Does not apply",
}
TO_SAY = {
    Question.Kind.YES_NO: "Yes or no",
    Question.Kind.DATE_TIME: "Times",
    Question.Kind.NUMBER: "Numbers",
    Question.Kind.DURATION: "How long it took",
}
"""What a table of such questions is called; a choice stands alone, under its own question."""


def facts_part(facts: RoundFacts, area: str = "") -> list[dict[str, Any]]:
    """By stage, in all or in one area (its code): tables of counts, then what was measured.

    Questions that no file was asked, or that nobody has answered in any way, are left out.
    """
    stages: dict[str, dict[str, Any]] = {}
    for row in facts.questions:
        fact = row.within(area)
        if fact is None or not _is_told(fact):
            continue
        stage = stages.setdefault(
            row.question.stage.code,
            {
                "code": row.question.stage.code,
                "title": row.question.stage.title,
                "tables": {},
                "measured": [],
            },
        )
        _add_row(stage["tables"], row, fact)
        if is_measured(row.question):
            stage["measured"].append(_measured(row.question, fact))
    return [{**stage, "tables": list(stage["tables"].values())} for stage in stages.values()]


def spread_of(measured: dict[str, Any]) -> Spread:
    """The numbers of one measured entry again, for its chart."""
    return Spread(tuple(measured["values"]))


def _is_told(fact: FactCount) -> bool:
    return fact.files > fact.missing[UNANSWERED]


def _add_row(tables: dict[Any, dict[str, Any]], row: QuestionFacts, fact: FactCount) -> None:
    """To the table of questions with the same columns, in the order in which they first come."""
    question = row.question
    cells = cells_of(question, fact)
    key = (question.kind, *(cell["label"] for cell in cells))
    title = TO_SAY.get(Question.Kind(question.kind), "One of several answers")
    table = tables.setdefault(
        key,
        {
            "title": title,
            "is_measured": is_measured(question),
            "labels": [cell["label"] for cell in cells],
            "rows": [],
        },
    )
    table["rows"].append(
        {"code": question.code, "text": question.text, "cells": cells, "files": fact.files}
    )


def cells_of(question: Question, fact: FactCount) -> list[dict[str, Any]]:
    """A count for each value and each reason; `answer` is what the filter of files calls it."""
    titles = titles_of(question)
    values = {code: titles.get(code, code) for code in fact.counts} or {KNOWN: "Known"}
    counts = {KNOWN: fact.known, **fact.counts, **fact.missing}
    names = {**values, **REASONS}
    return [
        {"label": label, "answer": answer, "count": counts[answer]}
        for answer, label in names.items()
        if answer != ENDS_FIRST or counts[answer]
    ]


def _measured(question: Question, fact: FactCount) -> dict[str, Any]:
    """`numbers` are median, quartiles and the largest in words; empty where nothing is known."""
    unit, spread = question.unit, fact.spread
    largest = "Longest" if question.kind == Question.Kind.DURATION else "Largest"
    numbers: list[dict[str, str]] = []
    if spread:
        lower, upper = (amount(value, unit) for value in spread.quartiles)
        numbers = [
            {"label": "Median", "value": amount(spread.median, unit)},
            {"label": "Middle half", "value": f"{lower} to {upper}"},
            {"label": largest, "value": amount(spread.longest, unit)},
        ]
    return {
        "code": question.code,
        "text": question.text,
        "unit": unit,
        "sentence": spread_sentence(fact, unit),
        "good": _good(question, fact),
        "numbers": numbers,
        "values": [round(value, 4) for value in spread.values] if spread else [],
    }


def _good(question: Question, fact: FactCount) -> str:
    """ "Within 72 hours in 3 of 5 files.": where the framework sets a limit."""
    limit = question.counts_as_good.get("at_most")
    if limit is None or fact.good is None or not fact.known:
        return ""
    files = "1 file" if fact.known == 1 else f"{fact.known} files"
    return f"No more than {amount(float(limit), question.unit)} in {fact.good} of {files}."
