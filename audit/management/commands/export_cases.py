"""manage.py export_cases --round CODE --by EMAIL --output FILE: graded case files, to be imported
again. An .xlsx file is a workbook, a .csv file is CSV and a .json file JSON.

Ends with 0 when it is done, 1 when it is refused and 2 when it was not called rightly.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.management.acting import acting, round_of
from audit.models import CaseFile
from audit.permissions import Right
from audit.rules.dates import day_text
from audit.services.exports import TooManyRowsError, rows_take_out
from audit.spreadsheets.case_sheet import case_sheet
from audit.spreadsheets.writing import TooLongError, csv_bytes, json_bytes, xlsx_bytes

FORMS = {
    ".xlsx": lambda listing, about: xlsx_bytes([listing], about),
    ".csv": lambda listing, about: csv_bytes(listing),
    ".json": lambda listing, about: json_bytes([listing], about),
}
REFUSED, USAGE = 1, 2


class Command(BaseCommand):
    help = "Writes the graded case files of an inspection or audit to a spreadsheet."

    def add_arguments(self, parser):
        parser.add_argument("--round", required=True, help="its code, such as wexshire-2026")
        parser.add_argument("--by", required=True, help="the e-mail address of whoever exports")
        parser.add_argument("--output", type=Path, required=True, help="an .xlsx, .csv or .json")

    def handle(self, *args, **options):
        output: Path = options["output"]
        form = FORMS.get(output.suffix.lower())
        if form is None:
            raise CommandError("Name a file that ends in .xlsx, .csv or .json.", returncode=USAGE)
        by = acting(options["by"])
        round = round_of(options["round"], by)
        files = CaseFile.objects.visible_to(by).filter(round=round).select_related("round__force")
        try:
            listing = rows_take_out(
                what="case_files",
                rows=files,
                right=Right.TRANSFER_CASE_FILES,
                told=lambda taken: case_sheet(round, list(taken), by),
                form=output.suffix[1:].lower(),
                by=by,
            )
            content = form(listing, self.about(round, by))
        except (PermissionDenied, TooLongError, TooManyRowsError) as error:
            raise CommandError(str(error), returncode=REFUSED) from None
        try:
            write_whole(output, content)
        except OSError as error:
            said = f"{output} cannot be written: {error.strerror}."
            raise CommandError(said, returncode=USAGE) from None
        self.stdout.write(str(output))

    def about(self, round, by) -> dict[str, str]:
        now = timezone.localtime()
        return {
            "What": "Case files with their assessments",
            "Inspection or audit": round.title,
            "Taken out by": by.name,
            "As at": f"{day_text(now.date())}, {now:%H:%M}",
            "Handling": "OFFICIAL-SENSITIVE",
        }


def write_whole(path: Path, content: bytes) -> None:
    """All of it or nothing, and for nobody's eyes but the owner's."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink()
            raise
