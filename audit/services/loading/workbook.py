"""Loading a round's workbook, brought by a person: all of it or nothing, row by row told.

The same rules as for a folder, those of `person_rules` besides, and these differences: what
stands is compared cell by cell, and written to only where it differs; what people have changed
since is written over, which the differences show; what is missing from the workbook stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import AreaGrade, Assessment, CaseFile, Round, User
from audit.permissions import Right, require
from audit.rules.imports import WRITTEN, CellProblem, Difference, Outcome, RowResult
from audit.rules.personal_data.holding import held_because
from audit.services.case_files import round_problems
from audit.services.loading.by_person import LoadingByPerson, code_of
from audit.services.loading.cells import CellError, Cells
from audit.services.loading.folder import Folder, Line
from audit.services.loading.kept import kept_of
from audit.services.loading.loading import RowError, sentences
from audit.services.loading.person_rules import RULES
from audit.services.loading.person_trail import finish
from audit.services.loading.sheets import ROUND_SHEET, SHEETS, WORDS, Sheet, columns_of
from audit.services.loading.standing import Standing, StandingRound
from audit.services.loading.tables import TABLES
from audit.services.loading.words import InWords, heading
from audit.services.saving import raise_problems

Key = tuple[str, ...]
Heard = Callable[[int], None]
"""Is told how many rows are done, and may raise an error that ends it."""
EACH = 100
UNTOLD = ("reference", "number")
"""Of a row that is new: it is known by the one, and the other is told nowhere but in its cell."""
NO_DIFFERENCES: tuple[Difference, ...] = ()


def silent(rows: int) -> None:
    """For whoever wants to know nothing meanwhile."""


@dataclass(frozen=True)
class Done:
    """What became of each row, and where they were loaded what was written (`kept_of`)."""

    results: list[RowResult]
    wrote: dict[str, Any] | None = None


def round_workbook_check(
    *, folder: Folder, round: Round, by: User, heard: Heard = silent
) -> list[RowResult]:
    """What loading would do, row by row; nothing is written."""
    return _read(folder, round, by, heard, writes=False, holds=True).results


def round_workbook_load(
    *, folder: Folder, round: Round, by: User, with_held: bool = False, heard: Heard = silent
) -> Done:
    """Loads the workbook into `round`. Where a row is refused, or held and nobody has read it
    (`with_held`), nothing is written."""
    return _read(folder, round, by, heard, writes=True, holds=not with_held)


@transaction.atomic
def _read(
    folder: Folder, round: Round, by: User, heard: Heard, *, writes: bool, holds: bool
) -> Done:
    """Raises PermissionDenied, and ValidationError where the round is closed."""
    require(by, Right.MODERATE, round)
    rounds = Round.objects.select_for_update(of=("self",)) if writes else Round.objects.all()
    round = rounds.select_related("framework").get(pk=round.pk)
    raise_problems(round_problems(round))
    if wrong := _of_another_round(folder, round):
        return Done([wrong])
    with transaction.atomic():
        if writes:  # in one order for everybody, as signing off takes them
            files = CaseFile.objects.select_for_update().filter(round=round)
            list(files.order_by("pk").values("pk"))
        reading = Reading(folder, StandingRound(round, by), holds=holds)
        results = list(_told(reading.results(), heard))
        stopped = any(row.outcome in (Outcome.REFUSED, Outcome.HELD) for row in results)
        if stopped or not writes:
            transaction.set_rollback(True)
            return Done(results)
        if reading.loading.writes:
            finish(reading.loading, lambda: heard(len(results)))
        return Done(results, kept_of(reading.loading))


def _told(results: Iterable[RowResult], heard: Heard) -> Iterator[RowResult]:
    for done, result in enumerate(results):
        if done % EACH == 0:
            heard(done)
        yield result


def _of_another_round(folder: Folder, round: Round) -> RowResult | None:
    said = {line.cells["field"]: line for line in folder.of("round.csv")}
    for field, known in (("code", round.code), ("framework", round.framework.code)):
        line = said.get(field)
        if line is None or line.problems or line.cells["value"] != known:
            message = (
                f"the {field} is not that of the inspection or audit that you chose. Choose the "
                "workbook that was taken out of it"
            )
            problem = CellProblem("value", message)
            number = line.number if line else 1
            return RowResult(number, Outcome.REFUSED, field, problems=(problem,), sheet=ROUND_SHEET)
    return None


class Reading:
    """One run: what stands, what the workbook says, and what comes of each row."""

    def __init__(self, folder: Folder, standing: StandingRound, *, holds: bool) -> None:
        self.holds = holds
        self.loading = LoadingByPerson(folder, standing.by)
        self.loading.begin(standing)
        self.folder = folder
        self.words = InWords(standing.round.framework, self.loading.codes)
        self._numbered: dict[tuple[str, str], Key] = {}
        """Table and number → the key of that row, for rows that name it."""
        self._standing: dict[str, dict[Key, list[Standing]]] = {}
        for file, sheet in SHEETS.items():
            found = self._standing[file] = {}
            for row in standing.tables[file]:
                found.setdefault(self._key(file, sheet, row.cells), []).append(row)
        self._numbered = {}

    def results(self) -> Iterable[RowResult]:
        for file, sheet in SHEETS.items():
            rows: dict[Key, list[int]] = {}
            for line in self.folder.of(file):
                key = self._key(file, sheet, line.cells)
                before = rows.setdefault(key, [])
                yield self._result(file, sheet, line, key, before)
                before.append(line.number)

    def _key(self, file: str, sheet: Sheet, cells: Mapping[str, str]) -> Key:
        named = dict(cells)
        if sheet.parent:
            column, table = sheet.parent
            named[column] = " ".join(self._numbered.get((table, cells[column]), ("",)))
        if file == "local_numbers.csv":  # as `LocalNumber` finds them
            named["number"] = "".join(cells["number"].split()).casefold()
        key = tuple(named[column] for column in sheet.key)
        if sheet.numbered:
            self._numbered.setdefault((file, cells["number"]), key)
        return key

    def _result(
        self, file: str, sheet: Sheet, line: Line, key: Key, before: list[int]
    ) -> RowResult:
        """`before` are the rows of the same key further up."""
        rows = self._standing[file].get(key, [])
        standing = rows[len(before)] if len(before) < len(rows) else None
        problems: Iterable[CellProblem] = line.problems
        outcome, differences = Outcome.REFUSED, NO_DIFFERENCES
        if not problems:
            try:
                if before and not sheet.in_order:
                    raise RowError(
                        f"this is there already, in row {before[0]}. Remove one of them."
                    )
                self.loading.place = len(before)
                outcome, differences = self._loaded(file, sheet, line, standing)
                if outcome in WRITTEN and (problems := self._held(line, standing)):
                    outcome = Outcome.HELD
            except (CellError, RowError, ValidationError) as error:
                problems = [_problem(text, columns_of(file)) for text in sentences(error)]
        subject = self.words.subject(sheet, file, key[0].partition(" ")[0], line.cells)
        return RowResult(line.number, outcome, subject, tuple(problems), differences, sheet.name)

    def _loaded(
        self, file: str, sheet: Sheet, line: Line, standing: Standing | None
    ) -> tuple[Outcome, tuple[Difference, ...]]:
        cells, before = Cells(line, self.loading.codes), standing.cells if standing else None
        differences = self._differences(file, sheet, line, before) if before is not None else ()
        if standing and not differences:
            self._know(file, cells, standing)
            return Outcome.UNCHANGED, ()
        RULES[file](self.loading, cells, before)
        writes = self.loading.writes
        TABLES[file].load(self.loading, cells)
        if standing and isinstance(standing.row, Assessment):
            self.loading.prune(AreaGrade, assessment=standing.row)
        if self.loading.writes == writes:
            return Outcome.UNCHANGED, ()
        if standing:
            return Outcome.CHANGED, differences
        return Outcome.NEW, self._differences(file, sheet, line, dict.fromkeys(line.cells, ""))

    def _held(self, line: Line, standing: Standing | None) -> list[CellProblem]:
        """Why what is new in its texts is to be read by somebody first."""
        before = standing.cells if standing else {}
        texts = {name: said for name, said in line.cells.items() if name in WORDS}
        new = {name: said for name, said in texts.items() if said != before.get(name, "")}
        found = held_because(new) if self.holds else []
        return [CellProblem(one.field, one.message.removesuffix(".")) for one in found]

    def _differences(
        self, file: str, sheet: Sheet, line: Line, before: Mapping[str, str]
    ) -> tuple[Difference, ...]:
        return tuple(
            Difference(
                heading(name),
                self.words.cell(file, name, {**line.cells, name: before[name]}),
                self.words.cell(file, name, line.cells),
            )
            for name in sheet.compared(columns_of(file))
            if line.cells[name] != before[name] and (before[name] or name not in UNTOLD)
        )

    def _know(self, file: str, cells: Cells, standing: Standing) -> None:
        """What later rows may name."""
        row: Any = standing.row
        if file == "case_files.csv":
            self.loading.codes.add(row, row.reference)
        elif file == "assessments.csv":
            self.loading.codes.add(row, code_of(row))
        elif SHEETS[file].numbered:
            self.loading.codes.add(row, cells.text("number"))


def _problem(sentence: str, columns: Iterable[str]) -> CellProblem:
    """Of "area: “x” is not known. Use …" and "area is empty. Fill it in."."""
    text = sentence.removesuffix(".")
    for column in columns:
        if text.startswith(f"{column}: "):
            return CellProblem(column, text.removeprefix(f"{column}: "))
        if text.startswith(f"{column} is "):
            return CellProblem(column, text.removeprefix(f"{column} "))
    return CellProblem("", text)
