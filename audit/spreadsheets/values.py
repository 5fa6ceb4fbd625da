"""What a cell means, and how that is said again: the widgets of django-import-export.

`clean` raises ValueError with what to do instead; it goes on after the place of the cell.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from import_export.widgets import Widget

from audit.clock import today
from audit.models import Question
from audit.rules.answer_words import cell_text, read_cell
from audit.rules.answers import Fact
from audit.rules.area_grades import area_grades_text, read_area_grades
from audit.rules.dates import YEARS, PartialDate, day_text
from audit.rules.imports import in_a_cell
from audit.rules.moments import date_parts, moment_parts
from audit.rules.sub_points import Point, points_in, points_problems, typed_points
from audit.rules.typed_dates import read_date
from audit.rules.written import LONGEST_SHOWN, one_line, same_lines
from audit.spreadsheets.cells import NUL, Cell, NoValue, text_of
from audit.spreadsheets.marks import ERROR, FORMULA
from audit.spreadsheets.vocabulary import Words

NO_VALUE = {
    True: "this is a formula; copy the column and paste it as values",
    False: "this is an error, or a number too large to be one; correct it",
}
WHOLE_NUMBER = re.compile(r"(\d{1,3}(,\d{3})+|\d+)(\.0+)?", re.ASCII)
GIVEN_BACK = (f"({FORMULA})", f"({ERROR})")
"""What stands in a file that was given back with its errors, where there was no value."""
NO_TIME = (
    "this is a day without its time; enter both, as in {day} 14:30, or nr, na or cns; for midnight "
    "give the cell a format that shows the time"
)
UNSTORABLE = "this holds a character that cannot be kept (NUL); delete it"
LONGEST_LIST = 5000


class CellWidget(Widget):
    """Text as it stands in a cell. `longest` is counted in characters."""

    def __init__(self, longest: int = 200) -> None:
        super().__init__()
        self.longest = longest

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, NoValue):
            raise ValueError(NO_VALUE[value.what == FORMULA])
        text = text_of(value)
        if text in GIVEN_BACK:
            raise ValueError(NO_VALUE[text == f"({FORMULA})"])
        if NUL in text:
            raise ValueError(UNSTORABLE)
        if len(text) > self.longest:
            raise ValueError(f"this has {len(text):,} characters; use {self.longest:,} or fewer")
        return self.read(text, value) if text else self.nothing

    nothing: Any = ""

    def read(self, text: str, cell: Cell) -> Any:
        return text


class NameWidget(CellWidget):
    """One of `words`, kept as its code."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.names, self.said = words.names, words.shown
        self._understood: dict[str, Any] = {}

    def read(self, text: str, cell: Cell) -> Any:
        """The same words mean the same in each row of a file."""
        if text not in self._understood:
            self._understood[text] = self.meaning(text)
        return self._understood[text]

    def meaning(self, text: str) -> Any:
        return self.names.code(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.said.get(value, value)


class NamesWidget(NameWidget):
    """Several, with semicolons between them."""

    nothing = ()

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.longest = LONGEST_LIST

    def meaning(self, text: str) -> tuple[str, ...]:
        return tuple(self.names.codes(text))

    def render(self, value: tuple[str, ...], obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(self.said.get(code, code) for code in value)


class AreaGradesWidget(CellWidget):
    """Pairs of an area and its grade; of grades alone the area is "", told by another cell."""

    nothing = ()

    def __init__(self, areas: NamesWidget, grades: NameWidget) -> None:
        super().__init__()
        self.areas, self.grades = areas, grades

    def read(self, text: str, cell: Cell) -> tuple[tuple[str, str], ...]:
        if ":" in text:
            found = read_area_grades(text, self.areas.names, self.grades.names)
            return tuple(found.items())
        return tuple(("", self.grades.names.code(part)) for part in text.split(";"))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        said = {self.areas.render((area,)): self.grades.render(grade) for area, grade in value}
        return area_grades_text(said)


class NumberWidget(CellWidget):
    """A whole number; "1,234" is one. Nothing is rounded."""

    nothing = None

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self.least, self.most = least, most

    def read(self, text: str, cell: Cell) -> int:
        if not WHOLE_NUMBER.fullmatch(text):
            shown = text[:LONGEST_SHOWN]
            raise ValueError(f"‘{shown}’ is not a whole number; write {self.least} or more")
        number = int(text.partition(".")[0].replace(",", ""))
        if not self.least <= number <= self.most:
            raise ValueError(f"write a whole number from {self.least} to {self.most:,}")
        return number

    def render(self, value: int | None, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class LinesWidget(CellWidget):
    """Text whose lines end alike, whatever program wrote them."""

    def read(self, text: str, cell: Cell) -> str:
        return same_lines(text)


class PointsWidget(CellWidget):
    """Sub-points, one on each line, as they are typed into the form."""

    nothing = ()

    def read(self, text: str, cell: Cell) -> tuple[Point, ...]:
        for problem in points_problems(text):
            raise ValueError(in_a_cell(problem))
        return tuple((group, one_line(point)) for group, point in points_in(text))

    def render(self, value: tuple[Point, ...], obj: Any = None, **kwargs: Any) -> str:
        return typed_points(value)


class DateWidget(CellWidget):
    """A day: typed as a date, or written as people write one."""

    nothing = None

    def read(self, text: str, cell: Cell) -> date:
        day = _day(text, cell)
        if day is None:
            raise ValueError("this is not a date; write it like 14/3/2026")
        if day.year not in YEARS:
            raise ValueError("this date cannot be right; correct the year")
        return day

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> str:
        return day_text(value) if value else ""


class DayWidget(DateWidget):
    """A day that has been."""

    def read(self, text: str, cell: Cell) -> date:
        day = super().read(text, cell)
        if day > today():
            raise ValueError("this day has not come yet; correct it")
        return day


def _day(text: str, cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    *day_of_moment, _ = moment_parts(text)
    for parts in (date_parts(text), day_of_moment):
        found = read_date(parts, day_optional=False)
        if isinstance(found, PartialDate):
            return found.day
    return None


class FactWidget(CellWidget):
    """The answer to a question; None for none."""

    nothing = None

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def read(self, text: str, cell: Cell) -> Fact | None:
        if isinstance(cell, datetime):  # whose text leaves out midnight
            text = cell.isoformat(" ", "minutes")
        elif isinstance(cell, date) and self.question.kind == "date_time":
            raise ValueError(NO_TIME.format(day=f"{cell.day}/{cell.month}/{cell.year}"))
        return read_cell(self.question, text)

    def render(self, value: Fact | None, obj: Any = None, **kwargs: Any) -> str:
        return cell_text(self.question, value)
