"""The results: the headline, each area with its common themes, and what the figures rest on."""

from __future__ import annotations

from typing import Any

from audit.charts.findings import areas_finding, grades_finding
from audit.documents.figures import AreaFigures, RoundFigures
from audit.models import CommonTheme, Round, SupportingFigure
from audit.rules.counting import SMALLEST_BASE, Tally, percentage
from audit.rules.grading import Polarity, Scale


def grades_part(scale: Scale) -> list[dict[str, str]]:
    """In the form of a framework's `grades`, so that the scale can be built again from it."""
    return [
        {
            "code": grade.code,
            "title": grade.title,
            "in_report": grade.in_report,
            "in_finding": grade.in_finding,
        }
        for grade in scale.grades
    ]


def headline_part(figures: RoundFigures) -> dict[str, Any]:
    tally = figures.headline
    return {
        "counts": tally.as_dict(),
        "in_words": tally.in_words(figures.scale),
        "percentages": {code: percentage(count, tally.total) for code, count in tally.counts},
        "finding": grades_finding(figures.scale, tally),
        "files": figures.files,
        "ungraded": figures.ungraded,
        "ungraded_text": _ungraded(figures),
        "self_assessed": figures.self_assessed,
        "self_assessed_text": _self_assessed(figures),
    }


def published_part(figures: RoundFigures) -> dict[str, Any]:
    """What somebody printed, in the shape of figures.json; None where nobody did."""
    return dict(figures.as_json()["published"])


def areas_part(figures: RoundFigures) -> list[dict[str, Any]]:
    themes = _themes(figures.round)
    return [
        {
            "code": row.area.code,
            "title": row.area.title,
            "short_title": row.area.short_title,
            "description": row.area.description,
            **_counts(figures.scale, row),
            "strengths": themes.get((row.area.pk, Polarity.STRENGTH), []),
            "weaknesses": themes.get((row.area.pk, Polarity.WEAKNESS), []),
        }
        for row in figures.areas
    ]


def breakdown_part(figures: RoundFigures) -> dict[str, Any]:
    recorded = [row.recorded for row in figures.areas]
    return {
        "finding": areas_finding(figures.scale, recorded),
        "total": figures.areas_total.as_dict(),
        "in_words": figures.areas_total.in_words(figures.scale),
    }


def supporting_part(round: Round) -> list[dict[str, Any]]:
    """The supporting figures by chapter, each chapter once and in its order."""
    chapters: dict[int, dict[str, Any]] = {}
    rows = SupportingFigure.objects.filter(round=round).select_related("chapter")
    for figure in rows:
        chapter = figure.chapter
        entry = chapters.setdefault(
            chapter.pk,
            {"chapter": chapter.title, "number": chapter.chapter_number, "figures": []},
        )
        entry["figures"].append(_supporting(figure))
    return list(chapters.values())


def percent(value: float) -> str:
    return f"{value:.1f}%"


def _counts(scale: Scale, row: AreaFigures) -> dict[str, Any]:
    tally = row.recorded
    return {
        "counts": tally.as_dict(),
        "in_words": _files_in_words(scale, tally),
        "finding": grades_finding(scale, tally),
        "published": row.published.as_dict() if row.published else None,
    }


def _files_in_words(scale: Scale, tally: Tally) -> str:
    if not tally.total:
        return "No files were graded in this area."
    files = "1 file" if tally.total == 1 else f"{tally.total:,} files"
    return f"{files}: {tally.in_words(scale)}."


def _ungraded(figures: RoundFigures) -> str:
    """How many files have no grade that counts yet; "" where all have one. In a dip sample, which
    gives none: how many have no answers that count."""
    if not figures.round.grades:
        return _unanswered(figures)
    if not figures.ungraded:
        return ""
    have, they = ("has", "It is") if figures.ungraded == 1 else ("have", "They are")
    return (
        f"{figures.ungraded:,} of the {figures.files:,} case files {have} no final grade yet. "
        f"{they} not counted here."
    )


def _unanswered(figures: RoundFigures) -> str:
    left = figures.files - figures.facts.files
    if not left:
        return ""
    have, they = ("has", "It is") if left == 1 else ("have", "They are")
    return (
        f"{left:,} of the {figures.files:,} case files {have} no answers that were submitted. "
        f"{they} not counted here."
    )


def _self_assessed(figures: RoundFigures) -> str:
    """How many files the force assessed itself; "" for none."""
    count, files = figures.self_assessed, figures.files
    if not count:
        return ""
    share = percentage(count, files)
    aside = f" ({percent(share)})" if share is not None else ""
    said = f"The force had itself assessed {count:,} of the {files:,} case files{aside}."
    known = figures.round.self_assessed is None
    return said if known else f"{said} It is not known which files these were."


def _themes(round: Round) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    for theme in CommonTheme.objects.filter(round=round).order_by("order", "pk"):
        found.setdefault((theme.area_id, theme.polarity), []).append(theme.text)
    return found


def _supporting(figure: SupportingFigure) -> dict[str, Any]:
    counted_by = SupportingFigure.CountedBy(figure.counted_by)
    return {
        "label": figure.label,
        "count": figure.count,
        "base": figure.base,
        "base_label": figure.base_label,
        "unit": figure.unit,
        "period": figure.period,
        # "Somebody else" tells a reader nothing: there the note says what is known.
        "counted_by": "" if counted_by == figure.CountedBy.OTHER else counted_by.label,
        "percentage": figure.percentage,
        "share": _share(figure),
        "as_printed": figure.as_printed,
        "differs": figure.printed_differs,
        "note": figure.note,
    }


def _share(figure: SupportingFigure) -> str:
    """The computed percentage, or why there is none."""
    if figure.percentage is not None:
        return percent(figure.percentage)
    if figure.count is None:
        return "no counts"
    if figure.base is None:
        return "no base"
    return f"base under {SMALLEST_BASE}"
