"""manage.py load_demo: the demonstration — reference data, cast, Durham, the invented audits.

What people have changed since stays as it is, so it can be run again at any time.
"""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from audit.documents.kinds import CASE_FILE_AUDIT
from audit.models import ReportVersion, Round, SourceDocument, User
from audit.services.reports import report_publish
from audit.services.sealing import trail_seal

ROUNDS = (
    *("durham-2019", "durham-review", "wexshire-2025", "wexshire-2026"),
    *("wexshire-inspection-2026", "wexshire-review-2026"),
)
DOCUMENTS = {"iopc-durham": "iopc-durham-safeguarding-referral"}
"""Folder → the document in it."""


class Command(BaseCommand):
    help = "Loads the demonstration. Refused in production: its people share a printed password."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError(
                "The demonstration's people share a password that everybody can read, so they are "
                "not loaded where DEBUG is off. Set CASEMARK_ENV=demo on a machine of your own."
            )
        # Not at the top: production installs no tests.
        from tests.cast import CAST, PASSWORD, create_cast, open_durham_to_inspectors

        by = User.objects.service_account()
        call_command("load_reference")
        create_cast(by=by)
        for code in ROUNDS:
            if Round.objects.filter(code=code).exists():
                continue  # loading again would undo what people have allocated or signed off
            call_command("load_round", settings.BASE_DIR / "seeds" / code, stdout=self.stdout)
        for name, code in DOCUMENTS.items():
            if not SourceDocument.objects.filter(code=code).exists():
                call_command("load_source", settings.BASE_DIR / "seeds" / name, stdout=self.stdout)
        open_durham_to_inspectors(by=by)
        trail_seal()  # so that the first report can bear the head of its force's trail
        path = write_report(first_version(by), settings.BUILD / "durham-2019-case-file-audit.pdf")
        self.stdout.write("\nSign in with any of these, and the password " + PASSWORD)
        for person in CAST:
            self.stdout.write(f"  {person.email:34}{person.role.label}")
        self.stdout.write(f"\nThe Durham report: {path.relative_to(settings.BASE_DIR)}")


def first_version(by: User) -> ReportVersion:
    """Version 1 of Durham's report, published now unless it is already."""
    durham = Round.objects.get(code="durham-2019")
    kind = CASE_FILE_AUDIT.name
    version = ReportVersion.objects.filter(
        report__round=durham, report__kind=kind, number=1
    ).first()
    return version or report_publish(round=durham, kind=kind, by=by)


def write_report(version: ReportVersion, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(version.pdf)
    return path
