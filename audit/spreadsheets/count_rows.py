"""Rows of published counts: one count each, or, with a column for each grade, several at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from audit.models import AreaOfPractice, PublishedCount, Round, User
from audit.services.count_imports import CountImport, CountRowImport
from audit.spreadsheets.cells import Cells, text_of
from audit.spreadsheets.count_columns import HEADLINE
from audit.spreadsheets.resources import WHOLE, RowResource, SheetRow, Why, said_in
from audit.spreadsheets.values import CellWidget, NameWidget, NumberWidget
from audit.spreadsheets.vocabulary import grade_words, words_of

MOST = 1_000_000
"""More case files than anybody audits: a larger number is a typing error."""
OTHER_NAMES = ("Headline", "Total")
"""What else people call the headline in the column of areas."""
BOTH_FORMS = "there is a column for each grade, too; leave this one out, or those"


def counts_under(grade: str) -> str:
    """The code of the column that has a grade's counts."""
    return f"count-{grade}"


class CountRow(SheetRow):
    """What a row says, and what stands, in codes; the headline has no area. Counts that stand
    below a grade are further attributes, by the codes of their columns."""

    area = grade = source_note = ""
    count: int | None = None
    standing: Mapping[str, PublishedCount] = {}
    """Of those that the row is about, the counts that stand, by grade."""

    @property
    def stands(self) -> bool:
        return bool(self.standing)


class CountReference:
    """Everything that is the same for all rows, and what stands, read once. `grades` are those
    that have a column of their own: its code → grade."""

    def __init__(self, round: Round, by: User, headings: Mapping[str, str]) -> None:
        self.round, self.by = round, by
        scale = round.framework.scale
        self.areas: dict[str, AreaOfPractice] = {row.code: row for row in round.framework.areas}
        self.titles = {grade.code: grade.title for grade in scale.grades}
        under = {counts_under(code): code for code in self.titles}
        self.grades = {column: under[column] for column in headings if column in under}
        rows = [(row.code, [row.short_title, row.title]) for row in self.areas.values()]
        areas = words_of("an area of this framework", [("", [HEADLINE, *OTHER_NAMES]), *rows])
        self.widgets: dict[str, CellWidget] = {
            "area": NameWidget(areas),
            "grade": NameWidget(grade_words(round.framework)),
            "count": NumberWidget(0, MOST),
            "source_note": CellWidget(),
            **{column: NumberWidget(0, MOST) for column in under},
        }
        self._standing: dict[tuple[str, str], PublishedCount] | None = None

    def load(self, rows: Sequence[Cells]) -> None:
        """All rows of a sheet are told apart from what stood before the first was written."""
        if self._standing is None:
            counts = PublishedCount.objects.visible_to(self.by).filter(round=self.round)
            self._standing = {
                (row.area.code if row.area else "", row.grade): row
                for row in counts.select_related("area")
            }

    def text(self, row: Cells, code: str) -> str:
        return said_in(self.widgets, row, code)

    def row_of(self, cells: Cells) -> CountRow:
        assert self._standing is not None
        row = CountRow()
        row.area, row.grade = self.text(cells, "area"), self.text(cells, "grade")
        under = {column: grade for column, grade in self.grades.items() if text_of(cells[column])}
        asked = under.values() if self.grades else [row.grade]
        row.standing = {
            grade: self._standing[row.area, grade]
            for grade in asked
            if (row.area, grade) in self._standing
        }
        for column, grade in under.items():
            setattr(row, column, row.standing[grade].count if grade in row.standing else None)
        if row.grade in row.standing and "count" in cells:
            row.count = row.standing[row.grade].count
        row.source_note = "; ".join(dict.fromkeys(one.source_note for one in row.standing.values()))
        return row


class CountResource(RowResource):
    subject_column = "area"

    def __init__(self, round: Round, headings: dict[str, str], by: User) -> None:
        self.known = CountReference(round, by, headings)
        self.kept_if_empty = frozenset(self.known.grades)
        self.shown_of_new = frozenset(headings)
        super().__init__(headings, self.known.widgets, self.known)
        self._seen: dict[tuple[str, str], int] = {}

    def subject_of(self, row: CountRow) -> str:
        said = self.known.widgets["area"].render(row.area)
        return f"{said}, {self.known.titles[row.grade]}" if row.grade else said

    def texts(self, row: CountRow) -> dict[str, str]:
        return {"source_note": row.source_note}

    def hindrances(self, row: CountRow, unread: frozenset[str]) -> Why:
        if not unread & {"area", "grade"}:
            yield from self._seen_before(row)
        if self.known.grades:
            yield from ((code, BOTH_FORMS) for code in ("grade", "count") if code in self.headings)
            if not self._said(row) and not unread:
                yield WHOLE, "enter a count below one grade at least"
        else:
            if not row.grade:
                yield "grade", "enter the grade that was counted"
            if row.count is None:
                yield "count", "enter how many were counted"

    def problems(self, row: CountRow, unread: frozenset[str]) -> Why:
        return ()

    def _seen_before(self, row: CountRow) -> Iterator[tuple[str, str]]:
        for column, grade, _ in self._said(row):
            first = self._seen.setdefault((row.area, grade), row.row_number)
            if first != row.row_number:
                yield (
                    column,
                    f"row {first} has a count for the same area and grade; delete one of them",
                )

    def _said(self, row: CountRow) -> list[tuple[str, str, int]]:
        """The row's counts: column, grade and number."""
        if not self.known.grades:
            return [] if row.count is None else [("grade", row.grade, row.count)]
        counts = (
            (column, grade, getattr(row, column, None))
            for column, grade in self.known.grades.items()
        )
        return [(column, grade, count) for column, grade, count in counts if count is not None]

    def to_write(self, row: CountRow) -> CountRowImport:
        area = self.known.areas[row.area] if row.area else None
        counts = []
        for _, grade, count in self._said(row):
            standing = row.standing.get(grade)
            note = standing.source_note if standing else ""
            note = row.source_note if "source_note" in self.headings else note
            if standing is None or (standing.count, standing.source_note) != (count, note):
                counts.append(CountImport(area, grade, count, note, standing))
        return CountRowImport(self.subject_of(row), tuple(counts))
