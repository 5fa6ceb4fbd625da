"""A document as plain data: everything that it says about a round, frozen when it is published."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from audit.documents.agreement_told import agreement_part
from audit.documents.concerns import concerns_part
from audit.documents.drawn import drawn_figures, drawn_part
from audit.documents.facts_told import facts_part
from audit.documents.figures import RoundFigures, round_figures
from audit.documents.identity import (
    authorities_part,
    document_title,
    force_part,
    handling_part,
    paragraphs,
    round_part,
    sources_part,
    version_part,
)
from audit.documents.method import method_part, reconciliation_part
from audit.documents.recommendations import next_steps_part, recommendations_part
from audit.documents.results import (
    areas_part,
    breakdown_part,
    grades_part,
    headline_part,
    published_part,
    supporting_part,
)
from audit.documents.themes import themes_part
from audit.documents.trail import trail_part
from audit.documents.version import Version
from audit.models import NextStep, Round

NAME = "case_file_audit"
TITLE = "Case file audit"

Snapshot = dict[str, Any]
"""Plain JSON: dates are text, nothing depends on when or where it is made."""


def case_file_audit(round: Round, version: Version) -> Snapshot:
    """The figures, findings and recommendations of `round`, in a fixed number of queries."""
    figures = round_figures(round)
    steps = list(NextStep.objects.filter(round=round).select_related("round"))
    counted = {
        "drawn": drawn_part(drawn_figures(round, figures.headline.total)),
        "facts": {"files": figures.facts.files, "stages": facts_part(figures.facts)},
        "agreement": _agreement(figures),
        "themes_counted": themes_part(figures.themes),
    }
    return {
        "kind": NAME,
        "title": document_title(TITLE if round.grades else round.get_kind_display(), round),
        "force": force_part(round),
        "round": round_part(round),
        "version": version_part(version),
        "handling": handling_part(round, draft=version.draft),
        "sources": sources_part(round),
        "summary": paragraphs(round.summary),
        "local_authorities": authorities_part(round),
        "grades": grades_part(figures.scale),
        "headline": headline_part(figures),
        "areas": areas_part(figures),
        "breakdown": breakdown_part(figures),
        "published": published_part(figures),
        "supporting_figures": supporting_part(round),
        **counted,
        "concerns": concerns_part(round),
        "recommendations": recommendations_part(round, steps),
        "next_steps": next_steps_part(steps),
        "reconciliation": reconciliation_part(figures),
        "reconstructed": figures.reconstructed,
        "method": method_part(figures, counted),
        "trail": trail_part(round, version),
    }


def _agreement(figures: RoundFigures) -> list[dict[str, Any]]:
    """Only comparisons that have a pair: an audit without double grading says nothing of it."""
    part = agreement_part(figures.agreement, figures.scale)
    return [row for row in part if row["pairs"]]


def canonical_bytes(snapshot: Snapshot) -> bytes:
    """The one way to write a snapshot: keys sorted, no spaces, UTF-8."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def sha256(snapshot: Snapshot) -> str:
    """Its first characters stand at the foot of each page."""
    return hashlib.sha256(canonical_bytes(snapshot)).hexdigest()
