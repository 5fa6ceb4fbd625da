"""What the template of the case file audit shows beside the snapshot: charts and rows of counts."""

from __future__ import annotations

from typing import Any

from audit.charts.bars import Row, several_bars, single_bar
from audit.charts.strip import strip_chart
from audit.charts.themes import ThemeRow, theme_bars, themes_finding
from audit.documents.facts_told import spread_of
from audit.documents.results import percent
from audit.documents.snapshot import Snapshot
from audit.rules.counting import Tally
from audit.rules.grading import Scale

CHARTED = 10
"""So many themes have a bar: on paper the chart stays on one page with its heading."""


def page_context(snapshot: Snapshot) -> dict[str, Any]:
    scale = Scale.from_json(snapshot["grades"])
    areas, headline, breakdown = snapshot["areas"], snapshot["headline"], snapshot["breakdown"]
    rows = [Row(area["short_title"], _tally(scale, area["counts"])) for area in areas]
    themes = snapshot["themes_counted"]
    seen = theme_rows(themes["overall"])
    return {
        "numbers": _numbers(scale, headline),
        "headline_chart": single_bar(scale, _tally(scale, headline["counts"]), headline["finding"]),
        "areas_chart": several_bars(scale, rows, breakdown["finding"]),
        "areas": [_area(scale, area) for area in areas],
        "total": _cells(scale, breakdown["total"]),
        "has_themes": any(area["strengths"] or area["weaknesses"] for area in areas),
        "has_published": any(snapshot["published"].values()),
        "has_printed": _has_printed(snapshot),
        "fact_stages": with_charts(snapshot["facts"]["stages"]),
        "themes_finding": themes_finding(seen, themes["files"]),
        "themes_chart": theme_bars(seen[:CHARTED], themes_finding(seen, themes["files"])),
        "themes_left_out": len(seen) > CHARTED,
        "restated": snapshot["round"]["historic"] and bool(snapshot["sources"]),
    }


def with_charts(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each measured fact with its strip chart, where there is anything to draw."""
    return [
        {**stage, "measured": [_with_chart(entry) for entry in stage["measured"]]}
        for stage in stages
    ]


def theme_rows(themes: list[dict[str, Any]]) -> list[ThemeRow]:
    return [ThemeRow(row["title"], row["strength"], row["weakness"]) for row in themes]


def _with_chart(entry: dict[str, Any]) -> dict[str, Any]:
    if not entry["values"]:
        return {**entry, "chart": ""}
    return {**entry, "chart": strip_chart(spread_of(entry), entry["unit"], entry["sentence"])}


def _has_printed(snapshot: Snapshot) -> bool:
    """Whether anybody printed a share that stands beside a computed one."""
    chapters = snapshot["supporting_figures"]
    return any(figure["as_printed"] for chapter in chapters for figure in chapter["figures"])


def _area(scale: Scale, area: dict[str, Any]) -> dict[str, Any]:
    chart = single_bar(scale, _tally(scale, area["counts"]), area["finding"], thickness=28)
    return {**area, "chart": chart, "row": _cells(scale, area["counts"])}


def _numbers(scale: Scale, headline: dict[str, Any]) -> list[dict[str, Any]]:
    """The big numbers: each grade's count and, where the rules allow one, its percentage."""
    shares = headline["percentages"]
    return [
        {
            "title": grade.title,
            "count": headline["counts"][grade.code],
            "share": "" if shares[grade.code] is None else percent(shares[grade.code]),
        }
        for grade in scale.grades
    ]


def _tally(scale: Scale, counts: dict[str, int]) -> Tally:
    return Tally.of(scale, {code: counts[code] for code in scale.codes})


def _cells(scale: Scale, counts: dict[str, int]) -> list[dict[str, Any]]:
    """A table's cells: the grades in their order, then the total."""
    cells = [{"label": grade.title, "count": counts[grade.code]} for grade in scale.grades]
    return [*cells, {"label": "Total", "count": counts["total"]}]
