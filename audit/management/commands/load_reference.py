"""manage.py load_reference: the forces and frameworks of fixtures/, as data that tests share."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

FIXTURES = ("forces", "ncpi", "ncpi-themes", "ncpi-questions")


class Command(BaseCommand):
    help = "Loads the reference data in fixtures/; a second time it changes nothing."

    def handle(self, *args, **options):
        call_command("loaddata", *FIXTURES, verbosity=0)
