"""A round's themes counted: in how many files each was seen, as a strength and as a weakness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from audit.documents.counted_files import Files, graded_in, in_area
from audit.models import AreaOfPractice, CaseFile, Observation, Round, Theme
from audit.rules.grading import Polarity


@dataclass(frozen=True)
class ThemeCount:
    """Files in which `theme` was seen; `files` is the base: those to which it can apply."""

    theme: Theme
    strength: int
    weakness: int
    files: int

    @property
    def seen(self) -> int:
        return self.strength + self.weakness


@dataclass(frozen=True)
class RoundThemes:
    """Themes that were seen at all, the most frequent first; areas in their order."""

    files: int
    overall: tuple[ThemeCount, ...]
    by_area: tuple[tuple[AreaOfPractice, int, tuple[ThemeCount, ...]], ...]


Seen = dict[tuple[int, str], set[int]]
"""(theme, polarity) → the assessments in which it was seen."""


def round_themes(round: Round, files: Files) -> RoundThemes:
    """In a fixed number of queries; `files` are the round's counted ones."""
    themes = list(Theme.objects.filter(framework=round.framework_id).prefetch_related("areas"))
    seen = seen_in(round)
    by_area = ((area, in_area(files, area.pk)) for area in round.framework.areas)
    return RoundThemes(
        len(files),
        _counts(themes, files, seen),
        tuple((area, len(within), _counts(themes, within, seen)) for area, within in by_area),
    )


def seen_in(round: Round) -> Seen:
    """One query."""
    seen: Seen = {}
    finals = CaseFile.objects.filter(round=round).order_by().values("final_assessment")
    rows = Observation.objects.filter(assessment__in=finals).order_by()
    for assessment, theme, polarity in rows.values_list("assessment", "theme", "polarity"):
        seen.setdefault((theme, polarity), set()).add(assessment)
    return seen


def files_showing(
    files: QuerySet[CaseFile], theme: str, polarity: str = "", area: str = ""
) -> QuerySet[CaseFile]:
    """Those of `files` behind one count (codes; "" for either polarity, any area)."""
    seen = Observation.objects.filter(theme__code=theme)
    if polarity:
        seen = seen.filter(polarity=polarity)
    found = files.filter(final_assessment__in=seen.order_by().values("assessment"))
    return graded_in(found, area) if area else found


def themes_part(found: RoundThemes) -> dict[str, Any]:
    """In all and by area, areas without any theme left out: counts and their bases."""
    return {
        "files": found.files,
        "overall": [_row(row) for row in found.overall],
        "areas": [
            {
                "code": area.code,
                "title": area.short_title,
                "files": files,
                "themes": [_row(row) for row in rows],
                "strengths": _in_words(rows, Polarity.STRENGTH),
                "weaknesses": _in_words(rows, Polarity.WEAKNESS),
            }
            for area, files, rows in found.by_area
            if rows
        ],
    }


def _in_words(rows: Iterable[ThemeCount], polarity: str) -> str:
    """ "First response and immediate safety (3), Engaging with the child (1)", most often first."""
    counts = ((getattr(row, polarity), row.theme.title) for row in rows)
    seen = sorted((pair for pair in counts if pair[0]), key=lambda pair: -pair[0])
    return ", ".join(f"{title} ({count})" for count, title in seen)


def _row(count: ThemeCount) -> dict[str, Any]:
    return {
        "code": count.theme.code,
        "title": count.theme.title,
        "strength": count.strength,
        "weakness": count.weakness,
        "files": count.files,
    }


def _counts(themes: Iterable[Theme], files: Files, seen: Seen) -> tuple[ThemeCount, ...]:
    found = (_count(theme, files, seen) for theme in themes)
    # `sorted` keeps the framework's order among themes that are equally frequent.
    return tuple(sorted((row for row in found if row.seen), key=lambda row: -row.seen))


def _count(theme: Theme, files: Files, seen: Seen) -> ThemeCount:
    found = theme_files(theme, files, seen)
    return ThemeCount(theme, len(found.strength), len(found.weakness), len(found.base))


@dataclass(frozen=True)
class ThemeFiles:
    """The final assessments behind a `ThemeCount`."""

    strength: set[int]
    weakness: set[int]
    base: set[int]


def theme_files(theme: Theme, files: Files, seen: Seen) -> ThemeFiles:
    """A theme that somebody saw in a file of another area counts all the same, base included."""
    areas = {area.pk for area in theme.areas.all()}
    strength, weakness = (
        {file.assessment for file in files} & seen.get((theme.pk, polarity), set())
        for polarity in (Polarity.STRENGTH, Polarity.WEAKNESS)
    )
    base = {file.assessment for file in files if not areas or areas & file.areas}
    return ThemeFiles(strength, weakness, base | strength | weakness)
