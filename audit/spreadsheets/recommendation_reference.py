"""What the cells of a sheet of recommendations may stand for, and what stands already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from audit.models import AreaOfPractice, Recommendation, Round, Stage, Theme, User
from audit.rules.deadlines import TimeLimit
from audit.rules.sub_points import Point
from audit.rules.written import one_line, same_lines
from audit.services.recommendation_standing import settled_because, standing_recommendations
from audit.spreadsheets.cells import Cells
from audit.spreadsheets.resources import SheetRow, said_in
from audit.spreadsheets.values import (
    CellWidget,
    DateWidget,
    LinesWidget,
    NamesWidget,
    NameWidget,
    NumberWidget,
    PointsWidget,
)
from audit.spreadsheets.vocabulary import area_words, chapter_words, choice_words, theme_words

LONGEST_TITLE = 100
LONGEST_TEXT = 4000
"""As in the form (forms/recommendations.py)."""
HIGHEST = 9999
"""No document has so many."""
KINDS: dict[str, tuple[str, ...]] = {
    Recommendation.Kind.AREA_FOR_IMPROVEMENT: ("AFI",),
    Recommendation.Kind.CAUSE_OF_CONCERN: ("Cause for concern",),
}
LIMITS: dict[str, tuple[str, ...]] = {
    TimeLimit.IMMEDIATELY: ("Immediate",),
    TimeLimit.THREE_MONTHS: ("Within 3 months", "Three months"),
    TimeLimit.SIX_MONTHS: ("Within 6 months", "Six months"),
}
"""What else people write for them."""
CAUSE = Recommendation.Kind.CAUSE_OF_CONCERN


class RecommendationRow(SheetRow):
    """What a row says, and what stands, in codes and numbers."""

    number: int | None = None
    kind: str = Recommendation.Kind.RECOMMENDATION
    title = text = chapter = ""
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    time_limit: str = TimeLimit.NONE
    due_by: date | None = None
    sub_points: tuple[Point, ...] = ()
    parent: int | None = None
    """The number of the cause of concern that holds it."""
    standing: Recommendation | None = None

    @property
    def stands(self) -> bool:
        return self.standing is not None


class RecommendationReference:
    """Everything that is the same for all rows, read once, and what stands."""

    def __init__(self, round: Round, by: User) -> None:
        self.round = round
        chapters = Stage.objects.visible_to(by).filter(framework=round.framework)
        themes = Theme.objects.visible_to(by).filter(framework=round.framework)
        self.chapters: dict[str, Stage] = {row.code: row for row in chapters}
        self.areas: dict[str, AreaOfPractice] = {row.code: row for row in round.framework.areas}
        self.themes: dict[str, Theme] = {row.code: row for row in themes}
        self.standing: dict[int, Recommendation] | None = None
        self.settled: dict[int, str] = {}
        """Why some of those that stand cannot be changed, by their keys."""
        self.in_file: dict[int, str] = {}
        """What is said to be of which kind, by the numbers of all rows so far."""

    @cached_property
    def widgets(self) -> dict[str, CellWidget]:
        """What reads the cells of each column."""
        framework = self.round.framework
        return {
            "number": NumberWidget(1, HIGHEST),
            "kind": NameWidget(
                choice_words("a kind of recommendation", Recommendation.Kind, KINDS)
            ),
            "title": CellWidget(LONGEST_TITLE),
            "text": LinesWidget(LONGEST_TEXT),
            "chapter": NameWidget(chapter_words(framework)),
            "areas": NamesWidget(area_words(framework)),
            "themes": NamesWidget(theme_words(framework)),
            "time_limit": NameWidget(choice_words("a time limit", TimeLimit, LIMITS)),
            "due_by": DateWidget(),
            "sub_points": PointsWidget(LONGEST_TEXT),
            "parent": NumberWidget(1, HIGHEST),
        }

    def load(self, rows: Sequence[Cells]) -> None:
        """All rows of a sheet are told apart from what stood before the first was written."""
        if self.standing is None:
            found = standing_recommendations(self.round)
            self.standing = {row.number: row for row in found}
            self.settled = settled_because(found, self.round)
        for cells in rows:
            number = self.text(cells, "number")
            if number:
                self.in_file.setdefault(int(number), self._kind(cells, int(number)))

    def _kind(self, cells: Cells, number: int) -> str:
        stands = self.standing_kind(number) or RecommendationRow.kind
        return (self.text(cells, "kind") or RecommendationRow.kind) if "kind" in cells else stands

    def standing_kind(self, number: int) -> str:
        row = self.standing.get(number) if self.standing else None
        return row.kind if row else ""

    def text(self, row: Cells, code: str) -> str:
        return said_in(self.widgets, row, code)

    def row_of(self, cells: Cells) -> RecommendationRow:
        row = RecommendationRow()
        number = self.text(cells, "number")
        row.number = int(number) if number else None
        standing = self.standing.get(row.number) if self.standing and row.number else None
        if standing:
            self._as_it_stands(row, standing)
        return row

    def _as_it_stands(self, row: RecommendationRow, standing: Recommendation) -> None:
        row.standing = standing
        row.kind, row.title = standing.kind, standing.title
        row.text = same_lines(standing.text)
        row.chapter = standing.chapter.code if standing.chapter else ""
        row.areas = in_order((area.code for area in standing.areas.all()), self.areas)
        row.themes = in_order((theme.code for theme in standing.themes.all()), self.themes)
        row.time_limit, row.due_by = standing.time_limit, standing.due_by
        row.sub_points = stood_points(standing)
        row.parent = standing.parent.number if standing.parent else None

    def holds(self, number: int) -> bool:
        """Whether it is a cause of concern that holds recommendations."""
        rows = (self.standing or {}).values()
        return any(row.parent is not None and row.parent.number == number for row in rows)


def stood_points(standing: Recommendation) -> tuple[Point, ...]:
    return tuple((point.group, one_line(point.text)) for point in standing.sub_points.all())


def in_order(codes: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """In the order of the framework: what is said of them has none."""
    codes = set(codes)
    return tuple(code for code in known if code in codes)
