"""An import step by step: the file is read, its columns matched, its rows checked, and written.

Each step may run in a request, in a job or in a command; all share this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from django.core.exceptions import ValidationError

from audit.models import ColumnMemory, ImportRun, Round, User
from audit.models.encryption import unpacked_bytes
from audit.rules.transitions import TransitionError
from audit.rules.written import normal
from audit.services.import_confirming import import_confirm
from audit.services.import_progress import forward
from audit.services.import_results import Planned, Told, Writer
from audit.services.imports import (
    Chosen,
    import_checked,
    import_match,
    import_right,
    import_start,
)
from audit.spreadsheets.case_files import CaseFiles
from audit.spreadsheets.cells import NUL, Cell, is_said, text_of
from audit.spreadsheets.columns import Column, Match, guessed
from audit.spreadsheets.published_counts import PublishedCounts
from audit.spreadsheets.reading import Book, Row, read_book
from audit.spreadsheets.recommendations import Recommendations
from audit.spreadsheets.refusals import UnreadableError
from audit.spreadsheets.round_sheets import rows_told_of
from audit.spreadsheets.whole_round import WholeRound
from audit.spreadsheets.writing import unescaped

BATCH = 500
SAMPLES = 3
LONGEST_HEADING = 200
NO_HEADINGS = (
    "No row of the file has headings that are known, such as {known}. Put the headings above the "
    "rows, or take the template."
)
NO_ROWS = "There are headings, and no row below them. Fill in a row for each {what}."
LONG_NAME = "The sheet has a name of more than 200 characters. Give it a shorter one."
Heard = Callable[[int], None]
"""Is told how many rows are done; may raise CancelledError."""


class Planner(Protocol):
    """Says what becomes of the rows of one file, each once and in their order."""

    def planned(self, rows: Sequence[tuple[int, dict[str, Cell]]]) -> list[Planned]: ...


class ImportKind(Protocol):
    """What differs from one kind of import to another."""

    @property
    def what(self) -> str:
        """What a row is, in a word or two."""
        ...

    @property
    def keys(self) -> tuple[str, ...]:
        """Codes of columns of which a file must have one at least."""
        ...

    @property
    def at_once(self) -> bool:
        """Whether what becomes of a row depends on the rows below it, too."""
        ...

    def columns(self, round: Round) -> list[Column]: ...

    def planner(self, run: ImportRun, headings: dict[str, str], by: User) -> Planner: ...

    def writer(self, run: ImportRun, by: User) -> Writer: ...


KINDS: dict[str, ImportKind] = {
    str(ImportRun.Kind.CASE_FILES): CaseFiles(),
    str(ImportRun.Kind.RECOMMENDATIONS): Recommendations(),
    str(ImportRun.Kind.PUBLISHED_COUNTS): PublishedCounts(),
}


def choose(*, round: Round, kind: str, file_name: str, content: bytes, by: User) -> ImportRun:
    """Keeps the file with its columns as far as they can be told by their headings.

    Raises UnreadableError, whose sentence says what to do.
    """
    import_right(round=round, kind=kind, by=by)
    book = read_book(content)
    if kind == ImportRun.Kind.ROUND:
        chosen = _whole(book, file_name, content)
        return import_start(round=round, kind=kind, chosen=chosen, by=by)
    columns = KINDS[kind].columns(round)
    memories = ColumnMemory.objects.visible_to(by).filter(force=round.force, kind=kind)
    match = guessed(book, columns, dict(memories.values_list("heading", "code")))
    if not any(match.codes):
        known = ", ".join(f"“{column.title}”" for column in columns[:3])
        raise UnreadableError(NO_HEADINGS.format(known=known))
    if len(match.sheet.name) > LONGEST_HEADING:
        raise UnreadableError(LONG_NAME)
    rows = list(islice(_below(match), SAMPLES))
    if not rows:
        raise UnreadableError(NO_ROWS.format(what=KINDS[kind].what))
    chosen = Chosen(
        file_name=_plain_name(file_name),
        sha256=book.sha256,
        content=content,
        rows=sum(1 for _ in _below(match)),
        sheet=match.sheet.name,
        heading=match.heading,
        headings=[heading.replace(NUL, "") for heading in match.headings],
        columns=match.codes,
        samples=[_texts(rows, place) for place in range(len(match.headings))],
        notes=book.notes,
    )
    return import_start(round=round, kind=kind, chosen=chosen, by=by)


def _whole(book: Book, file_name: str, content: bytes) -> Chosen:
    """Of a workbook that says itself what its columns are."""
    return Chosen(
        _plain_name(file_name), book.sha256, content, rows_told_of(book), notes=book.notes
    )


def _plain_name(name: str) -> str:
    """What may be shown: no path, nothing that is not seen, and not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-200:] or "file"


def _below(match: Match) -> Iterator[Row]:
    """The rows with something in a column that has a heading."""
    for row in match.sheet.rows():
        if row.number > match.heading and any(map(is_said, row.cells)):
            yield row


def _texts(rows: Sequence[Row], place: int) -> list[str]:
    cells = [row.cells[place] if place < len(row.cells) else "" for row in rows]
    return [text_of(cell).replace(NUL, "") for cell in cells]


def match(*, run: ImportRun, columns: Sequence[str], number_kind: str, by: User) -> ImportRun:
    """Says what each column is; the headings are remembered for the force.

    Raises ValidationError where it cannot be so.
    """
    _require_columns(run, columns)
    headings: dict[str, str] = {}
    for heading, code in zip(run.headings, columns, strict=True):
        if form := normal(heading)[:LONGEST_HEADING]:
            headings[form] = headings.get(form) or code  # of two alike, the one that is read
    return import_match(run=run, columns=columns, headings=headings, number_kind=number_kind, by=by)


def _require_columns(run: ImportRun, columns: Sequence[str]) -> None:
    kind = KINDS[run.kind]
    titles = {column.code: column.title for column in kind.columns(run.round)}
    for code in dict.fromkeys(columns):
        if code and list(columns).count(code) > 1:
            raise ValidationError(f"Two columns are “{titles[code]}”. Take one of them out.")
    if kind.keys and not set(kind.keys) & set(columns):
        names = " or ".join(f"“{titles[code]}”" for code in kind.keys)
        raise ValidationError(f"No column is {names}. Add it, with that heading.")


def check(*, run: ImportRun, by: User, heard: Heard = lambda rows: None) -> ImportRun:
    """Finds out what would become of each row, and writes nothing but that."""
    plan, _ = _work(run, by, heard, heard)
    told = Told()
    for batch in plan():
        for result, _ in batch:
            told.add(result)
    return import_checked(run=run, told=told, by=by)


def confirm(
    *, run: ImportRun, by: User, held_too: bool = False, heard: Heard = lambda rows: None
) -> ImportRun:
    """Writes the good rows, all of them or, if anything goes wrong, none.

    Raises ChangedSinceError where it would not be what was shown.
    """
    heard = forward(heard)

    def written(rows: int) -> None:
        heard((run.rows + rows) // 2)

    plan, writer = _work(run, by, lambda rows: heard(rows // 2), written, held_too=held_too)
    return import_confirm(
        run=run, plan=plan, writer=writer, held_too=held_too, heard=written, by=by
    )


def _work(
    run: ImportRun, by: User, heard: Heard, written: Heard, *, held_too: bool = False
) -> tuple[Callable[[], Iterable[list[Planned]]], Writer]:
    """What becomes of the rows, and what writes them."""
    if run.content is None:
        raise TransitionError("The file is not kept any more. Choose it again.")
    if run.kind == ImportRun.Kind.ROUND:
        whole = WholeRound(run, by, held_too=held_too, heard=heard, written=written)
        return lambda: [whole.planned()], whole
    return lambda: _plan(run, by, heard), KINDS[run.kind].writer(run, by)


def _plan(run: ImportRun, by: User, heard: Heard) -> Iterable[list[Planned]]:
    headings = {
        code: heading for heading, code in zip(run.headings, run.columns, strict=True) if code
    }
    # Made here, so that all that it knows of the rows is gone before they are written.
    planner = KINDS[run.kind].planner(run, headings, by)
    rows = (
        (row.number, cells) for row in _below(match_of(run)) if any_said(cells := _cells(run, row))
    )
    done, size = 0, None if KINDS[run.kind].at_once else BATCH
    while batch := list(islice(rows, size)):
        yield planner.planned(batch)
        done += len(batch)
        heard(done)


def any_said(cells: dict[str, Cell]) -> bool:
    return any(map(is_said, cells.values()))


def _cells(run: ImportRun, row: Row) -> dict[str, Cell]:
    cells = [*row.cells, *[""] * (len(run.columns) - len(row.cells))]
    if not run.sheet:  # a text file, where what Excel would work out has a mark before it
        cells = [unescaped(cell) if isinstance(cell, str) else cell for cell in cells]
    return {code: cell for code, cell in zip(run.columns, cells, strict=False) if code}


def match_of(run: ImportRun) -> Match:
    """The sheet of a run's file, read again."""
    assert run.content is not None
    book: Book = read_book(unpacked_bytes(run.content))
    sheet = next(sheet for sheet in book.sheets if sheet.name == run.sheet)
    return Match(sheet, run.heading, tuple(run.headings), tuple(run.columns))
