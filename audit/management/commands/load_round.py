"""manage.py load_round FOLDER: loads a round from CSV files; seeds/README.md says how they look."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.models import User
from audit.services.loading.folder import LoadError
from audit.services.loading.service import round_load


class Command(BaseCommand):
    help = "Loads an inspection or audit from a folder of CSV files, or refuses all of it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="such as seeds/durham-2019")

    def handle(self, *args, **options):
        try:
            loaded = round_load(path=options["folder"], by=User.objects.service_account())
        except LoadError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        rows = ", ".join(f"{count} {what}" for what, count in sorted(loaded.outcome.items()))
        self.stdout.write(f"{loaded.round.code}: {rows}.")
