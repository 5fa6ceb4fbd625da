"""manage.py import_cases FILE --round CODE --by EMAIL: graded case files from a spreadsheet.

The same steps and checks as on the page. Ends with 0 when it is done, 1 when it is refused (the
reasons on standard error, nothing written) and 2 when it was not called rightly.
"""

from __future__ import annotations

import sys
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from audit.management.acting import acting, round_of
from audit.models import ImportRun, LocalNumber
from audit.rules.imports import Outcome, RowResult
from audit.rules.transitions import TransitionError
from audit.services.import_results import ChangedSinceError, results_of
from audit.services.imports import import_cancel
from audit.spreadsheets import importing, limits
from audit.spreadsheets.refusals import UnreadableError

REFUSED, USAGE = 1, 2
HOW_TO_RELEASE = (
    "Rows are held that look as if they held personal data. Read them. If they hold none, add "
    "--held-read to import them, too; if they do, take it out of the file."
)


class Command(BaseCommand):
    help = "Imports graded case files from an Excel, OpenDocument or CSV file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the spreadsheet")
        parser.add_argument("--round", required=True, help="its code, such as wexshire-2026")
        parser.add_argument("--by", required=True, help="the e-mail address of whoever imports")
        parser.add_argument("--check", action="store_true", help="say what would happen, no more")
        parser.add_argument(
            "--skip-refused", action="store_true", help="import the good rows all the same"
        )
        parser.add_argument(
            "--held-read",
            action="store_true",
            help="you have read the rows that are held, and they hold no personal data",
        )
        parser.add_argument(
            "--number-kind",
            default="",
            choices=["", *LocalNumber.Kind.values],
            help="the kind of the local numbers, where no column says so",
        )

    def handle(self, *args, **options):
        try:
            self.run(options)
        except (UnreadableError, PermissionDenied) as error:
            raise CommandError(str(error), returncode=REFUSED) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=REFUSED) from None
        except TransitionError as error:
            raise CommandError(str(error), returncode=REFUSED) from None
        except ChangedSinceError:
            changed = "Something was changed while the rows were checked. Nothing was imported."
            raise CommandError(changed, returncode=REFUSED) from None
        except DatabaseError:
            full = "The database could not take the rows. Nothing was imported. Is its disk full?"
            raise CommandError(full, returncode=REFUSED) from None

    def run(self, options) -> None:
        by = acting(options["by"])
        round = round_of(options["round"], by)
        run = importing.choose(
            round=round,
            kind=ImportRun.Kind.CASE_FILES,
            file_name=options["file"].name,
            content=_content(options["file"]),
            by=by,
        )
        kind = options["number_kind"]
        try:
            run = importing.match(run=run, columns=run.columns, number_kind=kind, by=by)
        except ValidationError:
            import_cancel(run=run, by=by)
            raise
        run = importing.check(run=run, by=by, heard=self.bar(run, "checked"))
        wrong = self.left_out(run, held_read=options["held_read"])
        if options["check"] or (wrong and not options["skip_refused"]):
            import_cancel(run=run, by=by)
        else:
            held_too, heard = options["held_read"], self.bar(run, "imported")
            run = importing.confirm(run=run, by=by, held_too=held_too, heard=heard)
        self.told(run)
        if wrong and not options["skip_refused"]:
            raise CommandError(_refused(len(wrong)), returncode=REFUSED)

    def left_out(self, run: ImportRun, *, held_read: bool) -> list[RowResult]:
        """The rows that are not to be imported, with the reasons on standard error."""
        wrong = [row for row in results_of(run) if row.outcome == Outcome.REFUSED]
        held = [row for row in results_of(run) if row.outcome == Outcome.HELD and not held_read]
        for row in sorted([*wrong, *held], key=lambda row: row.number):
            for sentence in row.sentences:
                self.stderr.write(sentence)
        if held:
            self.stderr.write(HOW_TO_RELEASE)
        return wrong + held

    def told(self, run: ImportRun) -> None:
        counts = [f"{run.counts[outcome]} {outcome.label.lower()}" for outcome in Outcome]
        self.stdout.write(f"{run.rows} rows: {', '.join(counts)}.")

    def bar(self, run: ImportRun, done: str) -> importing.Heard:
        """Says on a terminal how far it is; elsewhere nothing."""
        if not sys.stderr.isatty():
            return lambda rows: None

        def heard(rows: int) -> None:
            percent = min(100, 100 * rows // max(run.rows, 1))
            end = "\n" if rows >= run.rows else ""
            self.stderr.write(f"\rRows {done}: {percent} %", ending=end)
            self.stderr.flush()

        return heard


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limits.MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=USAGE) from None


def _refused(rows: int) -> str:
    if rows == 1:
        return "1 row cannot be imported, and nothing was. Correct it, or use --skip-refused."
    return f"{rows} rows cannot be imported, and nothing was. Correct them, or use --skip-refused."
