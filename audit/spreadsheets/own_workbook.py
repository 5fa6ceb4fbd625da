"""An assessor's own workbook: their case files with their drafts as they stand, to be filled in
offline and brought back as drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter

from audit.models import Round
from audit.rules.area_grades import area_grades_text
from audit.rules.grading import Polarity
from audit.rules.offered_answers import cell_value
from audit.services.judgements import Judgement
from audit.services.workbooks import OwnFile
from audit.spreadsheets.case_columns import (
    JUDGEMENT_COLUMNS,
    REFERENCE,
    VERSION,
    question_column,
)
from audit.spreadsheets.case_entries import ANSWERS, GRADING, CaseEntries
from audit.spreadsheets.columns import Column
from audit.spreadsheets.filling_in import (
    AS_WORKBOOK,
    DAY,
    TEXT,
    Entry,
    Lists,
    add_notes,
    finished,
    offer,
    put_in,
    sheet_to_fill,
    tell,
)
from audit.spreadsheets.writing import Value

SHEET = "My cases"
DRAWN_FOR = Column("drawn_for", "Drawn for")
DUE = Column("due_on", "To be graded by")
"""Both are only to be read: an import knows neither."""
NOT_ASKED = PatternFill("lightUp", start_color="A6A6A6", end_color="FFFFFF")
NOT_ASKED_SAYS = "This question is not asked of this case file. Leave the cell empty."
FILLED_IN = "Leave it as it is"
OPEN = Protection(locked=False)
FIXED = (
    Entry(Column(REFERENCE, "Reference"), "Your case file.", FILLED_IN, form=TEXT, width=16),
    Entry(DRAWN_FOR, "The area of practice that the file was drawn for.", FILLED_IN, width=30),
    Entry(DUE, "The day by which you are asked to grade it.", FILLED_IN, form=DAY, width=14),
)
LAST = Entry(
    VERSION, "By this Casemark sees whether your draft was saved meanwhile.", FILLED_IN, width=10
)
SENTENCES = (
    f"Fill in the sheet “{SHEET}”, then import this workbook into the same inspection or audit.",
    "What you filled in becomes your drafts. Nothing is handed in, and nobody else’s judgement "
    "is changed.",
    "Hatched cells belong to questions that are not asked of the file. They stay empty.",
    "The sheet is protected, without a password, so that references and versions stay as they "
    "are. Leave the column Version in.",
    AS_WORKBOOK,
    *ANSWERS,
)


class OwnSheet:
    """What stands in it. `files` come along the areas, so that what is open lies together."""

    def __init__(self, round: Round, files: Sequence[OwnFile]) -> None:
        self.files, self.entries = files, CaseEntries(round)
        asked = frozenset[str]().union(*(one.asked for one in files))
        self.questions = {
            question_column(one).code: one for one in self.entries.questions if one.code in asked
        }
        graded = [row for row in JUDGEMENT_COLUMNS if row.code in GRADING and round.grades]
        self.open = [
            *map(self.entries.entry, graded),
            *map(self.entries.question, self.questions.values()),
        ]
        self.columns = [*FIXED, *self.open, LAST]

    def is_asked(self, one: OwnFile, code: str) -> bool:
        """Whether the column `code` is to be filled in for this file."""
        return code not in self.questions or self.questions[code].code in one.asked

    def values(self, one: OwnFile) -> dict[str, Value]:
        """By the codes of the columns; for an empty cell "" or None."""
        facts = one.judgement.facts
        answers = {
            code: cell_value(question, facts.get(question.code))
            for code, question in self.questions.items()
        }
        return {
            REFERENCE: one.case_file.reference,
            DRAWN_FOR.code: self.entries.areas.shown[one.case_file.area.code],
            DUE.code: one.case_file.due_on,
            VERSION.code: one.lock,
            **self._judgement(one),
            **answers,
        }

    def _judgement(self, one: OwnFile) -> dict[str, Value]:
        said, grades, areas = one.judgement, self.entries.grades, self.entries.areas
        by_area = {
            areas.shown[area.code]: grades.text([grade]) for area, grade in said.area_grades.items()
        }
        is_alone = {area.code for area in said.area_grades} <= {one.case_file.area.code}
        return {
            "grade": grades.text([said.overall]),
            "area_grades": "" if is_alone else area_grades_text(by_area),
            "rationale": said.rationale,
            "strengths": self._themes(said, Polarity.STRENGTH),
            "weaknesses": self._themes(said, Polarity.WEAKNESS),
        }

    def _themes(self, said: Judgement, polarity: str) -> str:
        seen = [theme.code for theme, side in said.observations if side == polarity]
        return self.entries.themes.text(seen)


def own_workbook(round: Round, files: Sequence[OwnFile], about: Mapping[str, str]) -> bytes:
    """`about` is what the notes say of the workbook itself: by whom, as at when."""
    own, book, lists = OwnSheet(round, files), Workbook(), Lists()
    sheet = sheet_to_fill(book, SHEET, own.columns)
    for row, one in enumerate(files, start=2):
        _write_row(sheet, row, own, one)
    for place, entry in enumerate(own.open, start=len(FIXED) + 1):
        letter = get_column_letter(place)
        asked = [own.is_asked(one, entry.column.code) for one in files]
        if any(asked):
            offer(sheet, entry, _cells(letter, asked, True), lists)
        if not all(asked):
            tell(sheet, _cells(letter, asked, False), NOT_ASKED_SAYS)
    _protect(sheet)
    said = [f"{name}: {text}" for name, text in about.items()]
    add_notes(book, [*said, *SENTENCES], own.columns)
    return finished(book, lists)


def _write_row(sheet: Any, row: int, own: OwnSheet, one: OwnFile) -> None:
    values, open_from, open_to = own.values(one), len(FIXED), len(own.columns) - 1
    for place, entry in enumerate(own.columns):
        cell, value = sheet.cell(row, place + 1), values[entry.column.code]
        put_in(cell, entry, None if value == "" else value)
        if not own.is_asked(one, entry.column.code):
            cell.fill = NOT_ASKED
        elif open_from <= place < open_to:
            cell.protection = OPEN


def _cells(letter: str, asked: Sequence[bool], wanted: bool) -> str:
    """The rows of a column that are asked, or are not, as ranges: "F2:F9 F12:F12"."""
    ranges, row = [], 2
    for is_asked, run in groupby(asked):
        first, row = row, row + len(list(run))
        if is_asked == wanted:
            ranges.append(f"{letter}{first}:{letter}{row - 1}")
    return " ".join(ranges)


def _protect(sheet: Any) -> None:
    """Widths and looks may be changed. There is no password: it is against slips only."""
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "autoFilter"):
        setattr(sheet.protection, allowed, False)
