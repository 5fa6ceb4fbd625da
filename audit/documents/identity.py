"""What the document is about: the force, the inspection or audit, its sources, its handling."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from audit.documents.version import Version
from audit.models import LocalAuthority, Recommendation, Round, SourceDocument
from audit.rules.dates import PartialDate, day_text


def document_title(kind_title: str, round: Round) -> str:
    """The title on the cover and each page; an invented force is marked in it."""
    mark = " (invented)" if round.force.is_invented and "(invented)" not in round.title else ""
    return f"{kind_title}: {round.title}{mark}"


def force_part(round: Round) -> dict[str, Any]:
    force = round.force
    return {"code": force.code, "name": str(force), "invented": force.is_invented}


def round_part(round: Round) -> dict[str, Any]:
    kind = round.get_kind_display()
    return {
        "code": round.code,
        "kind": round.kind,
        "grades": round.grades,
        "noun": kind[0].lower() + kind[1:],
        "title": round.title,
        "led_by": round.get_led_by_display(),
        "framework": str(round.framework),
        "fieldwork": round.fieldwork,
        "published": str(round.published or ""),
        "historic": round.historic,
        "status": round.get_status_display(),
    }


def version_part(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "status": "draft" if version.draft else "final",
        "label": version.label,
        "as_at": {"iso": version.as_at.isoformat(), "text": day_text(version.as_at)},
        "replaces": version.replaces,
        "correction": version.correction,
    }


def handling_part(round: Round, *, draft: bool = False) -> dict[str, str]:
    """How the document may be passed on; the marking is the government's own where it has one. A
    draft says what is not published yet, also where the results are."""
    if draft:
        return _sensitive(round, "This draft is not published. Do not share it")
    if round.is_published:
        return {
            "marking": "Published",
            "meaning": "It may be passed on. It holds counts and findings, and no child’s case.",
        }
    noun = round.get_kind_display().lower()
    told = f"The results of this {noun} are not open to all. Do not share them"
    return _sensitive(round, told)


def _sensitive(round: Round, told: str) -> dict[str, str]:
    if round.led_by == Round.LedBy.FORCE:
        within, leave = round.force.full_name, "whoever leads it"
    elif round.is_published:
        within = f"{round.force.full_name} and those who inspected it"
        leave = "the lead inspector"
    else:
        within, leave = "the inspection team", "the lead inspector"
    return {
        "marking": "OFFICIAL-SENSITIVE",
        "meaning": f"{told} outside {within} unless {leave} agrees.",
    }


def sources_part(round: Round) -> list[dict[str, str]]:
    """The documents that report it, and those whose recommendations it holds."""
    asked = Recommendation.objects.filter(round=round).values("source_document")
    rows = SourceDocument.objects.filter(Q(pk__in=asked) | Q(round=round))
    return [
        {
            "publisher": source.publisher,
            "title": source.title,
            "published": _text(source.published),
            "address": source.address,
            "note": source.note,
        }
        for source in rows.order_by("code")
    ]


def authorities_part(round: Round) -> list[dict[str, str]]:
    return [
        {
            "name": authority.name,
            "judgement": authority.judgement,
            "judged": _text(authority.judged),
            "note": authority.note,
        }
        for authority in LocalAuthority.objects.filter(round=round)
    ]


def paragraphs(text: str) -> list[str]:
    """Paragraphs are parted by an empty line."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _text(date: PartialDate | None) -> str:
    return str(date) if date else ""
