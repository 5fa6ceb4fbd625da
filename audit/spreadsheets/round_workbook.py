"""A whole round as one workbook, out and back: a sheet for each table of seeds/README.md that is
about case files, with the same columns and codes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from audit.models import Round, User
from audit.rules.dates import day_text
from audit.rules.imports import RowResult
from audit.services.exports import round_take_out
from audit.services.loading import workbook
from audit.services.loading.sheets import ROUND_FIELDS, ROUND_SHEET, SHEETS, columns_of
from audit.services.loading.standing import StandingRound
from audit.services.loading.workbook import Done, Heard, silent
from audit.spreadsheets.reading import Book
from audit.spreadsheets.round_sheets import ROUND_COLUMNS, folder_in
from audit.spreadsheets.writing import Listing, xlsx_bytes


def round_workbook_bytes(round: Round, by: User) -> bytes:
    """Raises PermissionDenied, and TooLongError for a text that no cell holds."""
    with transaction.atomic():  # what cannot be written was not taken out
        standing = round_take_out(round=round, by=by)
        return xlsx_bytes(listings_of(standing), _about(standing))


def round_listings(round: Round, by: User) -> list[Listing]:
    """A sheet a table, of the rows that `by` may see."""
    return listings_of(StandingRound(round, by))


def listings_of(standing: StandingRound) -> list[Listing]:
    round = standing.round
    said = {"code": round.code, "framework": round.framework.code, "title": round.title}
    tables = [Listing(ROUND_SHEET, ROUND_COLUMNS, [(field, said[field]) for field in ROUND_FIELDS])]
    for file, sheet in SHEETS.items():
        columns = columns_of(file)
        rows = [tuple(row.values[name] for name in columns) for row in standing.tables[file]]
        tables.append(Listing(sheet.name, columns, rows))
    return tables


def _about(standing: StandingRound) -> dict[str, str]:
    now = timezone.localtime()
    return {
        "What": f"{standing.round.title}: all case files with what was done on them",
        "Case files": str(len(standing.files)),
        "Left out": "What was set aside, and what is still kept from whoever took it out",
        "Local numbers": "On the sheet “Local numbers”, as the force writes them",
        "Taken out by": standing.by.name,
        "As at": f"{day_text(now.date())}, {now:%H:%M}",
        "Handling": "OFFICIAL-SENSITIVE",
    }


def round_workbook_check(
    book: Book, round: Round, by: User, *, heard: Heard = silent
) -> list[RowResult]:
    """What loading would do with each row. Nothing is written."""
    folder, wrong = folder_in(book)
    return wrong or workbook.round_workbook_check(folder=folder, round=round, by=by, heard=heard)


def round_workbook_load(
    book: Book, round: Round, by: User, *, with_held: bool = False, heard: Heard = silent
) -> Done:
    """Loads all of it; where a row is refused, or held and not `with_held`, nothing of it."""
    folder, wrong = folder_in(book)
    if wrong:
        return Done(wrong)
    return workbook.round_workbook_load(
        folder=folder, round=round, by=by, with_held=with_held, heard=heard
    )
