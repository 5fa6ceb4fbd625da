"""Sign-offs in words, and whether the figures are still those that were signed off."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from audit.models import Round, SignOff
from audit.rules.dates import day_text


def frozen(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures as they come back from the database, so that they can be compared with others."""
    plain: dict[str, Any] = json.loads(json.dumps(figures))
    return plain


def still_as_signed(sign_off: SignOff, figures: dict[str, Any]) -> bool:
    """Whether what was frozen is what is counted now; a figure that came to be counted only later
    is no difference."""
    now = frozen(figures)
    return all(now.get(name) == value for name, value in sign_off.figures.items())


def sign_off_sentences(round: Round) -> list[str]:
    """What a report says of it: the standing sign-off, and each one that was opened again. It
    names nobody."""
    rows = list(SignOff.objects.filter(round=round))
    if not rows and not round.is_open:
        return []  # of a document that somebody else has signed nothing is known
    return [*_earlier(rows), *_standing(rows, round)]


def _earlier(rows: list[SignOff]) -> list[str]:
    return [
        f"Signed off on {_day(row.signed_at)}, and opened again on {_day(row.reopened_at)}, "
        f"because: {row.reopened_because}"
        for row in rows
        if row.reopened_at
    ]


def _standing(rows: list[SignOff], round: Round) -> list[str]:
    standing = next((row for row in rows if not row.reopened_at), None)
    if standing is None:
        yet = "again yet" if rows else "yet"
        return [f"Not signed off {yet}: these figures can still change."] if round.is_open else []
    sentences = [
        f"Signed off on {_day(standing.signed_at)}. The figures are those that were frozen then "
        f"(SHA-256 {standing.sha256[:12]})."
    ]
    if standing.explanation:
        sentences.append(f"What was missing then, and why: {standing.explanation}")
    return sentences


def _day(moment: Any) -> str:
    return day_text(timezone.localtime(moment).date())
