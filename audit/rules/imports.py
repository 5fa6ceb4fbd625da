"""What an import would do with each row of a file, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from audit.rules.problems import Problem


class Outcome(TextChoices):
    """In the order in which people want to know. A *held* row looks as if it held personal data:
    it is written only where somebody has read it and says so."""

    REFUSED = "refused", "Refused"
    HELD = "held", "Held"
    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"


WRITTEN = (Outcome.NEW, Outcome.CHANGED)


@dataclass(frozen=True)
class CellProblem:
    """Why a row is refused or held. `column` is the heading as the file has it, "" for the whole
    row; `message` goes on after the place, without a full stop."""

    column: str
    message: str


@dataclass(frozen=True)
class Difference:
    """What would be different, in words; `column` as in `CellProblem`."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowResult:
    """One row of a file. `number` is the row as the spreadsheet program shows it, `subject` what
    people know it by, such as a reference."""

    number: int
    outcome: Outcome
    subject: str = ""
    problems: tuple[CellProblem, ...] = ()
    differences: tuple[Difference, ...] = ()
    sheet: str = ""

    @property
    def stood(self) -> bool:
        """Whether what it would change stands already, so that old and new are told."""
        return self.outcome == Outcome.CHANGED or any(one.before for one in self.differences)

    @property
    def sentences(self) -> list[str]:
        """ "row 14, Grade: ‘Satisfactory’ is not a grade; use Good or Inadequate"."""
        place = f"{self.sheet}, row {self.number}" if self.sheet else f"row {self.number}"
        return [
            f"{place}, {one.column}: {one.message}" if one.column else f"{place}: {one.message}"
            for one in self.problems
        ]

    @property
    def plain(self) -> list[Any]:
        """As JSON; `result_from` makes the row of it again."""
        return [
            self.number,
            str(self.outcome),
            self.subject,
            [[one.column, one.message] for one in self.problems],
            [[one.column, one.before, one.after] for one in self.differences],
            self.sheet,
        ]


def result_from(plain: list[Any]) -> RowResult:
    number, outcome, subject, problems, differences, sheet = plain
    return RowResult(
        number,
        Outcome(outcome),
        subject,
        tuple(CellProblem(*one) for one in problems),
        tuple(Difference(*one) for one in differences),
        sheet,
    )


def in_a_cell(problem: Problem) -> str:
    """A rule's sentence as it goes on after the place of a cell."""
    return problem.message[0].lower() + problem.message[1:].removesuffix(".")
