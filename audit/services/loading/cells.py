"""The cells of one line, read as what they stand for; a wrong one raises CellError."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from typing import TypeVar

from django.db.models import Model, QuerySet, TextChoices
from django.utils import timezone

from audit.models import (
    AreaOfPractice,
    CaseFile,
    Force,
    Framework,
    Question,
    Stage,
    Theme,
    User,
)
from audit.rules.dates import PartialDate, parse_partial_date
from audit.services.loading.folder import Line

M = TypeVar("M", bound=Model)
C = TypeVar("C", bound=TextChoices)
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{3}(\d{3})?)?)?([+-]\d\d:\d\d(:\d\d)?)?", re.ASCII
)


class CellError(ValueError):
    """A cell that cannot be read; the message names its column and says what to do."""


class Codes:
    """What the codes in a folder may mean: reference data of one framework, people, files."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Model]] = {}

    def use_framework(self, framework: Framework) -> None:
        for model in (AreaOfPractice, Stage, Theme, Question):
            rows = model.objects.filter(framework=framework)
            self._known[model.__name__] = {row.code: row for row in rows}

    def expect(self, *models: type[Model]) -> None:
        """Rows of these are known only once this folder has named them."""
        for model in models:
            self._known[model.__name__] = {}

    def find(self, model: type[M], code: str, column: str, field: str = "code") -> M:
        known = self._known.get(model.__name__)
        if known is None:
            rows: QuerySet[M] = model._default_manager.all()
            known = self._known[model.__name__] = {getattr(row, field): row for row in rows}
        if code not in known and model is User:  # whose addresses are nobody's to list
            raise CellError(f"{column}: “{code}” is not known. Use the address of an account.")
        if code not in known:
            raise CellError(f"{column}: “{code}” is not known. Use {_some(sorted(known))}.")
        return known[code]  # type: ignore[return-value]  # rows are kept under their model

    def known(self, model: type[Model], code: str) -> Model | None:
        """None also for what no row of this folder could name."""
        return self._known.get(model.__name__, {}).get(code)

    def add(self, row: Model, code: str) -> None:
        self._known.setdefault(type(row).__name__, {})[code] = row


def _some(codes: Sequence[str]) -> str:
    if not codes:
        return "a code that another file of this folder defines"
    shown = ", ".join(codes[:12])
    return f"{shown} or another of {len(codes)}" if len(codes) > 12 else f"one of {shown}"


@dataclass(frozen=True)
class Cells:
    """Typed access to a line, by column."""

    line: Line
    codes: Codes

    def raw(self, column: str) -> str:
        return self.line.cells.get(column, "")

    def text(self, column: str) -> str:
        """A text that must be there."""
        if not self.raw(column):
            raise CellError(f"{column} is empty. Fill it in.")
        return self.raw(column)

    def number(self, column: str) -> int | None:
        raw = self.raw(column)
        if not raw:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", raw):
            raise CellError(f"{column}: “{raw}” is not a whole number from 0 to 999999999.")
        return int(raw)

    def flag(self, column: str) -> bool:
        return self.flag_or_unknown(column) or False

    def flag_or_unknown(self, column: str) -> bool | None:
        raw = self.raw(column)
        if raw not in {"", "yes", "no"}:
            raise CellError(f"{column}: “{raw}” is neither yes nor no.")
        return None if not raw else raw == "yes"

    def choice(self, column: str, choices: type[C], default: C | None = None) -> C:
        raw = self.raw(column)
        if not raw and default is not None:
            return default
        if raw not in choices.values:
            raise CellError(f"{column}: “{raw}” is not known. Use {_some(choices.values)}.")
        return choices(raw)

    def day(self, column: str) -> date | None:
        raw = self.raw(column)
        if not raw:
            return None
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise CellError(f"{column}: “{raw}” is not a date such as 2019-10-14.") from None

    def partial_date(self, column: str) -> PartialDate | None:
        raw = self.raw(column)
        try:
            return parse_partial_date(raw) if raw else None
        except ValueError as error:
            raise CellError(f"{column}: {error}.") from None

    def date_time(self, raw: str, column: str) -> datetime:
        """In the time that people read, unless it says otherwise: `2019-10-14T16:30:00+01:00`."""
        try:
            if not MOMENT.fullmatch(raw):
                raise ValueError
            at = datetime.fromisoformat(raw)
            if at.year in (MINYEAR, MAXYEAR):  # in another zone it might be in no year at all
                raise ValueError
            return at if at.tzinfo else timezone.make_aware(at)
        except ValueError:
            raise CellError(f"{column}: “{raw}” is not a time such as 2019-10-14 16:30.") from None

    def moment(self, column: str) -> datetime:
        """A time that must be there."""
        return self.date_time(self.text(column), column)

    def decimal(self, raw: str, column: str) -> Decimal:
        if not re.fullmatch(r"-?[0-9]{1,8}(\.[0-9]{1,2})?", raw):
            raise CellError(f"{column}: “{raw}” is not a number such as 14 or 2.5.")
        return Decimal(raw)

    def parts(self, column: str) -> list[str]:
        """The values of a cell that holds several, separated by semicolons; blanks are kept."""
        raw = self.raw(column)
        return [part.strip() for part in raw.split(";")] if raw else []

    def area(self, column: str) -> AreaOfPractice:
        return self.codes.find(AreaOfPractice, self.text(column), column)

    def areas(self, column: str) -> list[AreaOfPractice]:
        return [self.codes.find(AreaOfPractice, part, column) for part in self.parts(column)]

    def stage(self, column: str) -> Stage:
        return self.codes.find(Stage, self.text(column), column)

    def theme(self, column: str) -> Theme:
        return self.codes.find(Theme, self.text(column), column)

    def themes(self, column: str) -> list[Theme]:
        return [self.codes.find(Theme, part, column) for part in self.parts(column)]

    def questions(self, column: str) -> list[Question]:
        return [self.codes.find(Question, part, column) for part in self.parts(column)]

    def question(self, column: str) -> Question:
        return self.codes.find(Question, self.text(column), column)

    def force(self, column: str) -> Force:
        return self.codes.find(Force, self.text(column), column)

    def framework(self, column: str) -> Framework:
        return self.codes.find(Framework, self.text(column), column)

    def user(self, column: str) -> User | None:
        raw = self.raw(column)
        return self.codes.find(User, raw, column, field="email") if raw else None

    def somebody(self, column: str) -> User:
        """A person who must be there."""
        return self.codes.find(User, self.text(column), column, field="email")

    def case_file(self, column: str) -> CaseFile:
        """A file of this folder: case_files.csv has put it there."""
        return self.codes.find(CaseFile, self.text(column), column, field="reference")
