"""manage.py load_source FOLDER: loads documents that report no inspection or audit held here."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.models import User
from audit.services.loading.folder import LoadError
from audit.services.loading.sources import sources_load


class Command(BaseCommand):
    help = "Loads documents and what they ask for from a folder of CSV files, or refuses all of it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="such as seeds/iopc-durham")

    def handle(self, *args, **options):
        folder = options["folder"]
        try:
            outcome = sources_load(path=folder, by=User.objects.service_account())
        except LoadError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        rows = ", ".join(f"{count} {what}" for what, count in sorted(outcome.items()))
        self.stdout.write(f"{folder.name}: {rows}.")
